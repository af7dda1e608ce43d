from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "hemu.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where files are added to a dispute, and where its papers are printed."""
        from hemu.disputes.faces import register_face  # models can't be imported while apps are loaded
        from hemu.disputes.lifecycle import Act
        from hemu.disputes.panels import register_panel
        from hemu.documents.ending import remove_files
        from hemu.documents.papers.views import panel
        from hemu.privacy.sealing import register_ending

        register_face(Act.ATTACH, "documents:attach", weight=-12)
        register_ending("documents.files", remove_files)
        register_panel("papers", "papers/panel.html", panel, 85, title=_("文书"))
