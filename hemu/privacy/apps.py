from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "hemu.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Mark what involves minors by itself; show on a dispute's page what privacy offers there."""
        from hemu.disputes.panels import register_panel
        from hemu.disputes.reactions import register_reaction
        from hemu.disputes.reading import register_listener
        from hemu.privacy import minors, showing, veil

        register_reaction("privacy.minors", minors.mark)
        register_listener("privacy.names", veil.note_reading)
        register_panel("privacy", "privacy/panel.html", showing.panel, 90, title=_("个人信息"))
