"""The forms of a petition: each does one act."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import local_now, moment_field, text_field
from hemu.loop.screening.models import Petition
from hemu.loop.screening.petitions import actions
from hemu.loop.screening.petitions.queries import Stage
from hemu.loop.screening.records import answer_petition
from hemu.orgs.actor import Actor


class PetitionForm(forms.Form):
    """One act. `stages` say when it may be done."""

    name: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""
    stages: ClassVar[tuple[Stage, ...]] = ()
    main: ClassVar[bool] = False

    def __init__(self, petition: Petition, by: Actor, data: Any = None) -> None:
        super().__init__(data, prefix=self.name)
        self.petition, self.by = petition, by

    def do(self) -> None:
        """Do the act. For subclasses."""
        raise NotImplementedError


class AcceptForm(PetitionForm):
    name, title, stages, main = "accept", _("受理"), (Stage.REGISTERED,), True
    text = forms.CharField(label=_("说明"), max_length=500, required=False)

    def do(self) -> None:
        actions.accept(self.petition, self.cleaned_data["text"], by=self.by)


class NotAcceptForm(PetitionForm):
    name, title, stages = "decline", _("不予受理"), (Stage.REGISTERED,)
    reason = text_field(_("理由"), rows=2, max_length=2000)
    other_way = forms.CharField(
        label=_("告知的其他法定途径"),
        max_length=500,
        help_text=_("例如：向人民法院起诉、申请劳动仲裁、行政复议。"),
    )

    def do(self) -> None:
        given = self.cleaned_data
        actions.not_accept(self.petition, given["reason"], given["other_way"], by=self.by)


class VerifyForm(PetitionForm):
    name, title, stages = "verify", _("核实"), (Stage.REGISTERED, Stage.HANDLING)
    text = text_field(_("核实情况"), rows=3, max_length=5000)

    def do(self) -> None:
        actions.verify(self.petition, self.cleaned_data["text"], by=self.by)


class ExplainForm(PetitionForm):
    name, title, stages = "explain", _("释法说理"), (Stage.REGISTERED, Stage.HANDLING)
    text = text_field(_("讲清了什么"), rows=3, max_length=5000)
    basis = forms.CharField(label=_("法律、政策依据"), max_length=200)

    def do(self) -> None:
        actions.explain(self.petition, self.cleaned_data["text"], self.cleaned_data["basis"], by=self.by)


class ExtendForm(PetitionForm):
    name, title, stages = "extend", _("延期"), (Stage.HANDLING,)
    reason = text_field(_("延期理由"), rows=2, max_length=1000, help_text=_("只能延期一次，要告知信访人。"))
    approved_by = forms.CharField(label=_("批准的本机关负责人"), max_length=80)

    def do(self) -> None:
        given = self.cleaned_data
        actions.extend(self.petition, given["reason"], given["approved_by"], by=self.by)


class AnswerForm(PetitionForm):
    name, title, stages, main = "answer", _("答复信访人"), (Stage.HANDLING, Stage.REGISTERED), True
    answer = text_field(_("答复意见"), rows=5, max_length=5000)

    def do(self) -> None:
        answer_petition(self.petition, self.cleaned_data["answer"], by=self.by)


class AskReviewForm(PetitionForm):
    name, title, stages = "ask", _("信访人申请复查"), (Stage.ANSWERED,)
    asked_at = moment_field(_("申请时间"), initial=local_now)
    text = forms.CharField(label=_("申请的理由"), max_length=1000, required=False)

    def do(self) -> None:
        given = self.cleaned_data
        actions.ask_review(self.petition, given["asked_at"], given["text"], by=self.by)


class AskRereviewForm(AskReviewForm):
    name, title, stages = "ask-again", _("信访人申请复核"), (Stage.REVIEWED,)

    def do(self) -> None:
        given = self.cleaned_data
        actions.ask_rereview(self.petition, given["asked_at"], given["text"], by=self.by)


class ReviewForm(PetitionForm):
    name, title, stages, main = "review", _("复查、复核意见"), (Stage.IN_REVIEW, Stage.IN_REREVIEW), True
    opinion = text_field(_("意见"), rows=4, max_length=5000)

    def do(self) -> None:
        actions.review(self.petition, self.cleaned_data["opinion"], by=self.by)


EVERY: tuple[type[PetitionForm], ...] = (
    AcceptForm,
    AnswerForm,
    ReviewForm,
    VerifyForm,
    ExplainForm,
    ExtendForm,
    NotAcceptForm,
    AskReviewForm,
    AskRereviewForm,
)


def open_forms(petition: Petition, stage: Stage, by: Actor) -> dict[str, PetitionForm]:
    """The forms of what may be done at a stage."""
    return {kind.name: kind(petition, by) for kind in EVERY if stage in kind.stages}
