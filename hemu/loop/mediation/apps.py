from django.apps import AppConfig


class MediationConfig(AppConfig):
    name = "hemu.loop.mediation"
    label = "mediation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.mediation.reactions import end_what_stood

        register_reaction("mediation.end_what_stood", end_what_stood)
