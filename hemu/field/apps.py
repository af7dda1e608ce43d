from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "hemu.field"
    label = "field"
    default_auto_field = "django.db.models.BigAutoField"
