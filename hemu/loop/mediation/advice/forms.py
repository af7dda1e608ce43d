"""The forms of advice and of discussions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import local_now, moment_field, text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.wording import sentences
from hemu.loop.mediation.advice import actions, queries
from hemu.loop.mediation.advice.actions import NewDiscussion, NewOpinion
from hemu.orgs.models import Post, Unit
from hemu.orgs.permissions import Permission


class AskForm(ActForm):
    """Ask a lawyer on a dispute."""

    act = Act.CONSULT
    title = _("向律师咨询")
    template = "advice/ask.html"
    lead = _("律师在答复之前可以看到这件纠纷，答复之后看不到。有利益冲突的律师不能选。")
    button = _("发给律师")
    done = _("已发给律师，答复会记入台账。")

    lawyer = forms.TypedChoiceField(label=_("律师"), coerce=int, widget=forms.RadioSelect)
    question = text_field(
        _("问题"), rows=5, max_length=3000, help_text=_("写清要律师判断什么，附上争议的焦点。")
    )

    def prepare(self) -> None:
        self.by.require(Permission.MEDIATE)
        every = [
            (post, actions.against(self.dispute, post)) for post in queries.for_unit(self.dispute, self.by)
        ]
        self.posts = {post.pk: post for post, why in every if not why}
        self.left_out = [(post, sentences(why)) for post, why in every if why]
        field: Any = self.fields["lawyer"]
        field.choices = [(pk, f"{post.person.name} · {post.unit.name}") for pk, post in self.posts.items()]

    def context(self) -> dict[str, Any]:
        return {"left_out": self.left_out, "nobody": not self.posts}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        actions.ask(self.dispute, self.posts[given["lawyer"]], given["question"], by=self.by, seen=seen)
        return self.dispute


class WithdrawForm(ActForm):
    """The question isn't asked any more."""

    act = Act.CONSULT
    title = _("撤回咨询")
    lead = _("撤回后律师看不到这件纠纷。")
    button = _("撤回")
    done = _("已撤回。")
    stop = True

    def prepare(self) -> None:
        self.by.require(Permission.MEDIATE)

    def do(self, seen: int | None) -> Dispute:
        actions.withdraw(self.dispute, self.more["question_id"], by=self.by, seen=seen)
        return self.dispute


class AnswerForm(forms.Form):
    """The lawyer's answer."""

    answer = text_field(_("答复"), rows=8, max_length=8000)
    basis = text_field(_("法律依据"), rows=3, max_length=2000, help_text=_("逐条写法律、条款。"))
    checked = forms.BooleanField(
        label=_("已核对：本人和所在机构没有代理任何一方，与各方当事人没有利益冲突"), required=False
    )


class DeclineForm(forms.Form):
    why = text_field(_("是什么利益冲突"), rows=2, max_length=500)


class DiscussForm(ActForm):
    """A collective discussion of a hard dispute."""

    act = Act.DISCUSS
    title = _("集体讨论")
    lead = _("疑难复杂的纠纷集体讨论：逐人记下意见，写明结论；有不同意见的也记下。")
    button = _("记入台账")
    done = _("已记入台账。讨论记录可以在文书里打印。")
    wide = True

    held_at = moment_field(_("时间"), initial=local_now)
    place = forms.CharField(label=_("地点"), max_length=200)
    presiding = forms.CharField(label=_("主持人"), max_length=80)
    why = text_field(_("疑难在哪里"), rows=3, max_length=2000)
    opinions = text_field(
        _("逐人的意见"), rows=8, max_length=12000,
        help_text=_("每行一人：姓名 单位职务：意见。保留不同意见的，在姓名前加“*”。"),
    )  # fmt: skip
    conclusion = text_field(_("讨论结论"), rows=4, max_length=5000)
    follows = text_field(_("下一步"), rows=2, max_length=2000, required=False)
    hard = forms.BooleanField(label=_("同时标注为疑难复杂"), required=False)

    def prepare(self) -> None:
        self.initial.update({"place": self.by.unit_name, "presiding": self.by.name})
        if self.dispute.hard or not self.by.may(Permission.CLOSE):
            del self.fields["hard"]

    def do(self, seen: int | None) -> Dispute:
        given = dict(self.cleaned_data)
        given.pop("seen")
        opinions = parse_opinions(given.pop("opinions"))
        actions.discuss(self.dispute, NewDiscussion(**given, opinions=opinions), by=self.by, seen=seen)
        return self.dispute


def parse_opinions(text: str) -> list[NewOpinion]:
    """One participant a line: “*姓名 单位职务：意见”."""
    found = []
    for line in text.replace(":", "：").splitlines():
        head, _colon, said = line.strip().partition("：")
        name, _space, unit = head.strip().lstrip("*").partition(" ")
        if name:
            found.append(NewOpinion(name[:80], said, unit.strip()[:120], head.strip().startswith("*")))
    return found


class RetainForm(forms.Form):
    post = forms.ModelChoiceField(label=_("律师"), queryset=Post.objects.none(), empty_label="—")
    unit = forms.ModelChoiceField(label=_("对口单位"), queryset=Unit.objects.none(), empty_label="—")

    def __init__(self, *args: Any, posts: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        post: Any = self.fields["post"]
        post.queryset = posts
        post.label_from_instance = lambda one: f"{one.person.name} · {one.unit.name}"
        unit: Any = self.fields["unit"]
        unit.queryset = units
