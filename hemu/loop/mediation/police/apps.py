from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliceConfig(AppConfig):
    name = "hemu.loop.mediation.police"
    label = "police"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.panels import register_panel
        from hemu.documents.papers.registry import register
        from hemu.loop.mediation.police.offers import register_faces
        from hemu.loop.mediation.police.papers import PAPERS
        from hemu.loop.mediation.police.views import chain_panel, report_panel

        register_faces()
        register(*PAPERS)
        register_panel("police-reports", "police/reports.html", report_panel, 39, title=_("报告公安机关"))
        register_panel("police-case", "police/chain.html", chain_panel, 43, title=_("治安案件调解处理"))
