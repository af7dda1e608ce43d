from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    name = "hemu.loop.followup.satisfaction"
    label = "satisfaction"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let answers of those who were drawn be heard."""
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.followup.satisfaction.drawing import hear

        register_reaction("satisfaction.hear", hear)
