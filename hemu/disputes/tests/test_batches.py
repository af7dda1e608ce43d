"""A batch of registrations: all together, or each refused by itself; as one by one would have left them."""

from __future__ import annotations

import pytest
from django.db import transaction

from hemu.disputes import ledger, writing
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.models import Clock, Dispute, Entry, Involvement, Party
from hemu.disputes.queries import Filter, listed
from hemu.disputes.registration import register, register_many
from hemu.disputes.tests.reports import SIBLING_VILLAGE, report
from hemu.kernel.errors import Forbidden, Refused
from hemu.outbox.models import Row
from hemu.tally import audit, projector


def rows_of(dispute) -> list[int]:
    kinds = (Party, Involvement, Clock, Entry)
    return [kind.objects.of(dispute).count() for kind in kinds]


def test_a_batch_leaves_what_one_by_one_leaves(cast, django_assert_max_num_queries):
    alone = register(report(), by=cast.officer)
    with django_assert_max_num_queries(20):
        many = register_many([report(title=f"第{n}件") for n in range(20)], by=cast.officer)
    assert [one.title for one in many if isinstance(one, Dispute)] == [f"第{n}件" for n in range(20)]
    for one in many:
        found = Dispute.objects.visible_to(cast.officer).get(pk=one.pk)
        assert rows_of(found) == rows_of(alone)
        assert (found.ledger_seq, found.due_at) == (1, one.due_at)
    assert Row.objects.count() == 3 * 21
    assert listed(Filter(text="张大山"), by=cast.officer).count() == 21
    assert ledger.verify().faults == []
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []


def test_the_columns_of_a_batch_are_those_of_one_by_one(cast):
    """A batch goes over as JSON, one by one as parameters: sealed, dated and empty columns alike."""
    alone = register(report(), by=cast.officer)
    [among_many] = register_many([report()], by=cast.officer)
    own = {
        "id",
        "ref",
        "opened_at",
        "due_at",
        "data_key",
        "ledger_hash",
        "dispute_id",
        "started_at",
        "next_at",
    }
    own |= {"since", "added_at", "at", "hash", "sealed", "prev_hash", "search"}
    for model in (Dispute, Party, Involvement, Clock, Entry):
        key = "pk" if model is Dispute else "dispute_id"
        rows = model.objects.unscoped(reason="a test").order_by("id")
        one, two = (list(rows.filter(**{key: dispute.pk}).values()) for dispute in (alone, among_many))
        for row in (*one, *two):
            for name in own:
                row.pop(name, None)
        assert one == two, model
    assert ledger.unseal(among_many, Entry.objects.of(among_many).get())["parties"] == ["张大山", "李长河"]


def test_one_refused_leaves_nothing_and_holds_up_nobody(cast):
    news = [
        report(),
        report(kind=9876),
        report(region=SIBLING_VILLAGE),
        report(facts={"no_such": 1}),
        report(),
    ]
    results = register_many(news, by=cast.officer)
    assert [type(result) for result in results] == [Dispute, Refused, Forbidden, Refused, Dispute]
    assert Dispute.objects.unscoped(reason="a test").count() == 2
    assert Party.objects.unscoped(reason="a test").count() == 4
    assert Row.objects.count() == 3 * 2
    assert ledger.verify().faults == []


@pytest.mark.django_db(transaction=True)
def test_when_the_batch_fails_nothing_of_it_is_kept(cast, monkeypatch):
    def broken(model, rows):
        if model is Entry:
            raise RuntimeError("the disk is full")
        model._default_manager.bulk_create(rows)

    monkeypatch.setattr(writing, "_write_all", broken)
    with pytest.raises(RuntimeError):
        register_many([report(), report()], by=cast.officer)
    assert not Dispute.objects.unscoped(reason="a test").exists()
    assert not writing.is_gathering()


def test_rows_kept_for_the_end_go_in_with_the_transaction_and_nothing_else_waits(cast):
    with transaction.atomic(), writing.kept_for_the_end(Row):
        first = register(report(), by=cast.officer)
        register(report(), by=cast.officer)
        assert Entry.objects.of(first).count() == 1
        assert not Row.objects.exists()
    assert Row.objects.count() == 2 * 3


def test_when_the_acts_fail_their_kept_rows_are_gone_with_them(cast):
    with pytest.raises(Forbidden), transaction.atomic(), writing.kept_for_the_end(Row):
        register(report(), by=cast.officer)
        register(report(region=SIBLING_VILLAGE), by=cast.officer)
    assert not Row.objects.exists()
    assert not Dispute.objects.unscoped(reason="a test").exists()
