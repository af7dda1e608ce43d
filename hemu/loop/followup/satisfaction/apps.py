from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    name = "hemu.loop.followup.satisfaction"
    label = "satisfaction"
    default_auto_field = "django.db.models.BigAutoField"
