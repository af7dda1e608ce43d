from django.apps import AppConfig


class CallbacksConfig(AppConfig):
    name = "hemu.loop.followup.callbacks"
    label = "callbacks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let closed disputes be rung about."""
        from hemu.loop.followup.callbacks import sources

        sources.register()
