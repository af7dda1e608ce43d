from django.apps import AppConfig


class ConferralConfig(AppConfig):
    name = "hemu.loop.assessment.conferral"
    label = "conferral"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the minutes among the papers."""
        from hemu.documents.papers.registry import register
        from hemu.loop.assessment.conferral import papers

        register(papers.PAPER)
