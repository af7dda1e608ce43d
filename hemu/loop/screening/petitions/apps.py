from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "hemu.loop.screening.petitions"
    label = "petitions"
    default_auto_field = "django.db.models.BigAutoField"
