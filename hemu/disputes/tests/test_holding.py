"""A unit that still holds disputes isn't closed."""

from __future__ import annotations

import pytest

from hemu.disputes.tests import factories
from hemu.kernel.errors import Refused
from hemu.orgs.actions import units
from hemu.orgs.tests.cast import Cast


@pytest.mark.req("O2")
def test_a_unit_is_closed_only_when_it_holds_nothing(cast: Cast) -> None:
    factories.received(cast)
    with pytest.raises(Refused, match="1 件未办结"):
        units.close_unit(cast.committee, by=cast.administrator, reason="撤并")
    assert not units.close_unit(cast.forestry_office, by=cast.administrator, reason="撤并").is_active
