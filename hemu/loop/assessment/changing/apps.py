from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangingConfig(AppConfig):
    name = "hemu.loop.assessment.changing"
    label = "changing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show what waits on the dispute's page, and how far new rules have come on theirs."""
        from hemu.disputes.panels import register_panel
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.assessment.changing import lowering, queries, sweeps
        from hemu.rulebook.beside import register_beside

        register_panel("lowering", "changing/panel.html", queries.panel, 14, title=_("申请下调等级"))
        register_reaction("changing.lapse", lowering.lapse)
        register_beside("rerating", "changing/sweep.html", sweeps.beside)
