from django.apps import AppConfig


class ChasingConfig(AppConfig):
    name = "hemu.loop.followup.chasing"
    label = "chasing"
    default_auto_field = "django.db.models.BigAutoField"
