from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "hemu.loop.screening.petitions"
    label = "petitions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """An open petition holds its dispute back from being sealed."""
        from hemu.loop.screening.petitions.holding import why_held
        from hemu.privacy.retention import register_holder

        register_holder("petitions.open", why_held)
