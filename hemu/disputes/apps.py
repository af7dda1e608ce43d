"""The disputes as a Django application."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    name = "hemu.disputes"
    label = "disputes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.models import Outcome, Source, State
        from hemu.rulebook import words

        words.name_values("state", dict(State.choices))
        words.name_values("outcome", dict(Outcome.choices))
        words.name_values("source", {source.name.lower(): source.label for source in Source})
