"""The command's work: keys of disputes that have none, and weights from the office's own decisions."""

from __future__ import annotations

import pytest

from hemu.cli.main import main
from hemu.disputes.models import LinkKind
from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Refused
from hemu.loop.screening.links import rekeying, trained, training
from hemu.loop.screening.links.models import Key, Proposal, Status, Trained
from hemu.loop.screening.links.tests import situations as given
from hemu.loop.screening.links.weights import shipped
from hemu.orgs.actor import system_actor

pytestmark = [pytest.mark.django_db, pytest.mark.req("S13")]
OFFICE = system_actor("训练")


@pytest.fixture(autouse=True)
def _own_weights():
    trained.forget()
    yield
    trained.forget()


def values() -> set[tuple[int, int]]:
    return set(Key.objects.unscoped(reason="a test").values_list("dispute_id", "value"))


def test_keys_that_are_missing_are_written_as_registering_writes_them(cast, capsys):
    one, two = given.first(cast), given.again(cast)
    before = values()
    Key.objects.of(one.county, one.pk).delete()
    assert main(["links", "keys"]) == 0
    assert "keys of 1 disputes" in capsys.readouterr().out
    assert values() == before
    assert rekeying.rekey() == 0
    assert rekeying.rekey(again=True) == 2
    assert values() == before
    assert two.pk


def test_old_ledgers_are_put_before_the_sweep(cast):
    from hemu.outbox.models import Row, Topic

    given.first(cast)
    given.again(cast)
    Row.objects.filter(topic=Topic.LINKS).delete()
    Key.objects.unscoped(reason="a test").delete()
    assert given.swept() == []
    assert rekeying.rekey(propose=True) == 2
    assert len(given.swept()) == 1


def decided(many: int, status: Status, **levels: str) -> None:
    """As many decided proposals with these levels."""
    start = Proposal.objects.unscoped(reason="a test").count() + 1
    kind = LinkKind.DUPLICATE if status == Status.CONFIRMED else None
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    Proposal.objects.bulk_create(
        Proposal(
            county=522725, dispute_id=_number(), other_county=522725, other_id=n, region=0, other_region=0,
            kind=LinkKind.DUPLICATE, chance=0.9, grounds={"levels": levels}, status=status, decided_kind=kind,
            made_at=clock.now(),
        )
        for n in range(start, start + many)
    )  # fmt: skip


def _number() -> int:
    from hemu.disputes.models import Dispute

    return Dispute.objects.unscoped(reason="a test").get().pk


def test_refusals_teach(cast):
    """An office whose same-village, same-kind pairs are mostly refused learns that these say little."""
    given.first(cast)
    fooled = {
        "parties": "maybe+none",
        "place": "grid",
        "kind": "same",
        "days": "week",
        "text": "much",
        "spot": "same",
    }
    decided(80, Status.REFUSED, **fooled)
    decided(40, Status.CONFIRMED, parties="sure+sure", place="grid", kind="same", days="week")
    before = shipped().matter.total(fooled)[0]
    learned = training.train(by=OFFICE)
    assert (learned.confirmed, learned.refused) == (40, 80)
    assert learned.right_after >= learned.right_before
    now = trained.weights_in_force()
    assert now.matter.total(fooled)[0] < before
    assert now.person == shipped().person
    assert Trained.objects.get().made_by == "训练"


def test_a_few_decisions_teach_nothing(cast):
    given.first(cast)
    decided(10, Status.REFUSED, parties="sure+sure")
    with pytest.raises(Refused, match="至少"):
        training.train(by=OFFICE)
    assert trained.weights_in_force() is shipped()


def test_only_who_keeps_the_rules_may_train(cast):
    with pytest.raises(Forbidden):
        training.train(by=cast.officer)
