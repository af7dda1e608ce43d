from django.apps import AppConfig


class TrialsConfig(AppConfig):
    name = "hemu.disputes.trials"
    label = "trials"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the trial on the page of every version."""
        from hemu.disputes.trials import queries
        from hemu.rulebook.beside import register_beside

        register_beside("trial", "trials/beside.html", queries.beside)
