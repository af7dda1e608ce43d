from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolumesConfig(AppConfig):
    name = "hemu.documents.volumes"
    label = "volumes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where a closed dispute is filed, and have it filed by itself in the end."""
        from hemu.disputes.faces import register_face  # models can't be imported while apps are loaded
        from hemu.disputes.lifecycle import Act
        from hemu.disputes.panels import register_panel
        from hemu.disputes.reactions import register_reaction
        from hemu.documents.volumes.papers import register_papers
        from hemu.documents.volumes.reactions import await_volume
        from hemu.documents.volumes.views import panel

        register_papers()
        register_reaction("volumes.await_volume", await_volume)
        register_face(Act.ARCHIVE, "volumes:file", _("立卷归档"), weight=60)
        register_panel("volume", "volumes/panel.html", panel, 84, title=_("卷宗"))
