"""What several forms of 调 ask: who mediates, who consents, which other ways were told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Dispute, Party, Side
from hemu.disputes.queries import parties
from hemu.kernel.wording import noted
from hemu.loop.mediation.actions import NewConsent
from hemu.loop.mediation.models import ConsentForm, MediatorChoice, Openness
from hemu.loop.mediation.proposal import able_posts
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post
from hemu.rulebook import codes


def other_ways_field() -> forms.MultipleChoiceField:
    """人民调解法26: which other ways the parties were told."""
    return forms.MultipleChoiceField(
        label=_("已告知当事人的其他途径"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("任何一种都不能被阻止。至少告知一种。"),
    )


def offer_ways(form: forms.Form) -> None:
    """Fill the ways from the code list, the court first chosen."""
    form.fields["other_ways"].choices = codes.choices("other_route")  # type: ignore[attr-defined]
    form.initial["other_ways"] = ["1"]


class MediatorsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """One or more people who can mediate."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("调解员"), queryset=Post.objects.none(), widget=forms.CheckboxSelectMultiple, **options
        )

    def label_from_instance(self, obj: Any) -> str:
        return noted(obj.person.name, f"{obj.unit.name} {obj.shown_title}")


def offer_mediators(form: forms.Form, dispute: Dispute, by: Actor, name: str = "mediators") -> None:
    """Those who can mediate this dispute, the actor chosen when among them."""
    posts = able_posts(dispute)
    field: Any = form.fields[name]
    field.queryset = posts
    form.initial[name] = [post.pk for post in posts if post.pk == by.post_id]


def two_sides(dispute: Dispute) -> list[Party]:
    """The parties whose consent is needed."""
    return [party for party in parties(dispute) if party.side in (Side.APPLICANT, Side.RESPONDENT)]


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One party's four choices, as the form shows them."""

    party: Party
    own_will: forms.BoundField
    mediator_choice: forms.BoundField
    openness: forms.BoundField
    form: forms.BoundField


class ConsentFields:
    """The four choices of 人民调解法23 for every party, as fields of a form."""

    def __init__(self, form: forms.Form, people: Iterable[Party]) -> None:
        self._form = form
        self._people = list(people)
        for party in self._people:
            form.fields.update(self._of(party))

    @staticmethod
    def _of(party: Party) -> dict[str, forms.Field]:
        start = f"party-{party.pk}"
        return {
            f"{start}-own_will": forms.BooleanField(
                label=_("%(name)s自愿接受调解，知道可以随时要求终止") % {"name": party.name}, required=False
            ),
            f"{start}-mediator_choice": forms.TypedChoiceField(
                label=_("调解员"), choices=MediatorChoice.choices, coerce=int, initial=MediatorChoice.ACCEPTED
            ),
            f"{start}-openness": forms.TypedChoiceField(
                label=_("是否公开"), choices=Openness.choices, coerce=int, initial=Openness.NO_WISH
            ),
            f"{start}-form": forms.TypedChoiceField(
                label=_("怎么表示的"), choices=ConsentForm.choices, coerce=int, initial=ConsentForm.ORAL
            ),
        }

    def __iter__(self) -> Iterator[ConsentRow]:
        for party in self._people:
            start = f"party-{party.pk}"
            yield ConsentRow(
                party,
                *(
                    self._form[f"{start}-{part}"]
                    for part in ("own_will", "mediator_choice", "openness", "form")
                ),
            )

    def given(self) -> list[NewConsent]:
        """The consents of those who were ticked."""
        cleaned = self._form.cleaned_data
        return [
            NewConsent(
                party_id=party.pk,
                own_will=True,
                mediator_choice=MediatorChoice(cleaned[f"party-{party.pk}-mediator_choice"]),
                openness=Openness(cleaned[f"party-{party.pk}-openness"]),
                form=ConsentForm(cleaned[f"party-{party.pk}-form"]),
            )
            for party in self._people
            if cleaned[f"party-{party.pk}-own_will"]
        ]
