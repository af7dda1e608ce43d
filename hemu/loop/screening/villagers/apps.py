from django.apps import AppConfig


class VillagersConfig(AppConfig):
    name = "hemu.loop.screening.villagers"
    label = "villagers"
    default_auto_field = "django.db.models.BigAutoField"
