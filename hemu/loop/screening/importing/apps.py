from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "hemu.loop.screening.importing"
    label = "importing"
    default_auto_field = "django.db.models.BigAutoField"
