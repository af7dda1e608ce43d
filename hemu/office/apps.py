from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "hemu.office"
    label = "office"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where the dispute page's own acts have their forms."""
        from hemu.disputes.faces import register_face  # models can't be imported while apps are loaded
        from hemu.disputes.lifecycle import Act

        register_face(Act.AMEND, "dispute-amend", weight=-10)
        register_face(Act.NOTE, "dispute-note", weight=-11)
        register_face(Act.LINK, "dispute-link", weight=-20)
        register_face(Act.MERGE, "dispute-merge", weight=-21)
        register_face(Act.UNMERGE, "dispute-unmerge", weight=-21)
        register_face(Act.MARK, "dispute-marks", weight=-22)
