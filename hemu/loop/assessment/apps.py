from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "hemu.loop.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put our parts on the dispute's page, and our papers among those that can be printed."""
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.assessment import panels, papers, safety

        register_reaction("assessment.safety", safety.guard)
        panels.register()
        papers.register_papers()
