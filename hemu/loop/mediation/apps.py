from django.apps import AppConfig


class MediationConfig(AppConfig):
    name = "hemu.loop.mediation"
    label = "mediation"
    default_auto_field = "django.db.models.BigAutoField"
