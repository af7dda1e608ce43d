from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoutingConfig(AppConfig):
    name = "hemu.loop.routing"
    label = "routing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.faces import register_face
        from hemu.disputes.lifecycle import Act
        from hemu.disputes.panels import register_panel
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.routing.papers import register_papers
        from hemu.loop.routing.queries import panel
        from hemu.loop.routing.reactions import join_orange, report_red
        from hemu.loop.routing.referrals import has_open_referral

        register_papers()
        register_reaction("routing.report_red", report_red)
        register_reaction("routing.join_orange", join_orange)
        register_face(Act.RECEIVE, "routing:receive", _("接收"), primary=True)
        register_face(Act.ROUTE, "routing:route", _("分流交办"), weight=90)
        register_face(Act.NAME_UNITS, "routing:name-units", _("指定主办、协办"), weight=80)
        register_face(Act.TAKE, "routing:take", _("主动受领"), weight=70)
        register_face(Act.RETURN, "routing:return", _("退回"), weight=10)
        register_face(Act.HAND_OVER, "routing:hand-over", _("移送（换主办）"), weight=5)
        register_face(Act.REFER, "routing:refer", _("转介（主办不变）"), weight=6)
        register_face(Act.REPLY, "routing:reply", _("答复转介"), weight=7, when=has_open_referral)
        register_face(Act.REPORT_UP, "routing:report", _("紧急报告"), weight=4)
        register_panel("routing", "routing/panel.html", panel, 30, title=pgettext_lazy("panel", "分流交办"))
