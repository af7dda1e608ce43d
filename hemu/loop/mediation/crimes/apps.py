from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrimesConfig(AppConfig):
    name = "hemu.loop.mediation.crimes"
    label = "crimes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.panels import register_panel
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.mediation.crimes.reactions import open_review
        from hemu.loop.mediation.crimes.views import panel

        register_reaction("crimes.open_review", open_review)
        register_panel("crimes", "crimes/panel.html", panel, 8, title=_("民转刑复盘"))
