from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SittingsConfig(AppConfig):
    name = "hemu.loop.mediation.calendar"
    label = "sittings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.faces import register_face
        from hemu.disputes.lifecycle import Act
        from hemu.disputes.panels import register_panel
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.mediation.calendar.panels import panel
        from hemu.loop.mediation.calendar.reactions import keep_in_step

        register_face(Act.SCHEDULE, "sittings:schedule", _("约定调处时间"), weight=24)
        register_reaction("sittings.keep_in_step", keep_in_step)
        register_panel("sittings", "sittings/panel.html", panel, 38, title=_("约定的调处"))
