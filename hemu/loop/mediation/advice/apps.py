from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdviceConfig(AppConfig):
    name = "hemu.loop.mediation.advice"
    label = "advice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.faces import register_face
        from hemu.disputes.lifecycle import Act
        from hemu.disputes.panels import register_panel
        from hemu.documents.papers.registry import register
        from hemu.loop.mediation.advice.panels import asks_lawyers, panel
        from hemu.loop.mediation.advice.papers import DISCUSSION
        from hemu.orgs.permissions import Permission

        register_face(
            Act.CONSULT,
            "advice:ask",
            _("向律师咨询"),
            weight=14,
            when=asks_lawyers,
            permission=Permission.MEDIATE,
        )
        register_face(Act.DISCUSS, "advice:discuss", _("集体讨论"), weight=13)
        register_panel("advice", "advice/panel.html", panel, 43, title=_("法律咨询和集体讨论"))
        register(DISCUSSION)
