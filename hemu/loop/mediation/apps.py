from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediationConfig(AppConfig):
    name = "hemu.loop.mediation"
    label = "mediation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.panels import register_panel
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.mediation import at_hand
        from hemu.loop.mediation.offers import register_faces
        from hemu.loop.mediation.papers import register_papers
        from hemu.loop.mediation.reactions import end_what_stood
        from hemu.loop.mediation.views import panel

        register_reaction("mediation.end_what_stood", end_what_stood)
        at_hand.register()
        register_faces()
        register_papers()
        register_panel("mediation", "mediation/panel.html", panel, 40, title=_("调解"))
