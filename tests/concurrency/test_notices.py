"""Several workers deliver at once: every act is told, and told once."""

from __future__ import annotations

from collections import Counter

import pytest

from hemu.disputes.models import Dispute
from hemu.disputes.tests import factories
from hemu.documents.actions import attach
from hemu.documents.models import Attachment, Purpose
from hemu.kernel.errors import Refused
from hemu.notices import deliver_once
from hemu.notices.models import Notice, Reason
from hemu.orgs.tests.cast import Cast
from hemu.outbox.models import Row, Topic
from tests.concurrency.test_door_races import together

pytestmark = pytest.mark.django_db(transaction=True)


def everything() -> int:
    done = 0
    while taken := deliver_once(3):
        done += taken
    return done


def test_workers_share_the_outbox_and_tell_once(cast: Cast) -> None:
    routed = [factories.routed(cast) for _number in range(6)]
    waiting = Row.objects.filter(topic=Topic.NOTICE).count()
    answers = together(*[everything] * 4)
    assert sum(one for one in answers if isinstance(one, int)) == waiting
    told = Notice.objects.of_post(cast.posts["mediator"].pk).filter(reason=Reason.RECEIVE)
    assert Counter(told.values_list("dispute_id", flat=True)) == Counter(one.pk for one in routed)


def test_the_same_file_from_two_phones_is_kept_once(cast: Cast) -> None:
    dispute: Dispute = factories.registered(cast)

    def upload() -> object:
        return attach(dispute, "欠条.pdf", b"%PDF-1.7\n%%EOF", Purpose.EVIDENCE, by=cast.officer)

    answers = together(upload, upload)
    assert sum(isinstance(one, Attachment) for one in answers) == 1
    assert sum(isinstance(one, Refused) for one in answers) == 1
