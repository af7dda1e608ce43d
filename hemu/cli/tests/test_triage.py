"""``hemu triage``: from an office's confirmed disputes to proposals in use."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from hemu.cli.main import main
from hemu.disputes.models import Dispute
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.loop.assessment.rating import confirm
from hemu.triage import store
from hemu.triage.tests.tellings import STREAM, two_offices, valley

pytestmark = [pytest.mark.django_db, pytest.mark.req("A4")]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.TRIAGE_FOLDER = tmp_path / "triage"
    store.forget()
    yield
    store.forget()


def printed(capsys, *words: str) -> dict:
    assert main(["triage", *words]) == 0
    return json.loads(capsys.readouterr().out)


def confirmed(cast, most: int) -> None:
    """As many disputes of the valley's two kinds, alternating, each with its rating confirmed."""
    told = valley()
    half = len(told) // 2
    for one in [each for pair in zip(told[:half], told[half:], strict=True) for each in pair][:most]:
        new = replace(
            report(), narrative=one.text, kind=int(one.label), parties=tuple(map(NewParty, one.names))
        )
        confirm(register(new, by=cast.officer), by=cast.officer)


def test_too_few_confirmed_disputes_leave_the_lexicon(cast, capsys):
    confirmed(cast, 2)
    assert main(["triage", "train"]) == 1
    assert "until then the lexicon alone proposes" in capsys.readouterr().err
    assert printed(capsys, "models")["in_use"] == "the lexicon alone"


def test_trained_on_confirmed_disputes_and_in_use_at_once(cast, capsys):
    confirmed(cast, 60)
    unrated = register(replace(report(), narrative="只登记了的一件"), by=cast.officer)
    made = printed(capsys, "train")
    assert (made["model"], made["examples"]) == (1, 60)
    assert made["labels"] == {"0201": 30, "0203": 30}
    assert unrated.pk in set(Dispute.objects.unscoped(reason="a test").values_list("pk", flat=True))
    found = printed(capsys, "propose", "轮水牌不见了,坡脚的秧田等不到水。")
    assert (found["kind"]["code"], found["model"]) == (STREAM, 1)
    [model] = printed(capsys, "models")["models"]
    assert (model["model"], model["in_use"]) == (1, True)


def test_evaluated_on_the_offices_own(cast, capsys):
    confirmed(cast, 70)
    found = printed(capsys, "evaluate", "--folds", "4")
    assert (found["examples"], found["labels"]) == (70, 2)
    assert set(found["cross_validation"]) == {"tested", "ours", "lexicon_alone", "baseline"}
    assert found["taken_at_registration"] == {"kind": {}, "facts": {}}


def test_evaluated_on_a_file_by_source(capsys, tmp_path):
    lines = [
        json.dumps({"text": each.text, "label": each.label, "source": each.source}, ensure_ascii=False)
        for each in two_offices()
    ]
    (tmp_path / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = printed(capsys, "evaluate", "--texts", str(tmp_path / "texts.jsonl"))
    assert set(found["other_source"]) == {"上乡", "下乡"}
    assert main(["triage", "evaluate", "--texts", str(tmp_path / "texts.jsonl"), "--sample", "40"]) == 1
    assert "too few" in capsys.readouterr().err
