"""What a party sees and can do, a class a screen. Each shows its question, or does what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms as django_forms
from django.utils.translation import gettext as _

from hemu.disputes.models import State
from hemu.kernel.errors import Conflict, Refused
from hemu.loop.followup.answers import link_for
from hemu.loop.mediation import rights
from hemu.portal import floods
from hemu.portal.parties import actions, codes, forms, naming, papers, passes
from hemu.portal.parties.actions import Asking
from hemu.portal.parties.codes import Entered
from hemu.portal.parties.models import PERSONAL, Column, Kind, Request, Status
from hemu.portal.parties.words import standing
from hemu.portal.words import say
from hemu.privacy.queries import emergencies_of, openings_of_party
from hemu.privacy.showing import post_label

Posted = Mapping[str, str]


class Screen:
    """One screen. `held` None means that its reader went out."""

    name: ClassVar[str] = ""
    template: str = "parties/home.html"

    def __init__(self, posted: Posted, held: passes.Pass) -> None:
        self.posted = posted
        self.held: passes.Pass | None = held
        self.who: Entered = held.who
        self.secret = held.secret
        self.form: django_forms.Form | None = None
        self.context: dict[str, Any] = {}
        self.error = self.done = ""
        self.status = 200

    @property
    def is_sent(self) -> bool:
        """Whether the question was answered, and not only opened."""
        return bool(self.posted.get("send"))

    def run(self) -> Screen:
        """Show it. For subclasses that do something as well: do it."""
        self.context = self.look()
        return self

    def look(self) -> dict[str, Any]:
        """What the template needs."""
        return {}

    def tried(self, form: django_forms.Form) -> bool:
        """Whether the form was sent and does what it says; else it is shown, with what is wrong."""
        self.form = form
        if not self.is_sent:
            return False
        if not form.is_valid():
            self.status = 422
            return False
        try:
            too_much = _("您刚才发得太快了，请过一分钟再按一次“发送”。")
            floods.pass_through(floods.FOLLOWING, f"party:{self.who.party.pk}", too_much)
            self.do(form.cleaned_data)
        except Conflict as conflict:
            if conflict.code != "sent_already":
                self.error, self.status = str(conflict), conflict.status
                return False
        except Refused as refused:
            self.error, self.status = str(refused), refused.status
            return False
        return True

    def do(self, given: dict[str, Any]) -> None:
        """Do what was answered. For subclasses."""
        raise NotImplementedError

    def home(self, done: str) -> Screen:
        """Back to the first page, with a word of what was done."""
        again = Home(self.posted, passes.fresh(_renewed(self.who)))
        again.done = done
        return again.run()


def _renewed(who: Entered) -> Entered:
    """The same party, with the dispute as it is now."""
    return codes.again(bytes(who.code.hash)) or who


class Home(Screen):
    """Where it stands, and everything that can be done from here."""

    def look(self) -> dict[str, Any]:
        dispute, party = self.who.dispute, self.who.party
        asked = Request.objects.of(dispute).filter(party_id=party.pk).order_by("-at", "-id")
        return {
            "standing": standing(dispute),
            "answer_at": link_for(dispute, party),
            "can_end": dispute.state in actions.CAN_END,
            "can_choose": dispute.state in naming.CAN_CHOOSE,
            "can_refuse": dispute.state == State.MEDIATING,
            "asked": [(one, say(one.at), say(one.due_at)) for one in asked],
            "open": Status.OPEN,
            "emergencies": len(emergencies_of(dispute)),
        }


class Papers(Screen):
    """The papers that are the party's own."""

    name = "papers"
    template = "parties/papers.html"

    def look(self) -> dict[str, Any]:
        return {"papers": papers.own(self.who)}


class Rights(Screen):
    """The rights, and the other ways, at every stage."""

    name = "rights"
    template = "parties/rights.html"

    def look(self) -> dict[str, Any]:
        return {
            "parts": rights.notice_for(self.who.dispute.kind),
            "ways": [label for _code, label in actions.other_ways()],
            "court": rights.COURT_IS_OPEN,
        }


class Seen(Screen):
    """Who opened the party's fields: unit and post, when, what for. What an emergency was is said by its
    kind alone, since its words may tell of the other party.
    """

    name = "seen"
    template = "parties/seen.html"

    def look(self) -> dict[str, Any]:
        rows = openings_of_party(self.who.dispute, self.who.party.pk)
        return {
            "openings": [(one, say(one.at), post_label(one.role)) for one in rows],
            "emergencies": [
                (one, say(one.at), post_label(one.role)) for one in emergencies_of(self.who.dispute)
            ],
        }


class End(Screen):
    """No more mediation: it stops at once."""

    name = "end"
    template = "parties/end.html"

    def run(self) -> Screen:
        if self.tried(forms.EndForm(self.posted if self.is_sent else None)):
            return self.home(
                _("调解已经停止，记进了台账。您可以走别的办法，下面的“我的权利和别的办法”里写着。")
            )
        self.context = {"can_end": self.who.dispute.state in actions.CAN_END}
        return self

    def do(self, given: dict[str, Any]) -> None:
        actions.end_mediation(self.who, given["text"])


