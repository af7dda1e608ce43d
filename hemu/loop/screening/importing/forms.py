"""What people fill in on the way of a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import PlaceForm
from hemu.loop.screening.importing import layout
from hemu.loop.screening.importing.actions import YEARS, Arranged
from hemu.loop.screening.importing.fields import FIELDS
from hemu.loop.screening.importing.layout import Column
from hemu.loop.screening.importing.models import RowKind, Upload
from hemu.loop.screening.importing.rules.heads import Head
from hemu.orgs import place_search
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level, Region
from hemu.rulebook import codes

FROM_TEXT = "text"
"""Chosen as the kind: each row's own, by its account."""
COLUMN = "column_"
"""Before a column's place in the names of its select."""
MOST_ROW = 100
MOST_PLACES = 400
"""More than this no select can show; a ledger of so wide an area names its villages."""


ENDED_CHOICES = (
    ("0", _("不导入，只列出来")),
    ("1", _("也登记：按在办登记，原结果写入简述，要重新评估、回访后才能办结")),
)


class UploadForm(forms.Form):
    """What kind of rows, and the file."""

    kind = forms.TypedChoiceField(
        label=_("表里是什么"),
        coerce=lambda value: RowKind(int(value)),
        choices=RowKind.choices,
        widget=forms.RadioSelect(attrs={"class": "choices-row"}),
        initial=int(RowKind.DISPUTE),
    )
    file = forms.FileField(
        label=_("文件"),
        help_text=_(".xlsx、.xls 或 .csv，最大 50 MB、20 万行。原来的台账不用改格式。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
        error_messages={"empty": _("这个文件是空的，请重新选择。")},
    )


class SheetsForm(forms.Form):
    """Which sheets, and where the first one's head is."""

    sheets = forms.TypedMultipleChoiceField(
        label=_("工作表"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("几张表可以一起导入，列名不同也行。"),
    )
    head_first = forms.IntegerField(label=_("表头从第几行"), min_value=1, max_value=MOST_ROW)
    head_last = forms.IntegerField(label=_("到第几行"), min_value=1, max_value=MOST_ROW)

    def __init__(self, data: Any, *, upload: Upload, head: Head) -> None:
        chosen = upload.layout.get("sheets", [0])
        super().__init__(
            data, initial={"sheets": chosen, "head_first": head.first or 1, "head_last": head.last or 1}
        )
        self.fields["sheets"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (number, _sheet_label(sheet)) for number, sheet in enumerate(upload.sheets) if sheet["rows"]
        ]

    @property
    def chosen(self) -> tuple[tuple[int, ...], tuple[int, int]]:
        """The sheets, and the rows of the head."""
        given = self.cleaned_data
        return tuple(given["sheets"]), (given["head_first"], given["head_last"])


def _sheet_label(sheet: dict[str, Any]) -> str:
    words = {"name": sheet["name"] or _("（无名）"), "n": f"{sheet['rows']:,}"}
    said = _("%(name)s（%(n)s 行，隐藏）") if sheet["hidden"] else _("%(name)s（%(n)s 行）")
    return str(said % words)


class ColumnsForm(PlaceForm):
    """What each column says, and what holds where the ledger says nothing."""

    kind = forms.TypedChoiceField(
        label=_("默认类型"),
        coerce=lambda value: value if value == FROM_TEXT else int(value),
        empty_value=None,
        required=False,
        help_text=_("表里没有类型列或某行没填时用。照简述认的会逐行标出，认不准的仍算有误。"),
    )
    year = forms.IntegerField(
        label=_("没有年份时"),
        required=False,
        min_value=YEARS.start,
        max_value=YEARS.stop - 1,
        help_text=_("日期只写“3月5日”的，按这一年。"),
        widget=forms.NumberInput(attrs={"class": "input-short"}),
    )
    from_unit = forms.CharField(label=_("默认交办单位"), max_length=120, required=False)
    with_ended = forms.TypedChoiceField(
        label=_("台账注明已经了结的"),
        coerce=lambda value: str(value) == "1",
        choices=ENDED_CHOICES,
        widget=forms.RadioSelect,
        initial="0",
    )

    def __init__(self, data: Any, *, upload: Upload, by: Actor) -> None:
        chosen = upload.choices
        region = chosen["region"] if "region" in chosen else only_village(by)
        initial = {
            "region": region,
            "kind": FROM_TEXT if chosen.get("kind_from_text") else chosen.get("kind"),
            "year": chosen.get("year"),
            "from_unit": chosen.get("from_unit", ""),
            "with_ended": "1" if chosen.get("with_ended") else "0",
        }
        super().__init__(data, by=by, initial=initial)
        self.upload, self.said = upload, layout.columns(upload)
        self.row_kind = RowKind(upload.kind)
        self._prepare()

    def _prepare(self) -> None:
        self.fields["region"].required = False
        self.fields["region"].label = _("默认地点（没写明哪个村的算在这里）")
        del self.fields["place"]
        grouped = [("", _("不指定")), (FROM_TEXT, _("照每件的简述认")), *codes.grouped_choices(codes.KINDS)]
        self.fields["kind"].choices = grouped  # type: ignore[attr-defined]  # a field of choices
        if self.row_kind != RowKind.DISPUTE:
            del self.fields["kind"]
        if self.row_kind == RowKind.PETITION:
            both = [
                ENDED_CHOICES[0],
                ("1", _("也登记：按新收到登记，原答复写入反映事项，期限从收到之日起算")),
            ]
            self.fields["with_ended"].choices = both  # type: ignore[attr-defined]  # a field of choices
        elif self.row_kind != RowKind.DISPUTE:
            del self.fields["with_ended"]
        if self.row_kind != RowKind.PETITION:
            del self.fields["from_unit"]
        meanings = [("", _("不导入")), *((field.key, field.label) for field in FIELDS[self.row_kind])]
        for column in self.said:
            self.fields[self._name(column)] = forms.ChoiceField(
                label=column.label,
                required=False,
                choices=meanings,
                initial=self.upload.mapping.get(column.label, ""),
                widget=forms.Select(attrs={"aria-label": column.label, "class": "input select"}),
            )

    def _name(self, column: Column) -> str:
        """`column_3` for the first sheet's fourth, `column_2_3` for one that only the third sheet has."""
        first = column.sheet == self.upload.layout["sheets"][0]
        return f"{COLUMN}{column.place}" if first else f"{COLUMN}{column.sheet}_{column.place}"

    @property
    def columns(self) -> list[tuple[forms.BoundField, list[str], str]]:
        """Each column's select, the first things that it says, its sheet where it isn't the first's."""
        first = self.upload.layout["sheets"][0]
        said = {sheet: layout.samples(self.upload, sheet) for sheet in {one.sheet for one in self.said}}
        names = {sheet: str(told["name"]) for sheet, told in enumerate(self.upload.sheets)}
        return [
            (
                self[self._name(one)],
                said[one.sheet][one.place],
                names[one.sheet] if one.sheet != first else "",
            )
            for one in self.said
        ]

    def arranged(self) -> Arranged:
        """What was decided. The form must be valid."""
        given = self.cleaned_data
        sheets = self.upload.layout["sheets"]
        head = layout.head_of(self.upload, sheets[0])
        return Arranged(
            sheets=tuple(sheets),
            head=(head.first, head.last),
            columns={one.label: given[self._name(one)] for one in self.said if given[self._name(one)]},
            region=given["region"],
            kind=given.get("kind") if given.get("kind") != FROM_TEXT else None,
            kind_from_text=given.get("kind") == FROM_TEXT,
            year=given["year"],
            from_unit=given.get("from_unit", ""),
            with_ended=bool(given.get("with_ended", False)),
        )


def only_village(by: Actor) -> int | None:
    """The village, or grid, that the actor works in, when it is just one."""
    found = [
        region for span in by.spans for region in Region.objects.current().filter(pk=span.lo, hi=span.hi)
    ]
    return found[0].pk if len(found) == 1 and found[0].level >= Level.VILLAGE else None


class WordsForm(forms.Form):
    """Words that weren't understood, each with what it is to mean."""

    def __init__(self, data: Any, *, upload: Upload, by: Actor) -> None:
        super().__init__(data)
        unknown = upload.choices.get("unknown", {})
        self.words = {about: list(unknown.get(about, ())) for about in ("kind", "place")}
        kinds = [("", _("仍算有误")), *codes.grouped_choices(codes.KINDS)]
        places = [("", _("仍算有误")), *((str(one.pk), one.local_name) for one in villages(by))]
        for about, choices in (("kind", kinds), ("place", places)):
            for number, (word, count) in enumerate(self.words[about]):
                self.fields[f"{about}_{number}"] = forms.ChoiceField(
                    label=word, required=False, choices=choices, help_text=_("%(n)s 行") % {"n": count}
                )

    def meanings(self, about: str) -> dict[str, int]:
        """What was said of the words: word → code."""
        given = self.cleaned_data
        return {
            word: int(given[f"{about}_{number}"])
            for number, (word, _count) in enumerate(self.words[about])
            if given[f"{about}_{number}"]
        }


def villages(by: Actor) -> list[Region]:
    """Villages of the actor's area, as far as a select can hold them; else the places that are near."""
    inside: list[Region] = []
    for span in by.spans:
        rows = Region.objects.current().within(span).filter(level__in=(Level.TOWNSHIP, Level.VILLAGE))
        inside += list(rows.order_by("code")[:MOST_PLACES])
    return inside[:MOST_PLACES] or place_search.offered("", by=by)
