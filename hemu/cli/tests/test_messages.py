"""Collecting the texts that users read, from Python and from templates."""

from __future__ import annotations

import io

from babel.messages.pofile import write_po

from config import env
from hemu.cli import messages


def extracted(template: str) -> list[object]:
    return [
        found[2]
        for found in messages.extract_template(io.BytesIO(template.encode()), messages.KEYWORDS, (), {})
    ]


def test_texts_of_a_template():
    template = """
      {% load i18n %}<p title="{% trans '标题' %}">
        {% blocktranslate trimmed count n=rows|length %}
          一条记录
        {% plural %}
          {{ n }} 条记录
        {% endblocktranslate %}
      </p>
          {% translate "缩进的'引号'" %} {{ _("变量") }}
    """
    found = extracted(template)
    assert "标题" in found
    assert ("一条记录", "%(n)s 条记录", None) in found
    assert "缩进的'引号'" in found
    assert "变量" in found


def test_texts_of_the_product():
    found = {message.id for message in messages.found_messages()}
    assert "网格员" in found


def test_a_catalogue_round_trip(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "_path", lambda language: tmp_path / language / "django.po")
    monkeypatch.setattr(env, "ROOT", tmp_path)
    catalogue = messages._read("en")
    catalogue.add("网格员", "grid member")
    catalogue.add("没有译", "")
    (tmp_path / "en").mkdir()
    with (tmp_path / "en" / "django.po").open("wb") as file:
        write_po(file, catalogue)
    assert messages._missing(messages._read("en")) == ["没有译"]
    assert messages._compile("en") == 0
    assert (tmp_path / "en" / "django.mo").read_bytes()[:4] == b"\xde\x12\x04\x95"
