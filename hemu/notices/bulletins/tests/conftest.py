"""The same channels as for notices."""

from __future__ import annotations

from hemu.notices.sending.tests.conftest import _patient, made, run, sign_in

__all__ = ["_patient", "made", "run", "sign_in"]
