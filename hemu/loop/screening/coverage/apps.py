from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "hemu.loop.screening.coverage"
    label = "coverage"
    default_auto_field = "django.db.models.BigAutoField"
