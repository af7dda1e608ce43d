from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeyConfig(AppConfig):
    name = "hemu.loop.assessment.key"
    label = "key"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show on a dispute's page that it is key and who answers for it; offer to make it one."""
        from hemu.disputes.faces import register_face
        from hemu.disputes.lifecycle import Act
        from hemu.disputes.models import ENDED
        from hemu.disputes.panels import register_panel
        from hemu.loop.assessment.key import queries

        register_panel("key", "key/panel.html", queries.panel, 17, title=_("重点纠纷包保"))
        register_face(
            Act.KEY,
            "key:enter",
            _("列为重点纠纷"),
            weight=1,
            when=lambda dispute: dispute.state not in ENDED and queries.current(dispute) is None,
        )
