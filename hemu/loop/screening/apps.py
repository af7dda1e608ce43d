from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "hemu.loop.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let others open disputes and services from our records."""
        from hemu.disputes import attention, origins
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.screening import attending, ending, panels, papers, queries
        from hemu.loop.screening.incidents import counting, ended

        for source, reader in queries.READERS.items():
            origins.register_reader(source, reader)
        attention.register_teller(attending.last_visits)
        panels.register()
        papers.register_papers()
        ended.register()
        ending.register()
        register_reaction("incidents.count", counting.keep)
        origins.register_finder(queries.opened_disputes)
        origins.register_finder(queries.opened_hazards)
