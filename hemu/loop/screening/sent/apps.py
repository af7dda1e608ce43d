from django.apps import AppConfig


class SentConfig(AppConfig):
    name = "hemu.loop.screening.sent"
    label = "sent"
    default_auto_field = "django.db.models.BigAutoField"
