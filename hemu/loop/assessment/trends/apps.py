from django.apps import AppConfig


class TrendsConfig(AppConfig):
    name = "hemu.loop.assessment.trends"
    label = "trends"
    default_auto_field = "django.db.models.BigAutoField"
