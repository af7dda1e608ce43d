from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "hemu.outreach"
    label = "outreach"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let a visit's page show the services that it led to."""
        from hemu.disputes import origins
        from hemu.outreach import queries

        origins.register_finder(queries.opened_services)
