from django.apps import AppConfig


class DoubtsConfig(AppConfig):
    name = "hemu.loop.screening.doubts"
    label = "doubts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every visit that arrives looked at soon."""
        from hemu.loop.screening import arrivals
        from hemu.loop.screening.doubts import waiting

        arrivals.register_arrival("doubts", waiting.note)
