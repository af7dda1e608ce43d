"""Every state is reached by acts of the cast."""

from __future__ import annotations

import pytest

from hemu.disputes.ledger import verify
from hemu.disputes.models import State
from hemu.disputes.tests.factories import at_state
from hemu.orgs.tests.cast import Cast


@pytest.mark.parametrize("state", [state for state in State if state != State.MERGED])
def test_the_cast_walks_a_dispute_to_every_state(cast: Cast, state: State) -> None:
    assert at_state(cast, state).state == state
    assert verify().faults == []
