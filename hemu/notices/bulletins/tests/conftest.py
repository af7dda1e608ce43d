"""The same channels as for notices."""

from __future__ import annotations

from hemu.notices.sending.tests.conftest import _quick, made, run, sign_in

__all__ = ["_quick", "made", "run", "sign_in"]
