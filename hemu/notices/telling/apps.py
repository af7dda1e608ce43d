from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TellingConfig(AppConfig):
    name = "hemu.notices.telling"
    label = "telling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Told by acts, stopped by an answer; shown on the dispute's page."""
        from hemu.disputes.faces import register_face
        from hemu.disputes.lifecycle import Act
        from hemu.disputes.panels import register_panel
        from hemu.disputes.reactions import register_reaction
        from hemu.notices.sending.receipts import register_listener
        from hemu.notices.telling import consent, events, queries
        from hemu.orgs.permissions import Permission
        from hemu.privacy.sealing import register_ending

        register_reaction("telling.events", events.on_act)
        register_listener("telling", consent.heard)
        register_ending("telling.agreed", consent.end_all)
        register_panel("telling", "telling/panel.html", queries.panel, 17, title=_("当事人短信"))
        register_face(
            Act.AGREE_MESSAGES, "telling:dispute", _("当事人短信"), weight=6, permission=Permission.AMEND
        )
