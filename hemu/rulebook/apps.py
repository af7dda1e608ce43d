"""The rulebook as a Django application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RulebookConfig(AppConfig):
    name = "hemu.rulebook"
    label = "rulebook"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.rulebook.install import after_migrate

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="hemu.rulebook.defaults")
