from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "hemu.notices.bulletins"
    label = "bulletins"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear what villagers answer by SMS: one stops the messages. What is to be passed on."""
        from hemu.disputes.heaps import register_heaps
        from hemu.notices.bulletins.queries import heaps
        from hemu.notices.bulletins.subscribing import heard
        from hemu.notices.sending.receipts import register_listener

        register_heaps("bulletins", heaps)
        register_listener("bulletins", heard)
