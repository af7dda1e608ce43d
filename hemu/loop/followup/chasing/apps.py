from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChasingConfig(AppConfig):
    name = "hemu.loop.followup.chasing"
    label = "chasing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let disputes come into the queue and leave it by themselves, and their pages show it."""
        from hemu.disputes.panels import register_panel
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.followup.chasing.actions import chase_by_itself
        from hemu.loop.followup.chasing.queries import panel

        register_reaction("chasing.by_itself", chase_by_itself)
        register_panel("chasing", "chasing/panel.html", panel, 48, title=_("催办"))
