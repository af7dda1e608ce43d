"""Blue and agreed; at the follow-up a threat: opened anew, red, mediated again, closed, and counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hemu.disputes import ledger
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute, Entry, State
from hemu.disputes.queries import get, parties
from hemu.disputes.tests.factories import agreed, agreement, asked, consents, session, sides
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.assessment import actions as assessment
from hemu.loop.followup import actions as followup
from hemu.loop.followup import answers, links
from hemu.loop.followup.models import Kept
from hemu.loop.followup.planning import LONGEST_GAP, waiting
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import Agreement, Promise
from hemu.loop.routing import actions as routing
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason
from hemu.orgs.tests.cast import Cast
from hemu.tally import audit, projector

LATER = timedelta(days=9)


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = False


def visited(cast: Cast, dispute: Dispute) -> Dispute:
    """The grid member goes there with the form, and hears of a threat."""
    client = Client()
    client.force_login(
        cast.people["grid_member"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    form = {
        "mode": 1, "done_at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}", "asked": 1,
        "party_id": sides(dispute)[1], "kept": 2, "answer": "他再堵一次我就跟他拼命", "satisfaction": 1,
        "smoulders": "扬言要报复", "signs": ["revenge_on_society"],
        "measures": "当场劝开，已报派出所，村组干部守着",
    }  # fmt: skip
    answer = client.post(f"{dispute.get_absolute_url()}follow-up/", form)
    assert answer.status_code == 302, answer.content.decode()
    return get(dispute.county, dispute.pk, by=cast.officer)


def again(cast: Cast, dispute: Dispute) -> Dispute:
    """Rated red by a person, led by the village's committee once more, mediated and performed."""
    dispute = assessment.confirm(dispute, by=cast.officer)
    dispute = routing.assign_internal(dispute, cast.committee, by=cast.officer)
    dispute = routing.receive(dispute, by=cast.mediator)
    dispute = mediation.apply(dispute, "请求再调", by=cast.mediator, party_ids=[sides(dispute)[0]])
    dispute = mediation.consent(dispute, consents(dispute), by=cast.mediator)
    dispute = mediation.accept(
        dispute, [cast.posts["mediator"]], by=cast.mediator, rights_told_at=clock.now()
    )
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    dispute = mediation.agree(dispute, agreement(dispute), by=cast.mediator)
    promise = Promise.objects.of(dispute).order_by("-id").first()
    assert promise is not None
    return mediation.perform(dispute, promise.pk, by=cast.mediator)


@pytest.mark.django_db
@pytest.mark.req("F3")
@pytest.mark.req("A3")
@pytest.mark.req("F7")
def test_a_relapse_from_blue_to_red_at_follow_up(cast: Cast) -> None:
    dispute = agreed(cast)
    assert (dispute.colour, dispute.state) == (Colour.BLUE, State.AGREED)
    old_link = links.token(dispute, parties(dispute)[0])
    with clock.at(clock.now() + LATER):
        dispute = visited(cast, dispute)
        assert (dispute.state, dispute.proposed_colour) == (State.REGISTERED, Colour.RED)
        assert not Agreement.objects.of(dispute).filter(ended_at=None).exists()
        assert waiting(dispute) is None
        assert links.read(old_link) is None
        while deliver_once():
            pass
        assert Notice.objects.filter(dispute_id=dispute.pk, reason=Reason.RELAPSED).exists()

        dispute = again(cast, dispute)
        assert dispute.colour == Colour.RED
        planned = waiting(dispute)
        assert planned is not None
        assert (planned.round, planned.targeted, planned.in_depth) == (2, True, True)
        assert (planned.due_on - clock.today()).days <= 7 <= LONGEST_GAP

        with pytest.raises(Refused):
            followup.close(dispute, "已解决", by=cast.coordinator)
        dispute = followup.follow_up(dispute, asked(dispute, smoulders="无"), by=cast.grid_member)
        token = links.token(dispute, parties(dispute)[1])
        held = links.read(token)
        assert held is not None
        answers.answer(held, answers.NewAnswer(Kept.KEPT, 4, b"journey"))
        dispute = get(dispute.county, dispute.pk, by=cast.coordinator)
        dispute = followup.close(dispute, "双方和好。", by=cast.coordinator)
    assert (dispute.state, dispute.colour) == (State.CLOSED, Colour.RED)
    assert Entry.objects.of(dispute).filter(act=Act.RELAPSE).count() == 1
    assert ledger.verify().faults == []
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []
