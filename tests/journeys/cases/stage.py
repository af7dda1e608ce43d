"""One village's offices, and everything that its people do there: by pages, by phone, over the API."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client

from hemu.api import keys
from hemu.api.tests.conftest import Outside
from hemu.demo.incidents.places import Place
from hemu.disputes.models import Dispute
from hemu.disputes.queries import parties
from hemu.field.tests.phone import Phone
from hemu.kernel import clock
from hemu.loop.mediation.models import AgreementForm, SignatureForm
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import Post, Role, UnitKind
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.orgs.queries import region
from tests.journeys.cases.paper import Paper, Typed

WHY = "a test reads back what was entered"
DRAWN = {"width": 300, "height": 120, "strokes": [[[10, 10], [60, 80], [110, 20]]]}


def moment(hours: float = 0) -> str:
    """A moment as a form takes it, so many hours from now."""
    return f"{clock.local(clock.now() + timedelta(hours=hours)):%Y-%m-%dT%H:%M}"


def the(dispute_id: int | str) -> Dispute:
    """A dispute as it now stands."""
    found: Dispute = Dispute.objects.unscoped(reason=WHY).get(id=int(dispute_id))
    return found


@dataclass
class Stage:
    """The offices of one case's place."""

    place: Place
    _browsers: dict[int, Client] = field(default_factory=dict)

    @property
    def officer(self) -> Post:
        return self.place.post(UnitKind.POLICE_STATION, Role.STATION_OFFICER)

    @property
    def head(self) -> Post:
        return self.place.post(UnitKind.POLICE_STATION, Role.STATION_HEAD)

    @property
    def coordinator(self) -> Post:
        return self.place.post(UnitKind.TOWNSHIP_CENTRE, Role.TOWNSHIP_COORDINATOR)

    @property
    def county_coordinator(self) -> Post:
        return self.place.post(UnitKind.COUNTY_CENTRE, Role.COUNTY_COORDINATOR)

    @property
    def cadre(self) -> Post:
        committee = self.place.staff.first(self.place.village, UnitKind.VILLAGE_COMMITTEE)
        return self.place.staff.of(committee, Role.VILLAGE_CADRE)

    @property
    def grid(self) -> str:
        return str(self.place.grid)

    def browser(self, post: Post) -> Client:
        """The browser of whoever holds a post."""
        if post.pk not in self._browsers:
            client = Client()
            client.force_login(post.person, backend=settings.AUTHENTICATION_BACKENDS[-1])
            self._browsers[post.pk] = client
        return self._browsers[post.pk]

    def open(self, post: Post, url: str) -> Paper:
        """What somebody sees at an address."""
        return Paper.open(self.browser(post), url)

    def outside(self, post: Post) -> Outside:
        """A system of another house that acts from a post, with a key of its own."""
        county = self.place.staff.county
        maker = Actor(0, "管理员", 0, 0, "", Role.ADMINISTRATOR, frozenset({Permission.MANAGE_ORGS}),
                      (county.span,), county.code)  # fmt: skip
        return Outside(
            keys.make("接处警系统", post, sorted(ROLE_PERMISSIONS[Role(post.role)]), by=maker).token
        )

    def phone(self, post: Post) -> Phone:
        """The phone of whoever holds a post."""
        phone = Phone()
        assert phone.enrol(post.person, post.pk).status_code == 201
        return phone

    # What several cases do.

    def incident(self, text: str, number: str, tier: int = 1) -> Paper:
        """The police's own system sends a call; the officer opens its page."""
        sent = {
            "number": number,
            "region": self.grid,
            "reported_at": (clock.now() - timedelta(hours=1)).isoformat(),
            "narrative": text,
            "tier": tier,
            "place": self.place.village.name,
        }
        police = self.outside(self.officer)
        answer = police.post("/incidents", sent)
        assert answer.status_code == 201, answer.content.decode()
        again = police.post("/incidents", sent)
        assert (again.status_code, again.json()["id"]) == (200, answer.json()["id"])
        return self.open(self.officer, "/incidents/{county}/{id}/".format(**answer.json()))

    def visit(self, whom: str, text: str, **over: Any) -> Paper:
        """The officer writes the thirteen items of a visit on its page."""
        typed: Typed = {
            "visitors": f"{self.officer.person.name}、驻村辅警",
            "started_at": moment(-1),
            "ended_at": moment(-0.2),
            "reason": "1",
            "object_kind": "1",
            "object_name": whom,
            "object_people": "4",
            "object_info": "户主在家务农，子女在外打工。",
            "region": self.grid,
            "place": f"{self.place.village.name}一组",
            "has_dispute": "on",
            "dispute_text": text,
            "publicity": "人民调解不收费，调不成可以去法院。",
            "done_on_spot": "听取各方说法，劝大家先冷静。",
            "result": "3",
            "what_follows": "登记为矛盾纠纷，按流程办理。",
        }
        return self.open(self.officer, "/visits/new/").send({**typed, **over})

    def dispute(self, record: Paper, kind: int, *between: str, **over: Any) -> Dispute:
        """Register what a record tells, from the button on its page; what it says is already filled in."""
        form = record.follow("/disputes/new/?")
        typed: Typed = {"kind": f"{kind:04d}"}
        for number, (name, side) in enumerate(zip(between, "12345", strict=False)):
            typed |= {f"parties-{number}-name": name, f"parties-{number}-side": min(int(side), 2)}
            typed |= {f"parties-{number}-kind": "1"}
        made = form.send({**typed, **over})
        return the(made.url.rstrip("/").rsplit("/", 1)[1])

    def act(self, post: Post, dispute: Dispute, page: str, typed: Typed | None = None) -> Dispute:
        """Do one act on its page."""
        self.open(post, f"{dispute.get_absolute_url()}{page}").send(
            typed or {"seen": the(dispute.pk).ledger_seq}
        )
        return the(dispute.pk)

    def rated(self, dispute: Dispute) -> Dispute:
        """The officer confirms the colour that the rules propose."""
        return self.act(self.officer, dispute, "rate/")

    def settled_on_the_spot(self, dispute: Dispute) -> Dispute:
        """The station keeps it, everybody consents and signs where they stand."""
        station = self.officer.unit_id
        dispute = self.act(self.officer, dispute, "route/?way=internal", {"unit": station})
        typed: Typed = {
            "requests": "请求说清先后。",
            "mediators": [self.officer.pk],
            "place": self.place.village.name,
            "record": "双方讲了经过，讲清规矩，都认理。",
            "form": AgreementForm.WRITTEN.value,
            "main_facts": dispute.narrative,
            "issues": "先后次序。",
            "content": "单日双日轮流。",
            "manner": "双方自行履行",
            "time_limit": "自签订之日起",
            "mediator_signed": "on",
            "sealed": "on",
        }
        for party in parties(dispute):
            typed |= {
                f"sign-{party.pk}": SignatureForm.FINGERPRINT.value,
                f"party-{party.pk}-own_will": "on",
            }
        return self.act(self.officer, dispute, "spot/", typed)

    def pushed(self, dispute: Dispute, lead: int, *joint: int) -> Dispute:
        """The station pushes it to the centre, which names who leads and who joins."""
        dispute = self.act(self.officer, dispute, "route/?way=vertical", {"reason": "涉及多家，请统筹。"})
        return self.act(
            self.coordinator,
            dispute,
            "name-units/",
            {"lead_unit": lead, "joint": list(joint), "reason": "联合调处"},
        )

    def prefecture(self) -> Post:
        """The coordinator of the prefecture's command office."""
        above = region(self.place.staff.county.code).parent
        assert above is not None
        return Post.objects.select_related("person", "unit").get(
            role=Role.PREFECTURE_COORDINATOR, unit__region=above
        )

    def by(self, post: Post) -> Actor:
        """The actor of a post, for reading back."""
        return actor_for(post)
