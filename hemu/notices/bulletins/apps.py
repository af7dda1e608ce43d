from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "hemu.notices.bulletins"
    label = "bulletins"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear what villagers answer by SMS: one of the answers stops the messages."""
        from hemu.notices.bulletins.subscribing import heard
        from hemu.notices.sending.receipts import register_listener

        register_listener("bulletins", heard)
