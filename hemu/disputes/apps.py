"""The disputes as a Django application."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    name = "hemu.disputes"
    label = "disputes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes import holding
        from hemu.disputes.models import Outcome, Source, State
        from hemu.orgs.actions import units
        from hemu.rulebook import words

        units.closing_checks.append(holding.why_not_close)

        words.name_values("state", dict(State.choices))
        words.name_values("outcome", dict(Outcome.choices))
        words.name_values("source", {source.name.lower(): source.label for source in Source})
