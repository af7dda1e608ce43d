from django.apps import AppConfig


class VillagersConfig(AppConfig):
    name = "hemu.loop.screening.villagers"
    label = "villagers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let dispute pages show what villagers say of them, and hear when one is opened anew."""
        from hemu.disputes import origins
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.screening.villagers import panels, queries, reopening

        panels.register()
        register_reaction("villagers.reopened", reopening.note_relapse)
        origins.register_finder(queries.opened_hazards)
