from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "hemu.portal.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Codes at acceptance, ended with retention; what parties ask for, on the dispute's page."""
        from hemu.disputes.heaps import register_heaps
        from hemu.disputes.panels import register_panel
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.mediation.wishes import register_wishes
        from hemu.portal.parties import codes, naming, queries
        from hemu.privacy.retention import register_holder
        from hemu.privacy.sealing import register_ending

        register_reaction("parties.codes", codes.give_at_acceptance)
        register_ending("parties.codes", codes.end_all)
        register_holder("parties.requests", queries.why_held)
        register_heaps("parties", queries.heaps)
        register_wishes(naming.wishes)
        register_panel("parties", "parties/panel.html", queries.panel, 16, title=_("当事人提出"))
