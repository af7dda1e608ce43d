"""Forms to make, split, merge and rename grids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.orgs.models import Post, Region

_LINES = forms.Textarea(attrs={"rows": 4})


class NameForm(forms.Form):
    """A new name, and why."""

    name = forms.CharField(label=_("网格名称"), max_length=40, help_text=_("如：第四网格、河边网格"))
    reason = forms.CharField(label=_("原因"), max_length=200, required=False)


class GridForm(NameForm):
    """A new grid."""

    number = forms.IntegerField(
        label=_("网格编号"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("三位编号接在村级代码之后；不填则取最小的未用编号。"),
    )
    field_order = ("name", "number", "reason")


class SplitForm(forms.Form):
    """One line for each new grid, and where each post goes."""

    names = forms.CharField(label=_("拆分后的网格"), widget=_LINES, help_text=_("每行一个名称，至少两行。"))
    reason = forms.CharField(label=_("原因"), max_length=200)

    def __init__(self, *args: Any, posts: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = posts
        for post in posts:
            self.fields[self._key(post)] = forms.TypedChoiceField(
                label=_("%(name)s（%(title)s）到哪个新网格")
                % {"name": post.person.name, "title": post.shown_title},
                coerce=int,
                required=False,
                empty_value=None,
                choices=self._places(),
            )

    @staticmethod
    def _key(post: Post) -> str:
        return f"post_{post.pk}"

    @staticmethod
    def _places() -> list[tuple[str, Any]]:
        return [("", _("全部新网格")), *((str(n), _("第 %(n)s 行") % {"n": n + 1}) for n in range(20))]

    def clean_names(self) -> list[str]:
        """The names, one for each line that isn't empty."""
        text = str(self.cleaned_data["names"])
        return [line.strip() for line in text.splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        """Posts can only go to lines that are there."""
        data = super().clean() or {}
        count = len(data.get("names", ()))
        for post in self.posts:
            chosen = data.get(self._key(post))
            if chosen is not None and count and chosen >= count:
                self.add_error(self._key(post), _("上面没有这一行。"))
        return data

    def keepers(self) -> dict[int, int]:
        """Post → the place of its new grid."""
        chosen = {post.pk: self.cleaned_data.get(self._key(post)) for post in self.posts}
        return {post: place for post, place in chosen.items() if place is not None}


class MergeForm(forms.Form):
    """Which grids of one village become one."""

    name = forms.CharField(label=_("合并后的名称"), max_length=40)
    reason = forms.CharField(label=_("原因"), max_length=200)
    field_order = ("grids", "name", "reason")

    def __init__(self, *args: Any, grids: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grids"] = forms.TypedMultipleChoiceField(
            label=_("要合并的网格"),
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            choices=[(grid.pk, f"{grid.name} {grid.shown_code}") for grid in grids],
        )
        self.order_fields(self.field_order)
