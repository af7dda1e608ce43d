"""Forms of agreements, of their performance, and of a settlement on the spot."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Party
from hemu.disputes.queries import parties
from hemu.documents.forms import ACCEPT
from hemu.loop.mediation import actions, mediable, rights
from hemu.loop.mediation.actions import NewAgreement, NewPromise, OnTheSpot, SignedFiles
from hemu.loop.mediation.forms.sessions import parse_helpers
from hemu.loop.mediation.forms.shared import ConsentFields, MediatorsField, offer_mediators, two_sides
from hemu.loop.mediation.models import AgreementForm, Mode, SignatureForm
from hemu.loop.mediation.queries import current_acceptance

PROMISE_ROWS = 4
MOST_DRAWN = 400_000
"""Signs of a name drawn on a screen, as its picture is sent."""
_PICTURE = "data:image/png;base64,"
_PICTURE_PATTERN = re.compile(rf"{_PICTURE}[A-Za-z0-9+/]+=*")
_SIGNED: list[tuple[Any, Any]] = [("", _("未签")), *SignatureForm.choices]


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One line of what is owed, as the form shows it."""

    number: int
    what: forms.BoundField
    who: forms.BoundField
    amount: forms.BoundField
    due_on: forms.BoundField

    @property
    def cells(self) -> list[forms.BoundField]:
        return [self.what, self.who, self.amount, self.due_on]


def _input_class(field: forms.Field) -> str:
    return "input select" if isinstance(field, forms.ChoiceField) else "input"


class PromiseFields:
    """What is owed, by whom, by when: a few lines; empty ones are left out."""

    def __init__(self, form: forms.Form, people: list[Party]) -> None:
        self._form = form
        who: list[tuple[Any, Any]] = [("", _("双方")), *((party.pk, party.name) for party in people)]
        for number in range(PROMISE_ROWS):
            for part, field in self._row(who).items():
                field.widget.attrs |= {
                    "class": _input_class(field),
                    "aria-label": f"{field.label} {number + 1}",
                }
                form.fields[f"promises-{number}-{part}"] = field

    @staticmethod
    def _row(who: list[tuple[Any, Any]]) -> dict[str, forms.Field]:
        return {
            "what": forms.CharField(label=_("履行什么"), max_length=300, required=False),
            "party": forms.TypedChoiceField(
                label=_("谁履行"), choices=who, coerce=int, empty_value=None, required=False
            ),
            "amount": forms.DecimalField(
                label=_("金额（元）"), required=False, min_value=0, max_digits=14, decimal_places=2
            ),
            "due_on": forms.DateField(
                label=_("期限"),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            ),
        }

    def __iter__(self) -> Iterator[PromiseRow]:
        for number in range(PROMISE_ROWS):
            parts = ("what", "party", "amount", "due_on")
            yield PromiseRow(number + 1, *(self._form[f"promises-{number}-{part}"] for part in parts))

    def check(self) -> None:
        """A line with anything in it needs what and when."""
        given = self._form.cleaned_data
        for number in range(PROMISE_ROWS):
            start = f"promises-{number}"
            if not (
                given.get(f"{start}-what") or given.get(f"{start}-amount") or given.get(f"{start}-due_on")
            ):
                continue
            for part in ("what", "due_on"):
                if not given.get(f"{start}-{part}") and f"{start}-{part}" not in self._form.errors:
                    self._form.add_error(f"{start}-{part}", _("请填写这一项。"))

    def given(self) -> list[NewPromise]:
        """The lines that say something."""
        cleaned = self._form.cleaned_data
        return [
            NewPromise(
                cleaned[f"promises-{number}-what"],
                due_on=cleaned[f"promises-{number}-due_on"],
                party_id=cleaned[f"promises-{number}-party"],
                amount=cleaned[f"promises-{number}-amount"],
            )
            for number in range(PROMISE_ROWS)
            if cleaned[f"promises-{number}-what"]
        ]


