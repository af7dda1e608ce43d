from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutcomesConfig(AppConfig):
    name = "hemu.loop.mediation.outcomes"
    label = "outcomes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.panels import register_panel
        from hemu.loop.mediation.outcomes.offers import register_faces
        from hemu.loop.mediation.outcomes.views import panel

        register_faces()
        register_panel("outcomes", "outcomes/panel.html", panel, 60, title=_("防止事件"))
