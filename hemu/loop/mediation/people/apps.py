from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediatorsConfig(AppConfig):
    name = "hemu.loop.mediation.people"
    label = "mediators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.panels import register_panel
        from hemu.loop.mediation.people.panels import panel

        register_panel("mediators", "mediators/panel.html", panel, 39, title=_("调解员人选"))
