"""What is kept of syncing only as long as a phone may ask again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.field import drafts
from hemu.field.forgetting import forget_old
from hemu.field.models import Envelope, Item, Upload
from hemu.field.tests.phone import made_id, visit_data
from hemu.field.tests.test_uploads import announced, photo
from hemu.jobs.daily import forget_phones_sendings
from hemu.kernel import clock

pytestmark = pytest.mark.req("S15")


def test_answers_and_unfinished_files_are_forgotten_after_a_month_and_items_never(phone):
    visit = phone.item("visit", visit_data(phone))
    hazard = phone.item("hazard", {"region": "522725106201001", "text": "电线老化", "found_at": phone.now})
    phone.sync(visit, hazard)
    content = photo()
    told = announced(content, made_id())
    phone.post("/uploads", told)
    phone.post(f"/uploads/{told['id']}/chunk?offset=0", raw=content[:100])
    phone.upload(photo("red"), visit["id"])
    assert forget_old() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert forget_phones_sendings.run() == 2
        assert not Envelope.objects.exists()
        assert drafts.read(int(told["id"])) == b""
        assert Upload.objects.count() == 1
        assert Item.objects.count() == 1
        assert [result["status"] for result in phone.sync(visit, hazard)] == ["already", "already"]
