from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "hemu.command.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where a dispute's handling is supervised, and how an order is printed."""
        from hemu.command.supervision.papers import register_papers
        from hemu.disputes.faces import register_face  # models can't be imported while apps are loaded
        from hemu.disputes.lifecycle import Act

        register_papers()
        register_face(Act.SUPERVISE, "supervision:supervise", _("督办"), weight=-3)
