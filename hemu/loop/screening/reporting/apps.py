from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "hemu.loop.screening.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the reporting clock follow every dispute, and show it on the dispute's page."""
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.screening.reporting import clocks, panels

        register_reaction("reporting.clock", clocks.watch)
        panels.register()
