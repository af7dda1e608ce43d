from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "hemu.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where files are added to a dispute."""
        from hemu.disputes.faces import register_face  # models can't be imported while apps are loaded
        from hemu.disputes.lifecycle import Act

        register_face(Act.ATTACH, "documents:attach", weight=-12)
