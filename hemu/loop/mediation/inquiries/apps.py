from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InquiriesConfig(AppConfig):
    name = "hemu.loop.mediation.inquiries"
    label = "inquiries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.faces import register_face  # models can't be imported while apps are loaded
        from hemu.disputes.lifecycle import Act
        from hemu.disputes.panels import register_panel
        from hemu.loop.mediation.inquiries.papers import register_papers
        from hemu.loop.mediation.inquiries.queries import panel

        register_papers()
        register_face(Act.INQUIRE, "inquiries:inquire", _("调查记录"), weight=8)
        register_face(Act.AUTHORISE, "inquiries:authorise", _("委托代理"), weight=-5)
        register_panel("inquiries", "inquiries/panel.html", panel, 41, title=_("调查、委托"))
