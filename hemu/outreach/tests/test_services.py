"""便民: opened, closed with a result, seen by those whose area it is."""

from __future__ import annotations

import pytest

from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.ids import new_id
from hemu.outreach.actions import close_service, open_service
from hemu.outreach.models import ServiceKind, ServiceResult, SmallService

pytestmark = pytest.mark.django_db
GRID = 522725106201001


def service(by, **over):
    parts = {
        "kind": ServiceKind.PAPERS,
        "region": GRID,
        "for_whom": "韦阿婆",
        "text": "行动不便，请把身份证送上门",
        "phone": "138-0000-3333",
    }
    return open_service(**{**parts, **over}, by=by)


@pytest.mark.req("V1")
def test_a_service_is_opened_and_closed_with_a_result(cast):
    row = service(cast.auxiliary)
    assert SmallService.objects.visible_to(cast.officer).get().phone == "13800003333"
    done = close_service(row, ServiceResult.DONE, "已送到家中", by=cast.auxiliary)
    assert (done.result, done.closed_by) == (ServiceResult.DONE, "杨秀芬")
    with pytest.raises(Conflict):
        close_service(row, ServiceResult.DONE, "又送一次", by=cast.auxiliary)


@pytest.mark.req("V1")
@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"for_whom": " "}, "for_whom"),
        ({"text": ""}, "text"),
        ({"phone": "12"}, "phone"),
        ({"region": 0}, "region"),
    ],
)
def test_what_is_wrong_is_said_by_field(cast, over, field):
    with pytest.raises(Refused) as refused:
        service(cast.auxiliary, **over)
    assert refused.value.field == field


def test_closing_needs_a_result_and_words(cast):
    row = service(cast.auxiliary)
    with pytest.raises(Refused):
        close_service(row, ServiceResult.OPEN, "还没办", by=cast.auxiliary)
    with pytest.raises(Refused):
        close_service(row, ServiceResult.DONE, " ", by=cast.auxiliary)


def test_strangers_and_double_clicks(cast):
    number = new_id()
    row = service(cast.auxiliary, service_id=number)
    assert service(cast.auxiliary, service_id=number).id == row.id
    with pytest.raises(Conflict):
        service(cast.cadre, service_id=number)
    with pytest.raises(Missing):
        close_service(row, ServiceResult.DONE, "办了", by=cast.stranger)
    with pytest.raises(Forbidden):
        service(cast.stranger)
