from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "hemu.loop.routing"
    label = "routing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.routing.reactions import report_red

        register_reaction("routing.report_red", report_red)