class Correct(Screen):
    """Something about oneself is wrong: which, then what it should be."""

    name = "correct"
    template = "parties/question.html"

    def run(self) -> Screen:
        if "column" not in self.posted:
            self.form = forms.ColumnForm()
            return self._titled()
        first = forms.ColumnForm(self.posted)
        if not first.is_valid():
            self.form, self.status = first, 422
            return self._titled()
        kind = forms.OtherForm if first.cleaned_data["column"] == Column.OTHER else forms.CorrectForm
        typed = self.posted if self.is_sent else None
        second = kind(typed, initial={"column": first.cleaned_data["column"]})
        if self.tried(second):
            return self.home(_("收到了。办理单位核实后答复您，原来的记录会留着。"))
        self.context["last"] = True
        return self._titled(Column(first.cleaned_data["column"]))

    def _titled(self, column: Column | None = None) -> Screen:
        self.context["lead"] = column.label if column else _("只能更正您自己的信息。")
        self.context.setdefault("last", False)
        return self

    def do(self, given: dict[str, Any]) -> None:
        asking = Asking(
            Kind.CORRECT,
            text=given.get("text", ""),
            column=Column(given["column"]),
            becomes=given.get("becomes", ""),
            token=self.secret,
        )
        actions.ask(self.who, asking)


class Mediator(Screen):
    """Choose a mediator, or don't accept one."""

    name = "choose"
    kind: ClassVar[Kind] = Kind.CHOOSE
    template = "parties/question.html"

    def run(self) -> Screen:
        names = naming.mediators(self.who.dispute, self.kind)
        self.context = {"last": True, "lead": self.lead() if names else self.nobody()}
        if not names:
            return self
        form = forms.MediatorForm(names, self.question(), self.posted if self.is_sent else None)
        if self.tried(form):
            return self.home(_("收到了。办理单位会安排，结果写在这里。"))
        return self

    def question(self) -> str:
        """What is asked."""
        return _("您想请谁来调解？")

    def lead(self) -> str:
        """What is said before."""
        return _("由双方选定，或者由调委会指定，双方都有权接受或者不接受（人民调解法第十九条、第二十三条）。")

    def nobody(self) -> str:
        """What is said when there is nobody."""
        return _("现在没有别的调解员可以选，请直接和办理单位说。")

    def do(self, given: dict[str, Any]) -> None:
        actions.ask(self.who, Asking(self.kind, person_id=given["person"], token=self.secret))


class Refuse(Mediator):
    """Not this mediator."""

    name = "refuse"
    kind = Kind.REFUSE

    def question(self) -> str:
        return _("您不同意由谁来调解？")

    def lead(self) -> str:
        return _("不用说理由。办理单位会换人，换好之前可以不参加调解。")

    def nobody(self) -> str:
        return _("现在还没有确定调解员。")


class Data(Screen):
    """A copy of one's information, deleting, objecting, explaining (个人信息保护法44–48)."""

    name = "data"
    template = "parties/question.html"

    def run(self) -> Screen:
        self.context = {"last": False, "lead": _("这些权利不收费。不同意的，会告诉您理由。")}
        if "kind" not in self.posted:
            self.form = forms.RequestForm()
            return self
        first = forms.RequestForm(self.posted)
        if not first.is_valid():
            self.form, self.status = first, 422
            return self
        kind = Kind(first.cleaned_data["kind"])
        self.context |= {"last": True, "lead": kind.label}
        if kind == Kind.COPY:
            return self._copy(first)
        second = forms.WhyForm(self.posted if self.is_sent else None, initial={"kind": int(kind)})
        return self.home(_("收到了，会按时答复您。")) if self.tried(second) else self

    def _copy(self, form: django_forms.Form) -> Screen:
        """Nothing more is asked."""
        self.posted = {**dict(self.posted.items()), "send": "1"}
        return self.home(_("收到了。办理单位同意后，您可以在这里下载。")) if self.tried(form) else self

    def do(self, given: dict[str, Any]) -> None:
        kind = Kind(given["kind"])
        if kind not in PERSONAL:
            raise Refused(_("请选一项。"), field="kind", code="required")
        actions.ask(self.who, Asking(kind, text=given.get("text", ""), token=self.secret))


class Say(Screen):
    """Something that the office should know."""

    name = "say"
    template = "parties/question.html"

    def run(self) -> Screen:
        self.context = {"last": True, "lead": ""}
        if self.tried(forms.SayForm(self.posted if self.is_sent else None)):
            return self.home(_("收到了，已经记进台账。"))
        return self

    def do(self, given: dict[str, Any]) -> None:
        actions.ask(self.who, Asking(Kind.SAY, text=given["text"], token=self.secret))


class Complain(Screen):
    """A complaint about the unit, which another one looks at."""

    name = "complain"
    template = "parties/question.html"

    def run(self) -> Screen:
        unit = actions.unit_to_complain_of(self.who.dispute)
        self.context = {"last": False, "lead": _("投诉：%(unit)s") % {"unit": unit.name} if unit else ""}
        if unit is None:
            self.context["lead"] = _("现在还没有单位办理这件事。要投诉别的，请打 12345。")
            return self
        if "kind" not in self.posted:
            self.form = forms.ComplainForm()
            return self
        first = forms.ComplainForm(self.posted)
        if not first.is_valid():
            self.form, self.status = first, 422
            return self
        self.context["last"] = True
        kind = first.cleaned_data["kind"]
        second = forms.ComplaintForm(self.posted if self.is_sent else None, initial={"kind": kind})
        return self.home(_("投诉收到了，由另一个单位来查，按时答复您。")) if self.tried(second) else self

    def do(self, given: dict[str, Any]) -> None:
        actions.complain_of_unit(self.who, given["kind"], given["text"])


class Leave(Screen):
    """Out: nothing stays on the telephone."""

    name = "leave"

    def run(self) -> Screen:
        self.held = None
        return self


SCREENS: dict[str, type[Screen]] = {
    one.name: one
    for one in (
        *(Home, Papers, Rights, Seen, End, Correct, Mediator, Refuse, Data, Say, Complain),
        Leave,
    )
}
