from django.apps import AppConfig


class CallbacksConfig(AppConfig):
    name = "hemu.loop.followup.callbacks"
    label = "callbacks"
    default_auto_field = "django.db.models.BigAutoField"
