from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PerformanceConfig(AppConfig):
    name = "hemu.loop.mediation.performance"
    label = "performance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.panels import register_panel
        from hemu.documents.papers.registry import register
        from hemu.loop.mediation.performance.offers import register_faces
        from hemu.loop.mediation.performance.papers import URGING
        from hemu.loop.mediation.performance.views import panel

        register_faces()
        register(URGING)
        register_panel("performance", "performance/panel.html", panel, 41, title=_("履行"))
