from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FusionConfig(AppConfig):
    name = "hemu.loop.mediation.fusion"
    label = "fusion"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.faces import register_face
        from hemu.disputes.lifecycle import Act
        from hemu.disputes.panels import register_panel
        from hemu.loop.mediation.fusion.panels import panel

        register_face(Act.COMBINE, "fusion:invite", _("三调联动"), weight=16)
        register_face(Act.COMBINE, "fusion:guide", _("引导其他途径"), weight=9)
        register_panel("fusion", "fusion/panel.html", panel, 37, title=_("三调联动"))
