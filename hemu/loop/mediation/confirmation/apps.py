from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfirmationConfig(AppConfig):
    name = "hemu.loop.mediation.confirmation"
    label = "confirmation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.panels import register_panel
        from hemu.documents.papers.registry import register
        from hemu.loop.mediation.confirmation.offers import register_faces
        from hemu.loop.mediation.confirmation.papers import APPLICATION
        from hemu.loop.mediation.confirmation.views import panel

        register_faces()
        register(APPLICATION)
        register_panel("confirmation", "confirmation/panel.html", panel, 42, title=_("司法确认"))
