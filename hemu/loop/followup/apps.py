from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowUpConfig(AppConfig):
    name = "hemu.loop.followup"
    label = "followup"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.faces import register_face
        from hemu.disputes.lifecycle import Act
        from hemu.disputes.panels import register_panel
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.followup import finding
        from hemu.loop.followup.papers import register_papers
        from hemu.loop.followup.planning import plan_by_itself
        from hemu.loop.followup.queries import panel

        register_papers()
        finding.register()
        register_reaction("followup.plan_by_itself", plan_by_itself)
        register_face(Act.CLOSE, "followup:close", _("办结"), weight=65)
        register_face(Act.FOLLOW_UP, "followup:follow-up", _("记录回访"), weight=55)
        register_face(Act.PLAN_FOLLOW_UP, "followup:plan", _("安排回访"), weight=9)
        register_face(Act.ISSUE_LINK, "followup:links", _("请当事人自己答"), weight=8)
        register_face(Act.NAME_CONCERNED, "followup:concerned", _("还要问谁"), weight=2)
        register_face(Act.RELAPSE, "followup:relapse", _("反弹重开"), weight=3)
        register_panel("followup", "followup/panel.html", panel, 50, title=_("回访"))
