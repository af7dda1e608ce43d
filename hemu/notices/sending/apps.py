from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SendingConfig(AppConfig):
    name = "hemu.notices.sending"
    label = "sending"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the rulebook words for whom the hours of messages are set."""
        from hemu.rulebook.words import name_values

        name_values("message_to", {"staff": _("工作人员"), "subscriber": _("订阅村民")})