class SignatureFields:
    """How every party signed."""

    def __init__(self, form: forms.Form, people: Iterable[Party]) -> None:
        self._form, self._people = form, list(people)
        for party in self._people:
            form.fields[f"sign-{party.pk}"] = forms.TypedChoiceField(
                label=party.name, choices=_SIGNED, coerce=int, empty_value=None, required=False
            )
            form.fields[f"drawn-{party.pk}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, max_length=MOST_DRAWN
            )

    def __iter__(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """How they signed, and the picture of the name that they wrote here, party by party."""
        return ((self._form[f"sign-{party.pk}"], self._form[f"drawn-{party.pk}"]) for party in self._people)

    def drawn(self) -> dict[int, bytes]:
        """The pictures of those who wrote their name on the screen."""
        texts = {party.pk: self._form.cleaned_data[f"drawn-{party.pk}"] for party in self._people}
        return {pk: b64decode(text.removeprefix(_PICTURE)) for pk, text in texts.items() if text}

    def check(self) -> None:
        """What is in the hidden fields is a picture, or nothing."""
        for party in self._people:
            text = self._form.cleaned_data.get(f"drawn-{party.pk}") or ""
            if text and not _PICTURE_PATTERN.fullmatch(text):
                self._form.add_error(f"sign-{party.pk}", _("签名没有传好，请重新签。"))

    def given(self) -> dict[int, SignatureForm]:
        """Those who signed."""
        cleaned = self._form.cleaned_data
        signed = {party.pk: cleaned[f"sign-{party.pk}"] for party in self._people}
        return {pk: SignatureForm(form) for pk, form in signed.items() if form}


class ContentForm(ActForm):
    """What an agreement must hold (人民调解法29), for the long form and the short one."""

    wide = True

    form = forms.TypedChoiceField(
        label=_("协议形式"),
        choices=AgreementForm.choices,
        coerce=int,
        widget=forms.RadioSelect,
        initial=AgreementForm.WRITTEN,
        help_text=_("当事人认为不需要书面的，可以口头达成，由调解员记录。"),
    )
    main_facts = text_field(_("纠纷主要事实"), max_length=5000)
    issues = text_field(_("争议事项"), rows=2, max_length=2000)
    responsibilities = text_field(_("各方责任"), rows=2, max_length=2000, required=False)
    content = text_field(_("协议内容"), rows=5, max_length=5000, help_text=_("逐条写，写得能够履行。"))
    manner = forms.CharField(label=_("履行方式"), max_length=500)
    time_limit = forms.CharField(
        label=_("履行期限"), max_length=200, help_text=_("例如“自签订之日起三十日内”。")
    )
    mediator_signed = forms.BooleanField(label=_("调解员已签名"), required=False)
    sealed = forms.BooleanField(label=_("已加盖调解委员会印章"), required=False)
    about_status = forms.BooleanField(
        label=_("涉及身份、收养、婚姻关系"), required=False, help_text=_("这类协议不能申请司法确认。")
    )
    ownership_note = text_field(_("只调解哪些事项"), required=False, rows=2, max_length=500)

    def prepare(self) -> None:
        people = parties(self.dispute)
        self.signatures = SignatureFields(self, two_sides(self.dispute))
        self.promises = PromiseFields(self, people)
        self.initial["main_facts"] = self.dispute.narrative
        if not mediable.limited(self.dispute):
            del self.fields["ownership_note"]

    def clean(self) -> dict[str, Any] | None:
        self.promises.check()
        self.signatures.check()
        return super().clean()

    def context(self) -> dict[str, Any]:
        return {
            "signatures": list(self.signatures),
            "promises": list(self.promises),
            "signed_hint": _("书面协议要各方签名、盖章或按指印。"),
            "court": rights.COURT_IS_OPEN,
        }

    def new_agreement(self) -> NewAgreement:
        """What was typed, as the act takes it."""
        given = self.cleaned_data
        return NewAgreement(
            form=AgreementForm(given["form"]),
            main_facts=given["main_facts"],
            issues=given["issues"],
            responsibilities=given["responsibilities"],
            content=given["content"],
            manner=given["manner"],
            time_limit=given["time_limit"],
            place=given.get("place", ""),
            signatures=self.signatures.given(),
            mediator_signed=given["mediator_signed"],
            sealed=given["sealed"],
            about_status=given["about_status"],
            ownership_note=given.get("ownership_note", ""),
            promises=self.promises.given(),
        )


class AgreeForm(ContentForm):
    """An agreement, written or oral."""

    act = Act.AGREE
    title = _("达成协议")
    template = "mediation/agree.html"
    button = _("登记协议")
    done = _("协议已登记并生效。下一步：督促履行；回访已按等级安排。")

    place = forms.CharField(label=_("签订地点"), max_length=200, required=False)
    scan = forms.FileField(
        label=_("签好的协议：拍照或扫描"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("在纸上签的，把签好的一份拍照或扫描上传，存入本案材料。"),
    )

    def prepare(self) -> None:
        super().prepare()
        acceptance = current_acceptance(self.dispute)
        if acceptance is not None and "ownership_note" in self.fields:
            self.initial["ownership_note"] = acceptance.ownership_note

    def do(self, seen: int | None) -> Dispute:
        return actions.agree_signed(
            self.dispute, self.new_agreement(), self.signed_files(), by=self.by, seen=seen
        )

    def signed_files(self) -> SignedFiles:
        """What shows the signatures."""
        scan = self.cleaned_data["scan"]
        return SignedFiles((scan.name, scan.read()) if scan else None, self.signatures.drawn())


class SpotForm(ContentForm):
    """The whole flow for a blue dispute that is settled on the spot."""

    act = Act.ACCEPT
    title = _("当场化解")
    lead = _("一张表记完申请、同意、调处、协议。先逐人征求意见；有人不愿意调解，就不能用这张表。")
    template = "mediation/spot.html"
    button = _("登记化解")
    done = _("已当场化解。下一步：按期回访，听取当事人自己的意见。")

    requests = forms.CharField(label=_("当事人要求解决什么"), max_length=500)
    mediators = MediatorsField()
    place = forms.CharField(label=_("地点"), max_length=200)
    helpers = text_field(
        _("邀请参加的人"), required=False, rows=2, max_length=1000, help_text=_("每行一人。")
    )
    helpers_consented = forms.BooleanField(label=_("邀请他们参加，各方当事人都同意"), required=False)
    record = text_field(_("调解经过"), max_length=10000)
    performed_at_once = forms.BooleanField(label=_("协议已当场履行完毕"), required=False)

    def prepare(self) -> None:
        super().prepare()
        self.rows = ConsentFields(self, two_sides(self.dispute))
        offer_mediators(self, self.dispute, self.by)
        self.initial["place"] = self.dispute.place

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "rows": list(self.rows),
            "notice": rights.notice_for(self.dispute.kind),
        }

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        new = OnTheSpot(
            requests=given["requests"],
            consents=self.rows.given(),
            place=given["place"],
            record=given["record"],
            agreement=self.new_agreement(),
            mediators=list(given["mediators"]),
            performed_at_once=given["performed_at_once"],
            helpers=parse_helpers(given["helpers"]),
            helpers_consented=given["helpers_consented"],
            mode=Mode.ON_THE_SPOT,
        )
        return actions.on_the_spot(self.dispute, new, by=self.by, seen=seen)


class PerformedForm(ActForm):
    """Everything that was agreed is done."""

    act = Act.PERFORMED
    title = _("履行完毕")
    lead = _("协议约定的都已做到。之后只剩回访。")
    done = _("已登记履行完毕。下一步：按期回访。")

    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    def do(self, seen: int | None) -> Dispute:
        return actions.performed(self.dispute, by=self.by, note=self.cleaned_data["note"], seen=seen)
