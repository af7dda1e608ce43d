from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "hemu.loop.screening.campaigns"
    label = "campaigns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Note which target a visit names when it arrives."""
        from hemu.loop.screening import arrivals
        from hemu.loop.screening.campaigns import naming

        arrivals.register_arrival("campaigns", naming.note)
