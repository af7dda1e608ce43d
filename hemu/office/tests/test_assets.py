"""Addresses of what the front-end build made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hemu.office.components import assets


def test_names_follow_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = tmp_path / "assets.json"
    monkeypatch.setattr(assets, "BUILT", built)
    assert assets.asset("main.js") == "/static/dist/main.js"
    built.write_text(json.dumps({"main.js": "main-0123abcd.js"}))
    assert assets.asset("main.js") == "/static/dist/main-0123abcd.js"


def test_an_icon_is_decoration_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in assets.icon("bell")
    named = assets.icon("bell", label="<消息>")
    assert 'aria-label="&lt;消息&gt;"' in named
    assert "aria-hidden" not in named
