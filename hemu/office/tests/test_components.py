"""Badges, the loop, lists, charts and fields."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.html import conditional_escape

from hemu.disputes.models.choices import Colour, State
from hemu.office.components import badges, charts, lists, loopline
from hemu.office.components import forms as fields


def show(source: str, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    return Template("{% load hemu %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize("colour", list(Colour))
def test_a_rating_is_told_by_word_and_shape(colour: Colour) -> None:
    shown = badges.colour_badge(colour)
    assert str(colour.label) in shown
    shapes = {badges.SHAPES[name] for name in badges.NAMES.values()}
    assert len(shapes) == len(Colour)
    assert badges.SHAPES[badges.NAMES[colour]] in shown


def test_no_rating_reads_as_none() -> None:
    assert "未定级" in badges.colour_badge(None)
    with pytest.raises(ValueError, match="9"):
        badges.colour_badge(9)


def test_words_are_escaped() -> None:
    assert "<script>" not in badges.status("<script>")
    assert "<script>" not in badges.person("<script>", "<script>")
    assert "<script>" not in badges.empty("<script>", "/", "<script>")


def test_an_unknown_tone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="unknown tone"):
        badges.status("x", "red")


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("13885425521", "phone", "138****5521"),
        ("522725198203041234", "identity", "522725**********34"),
        ("王兴发", "name", "王**"),
        ("王", "name", "王*"),
        ("123", "phone", "1**"),
        ("", "phone", ""),
        (None, "phone", ""),
    ],
)
def test_masking(text: str | None, kind: str, shown: str) -> None:
    assert badges.masked(text, kind) == shown


@pytest.mark.parametrize("state", list(State))
def test_every_state_stands_somewhere_on_the_loop(state: State) -> None:
    line, marks = loopline.loop_line(state), loopline.loop_marks(state)
    here = loopline.position(state)
    assert line.count('aria-current="step"') == (1 if 0 <= here < loopline.CLOSED else 0)
    assert marks.count('class="past"') == max(here, 0)
    assert str(state.label) in loopline.state_badge(state)


def test_positions_never_go_back_along_the_loop() -> None:
    along = [loopline.position(state) for state in State if state != State.MERGED]
    assert along == sorted(along)


def test_notes_stand_under_the_stamps() -> None:
    assert "9月18日 周明" in loopline.loop_line(State.MEDIATING, ["9月18日 周明"])


def test_a_sortable_head_turns_round() -> None:
    assert lists.sort_link(QueryDict("colour=3&page=4"), "due") == ("?colour=3&sort=due", "")
    assert lists.sort_link(QueryDict("sort=due"), "due") == ("?sort=-due", "up")
    assert lists.sort_link(QueryDict("sort=-due"), "due") == ("?sort=due", "down")
    assert 'aria-sort="descending"' in show('{% sort_head "期限" "due" %}', "/?sort=-due")


def test_pagers_keep_the_filters() -> None:
    page = Paginator(range(95), 10).page(2)
    shown = show("{% pager page %}", "/?colour=3&page=2", page=page)
    assert 'href="?colour=3&amp;page=3"' in shown
    assert "共 95 条" in shown
    assert "第 2 / 10 页" in shown
    cursors = lists.KeysetPage((), next="abc")
    shown = show("{% pager page %}", "/?colour=3&before=x", page=cursors)
    assert 'href="?colour=3&amp;after=abc"' in shown
    assert 'rel="prev"' not in shown


def test_figures_open_their_list_and_say_the_change() -> None:
    shown = show('{% figure 2653 "受理" url="/disputes/?a=1" change=-6 against="较上月" %}')
    assert "2,653" in shown
    assert '<a class="figure"' in shown
    assert "−6" in shown
    assert "持平" in show('{% figure 3 "受理" change=0 %}')


def test_a_chart_carries_its_numbers_as_a_table() -> None:
    data = {
        "categories": ["1月", "2月"],
        "series": [{"name": "红色", "values": [3, 4]}, {"name": "</script>", "values": [5, 6]}],
        "links": ["/a", "/b"],
    }
    shown = show('{% chart "stacked" data id="c" title="各月" %}', data=data)
    assert shown.count("</script>") == 1
    assert '<a href="/b">2月</a>' in shown
    assert charts.numbers("stacked", data).rows == (("1月", "/a", (3, 5)), ("2月", "/b", (4, 6)))


def test_tiles_and_outlines_say_where_they_come_from() -> None:
    items = [{"name": "珠藏镇", "value": 3}]
    tiles = show('{% chart "map" data id="c" title="t" %}', data={"items": items})
    assert "以方格示意" in tiles
    drawn = show('{% chart "map" data id="c" title="t" %}', data={"geo": "/geo/5227.json", "items": items})
    assert "审图号" in drawn


def test_graph_numbers_and_unknown_kinds() -> None:
    data = {
        "nodes": [{"id": "1", "name": "甲"}, {"id": "2", "name": "乙"}],
        "edges": [{"source": "1", "target": "2", "name": "本源"}],
    }
    assert charts.numbers("graph", data).rows == (("甲 → 乙", "", ("本源",)),)
    with pytest.raises(ValueError, match="unknown chart"):
        charts.numbers("pie", data)


def test_a_timeline_reads_the_ledger() -> None:
    entry = lists.Happening(
        datetime(2018, 9, 18, tzinfo=UTC), "登记", "周明", "珠藏派出所", "a\nb", stage=0, number=1, colour=3
    )
    shown = show("{% timeline entries %}", entries=[entry])
    for part in ("登记", "周明", "珠藏派出所", "a<br>b", "台账第 1 条", "红色"):
        assert part in shown


class _Form(forms.Form):
    name = forms.CharField(label="姓名", help_text="与身份证一致")
    kind = forms.ChoiceField(label="类别", choices=[("1", "a")])
    way = forms.ChoiceField(label="来源", widget=forms.RadioSelect, choices=[("1", "a"), ("2", "b")])
    people = forms.IntegerField(label="人数", min_value=1, max_value=9)
    agree = forms.BooleanField(label="同意")
    own = forms.CharField(label="原因", error_messages={"required": "没有原因就不能退回"})
    note = forms.CharField(label="备注", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def test_what_is_wrong_is_said_in_words_that_tell_what_to_do() -> None:
    form = _Form({"people": "0"})
    assert fields.summary(form) == [
        ("id_name", "请填写姓名"),
        ("id_kind", "请选择类别"),
        ("id_way_0", "请选择来源"),
        ("id_people", "人数不能小于 1"),
        ("id_agree", "请勾选“同意”"),
        ("id_own", "没有原因就不能退回"),
    ]
    shown = show("{% form_errors form %}", form=form)
    assert "有 6 处需要改正" in shown
    assert 'href="#id_way_0"' in shown


def test_a_field_ties_its_error_and_hint_to_its_input() -> None:
    form = _Form({"people": "10"})
    shown = show("{% field form.name %}", form=form)
    assert 'aria-describedby="id_name-hint id_name-error"' in shown
    assert 'aria-invalid="true"' in shown
    assert "人数不能大于 9" in show("{% field form.people %}", form=form)
    group = show("{% field form.way %}", form=form)
    assert "<fieldset" in group
    assert 'aria-describedby="id_way-error"' in group
    assert "（选填）" in show("{% field form.note %}", form=form)
    assert "field" not in show("{% field form.hidden %}", form=form).replace("field form", "")


def test_a_calm_form_has_no_summary() -> None:
    assert show("{% form_errors form %}", form=_Form()).strip() == ""


def test_blocks_wrap_what_they_hold() -> None:
    shown = show('{% card "标题" id="x" note="3 条" %}<p>里</p>{% endcard %}')
    assert '<section class="card" id="x">' in shown
    assert "<p>里</p>" in shown
    assert conditional_escape("标题") in shown
    assert "notice-warn" in show('{% notice "warn" %}x{% endnotice %}')
    dialog = show('{% confirm id="d" title="办结？" action="/x" %}y{% endconfirm %}', csrf_token="abc")
    assert 'name="csrfmiddlewaretoken" value="abc"' in dialog
    assert 'action="/x"' in dialog
