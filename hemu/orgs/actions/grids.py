"""Grids are made, split, merged and renamed; an old code stays and says what it has become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock, ids
from hemu.kernel.errors import Conflict, Refused
from hemu.orgs import tree
from hemu.orgs.actions.guard import require_span
from hemu.orgs.actor import Actor
from hemu.orgs.models import ChangeKind, Level, Post, Region, RegionChange, UnitArea

MAX_PARTS = 20


@transaction.atomic
def create_grid(
    village: Region, name: str, *, by: Actor, number: int | None = None, reason: str = ""
) -> Region:
    """A new grid of `village`. Without `number` it gets the lowest that was never used."""
    _locked_village(village, by)
    _check_names(village, [name])
    grid = _make(village, name.strip(), _free_numbers(village, 1, number)[0])
    _note(ChangeKind.CREATED, [(None, grid)], reason=reason, by=by)
    return grid


@transaction.atomic
def split_grid(
    grid: Region,
    names: Sequence[str],
    *,
    by: Actor,
    reason: str = "",
    keepers: Mapping[int, int] | None = None,
) -> list[Region]:
    """End `grid` and make one new grid for each of `names`, from today.

    `keepers` says which of the new grids (by position) each post on the old one goes to; a post
    that isn't named goes to all of them, so that nobody is left without a grid by oversight.
    """
    village = _village_of(grid, by)
    _require_in_use([grid])
    if not 2 <= len(names) <= MAX_PARTS:
        raise Refused(_("拆分后应有 2 至 20 个网格。"), field="names")
    _check_names(village, names, replaced=[grid])
    numbers = _free_numbers(village, len(names))
    parts = [_make(village, name.strip(), number) for name, number in zip(names, numbers, strict=True)]
    _end([grid])
    for post in _posts_on([grid]):
        chosen = (keepers or {}).get(post.pk)
        _move_post(post, parts if chosen is None else [parts[chosen]])
    for area in _areas_on([grid]):
        _move_area(area, parts)
    _note(ChangeKind.SPLIT, [(grid, part) for part in parts], reason=reason, by=by)
    return parts


@transaction.atomic
def merge_grids(grids: Sequence[Region], name: str, *, by: Actor, reason: str = "") -> Region:
    """End `grids`, all of one village, and make one new grid in their place, from today."""
    if len({grid.pk for grid in grids}) < 2:
        raise Refused(_("请选择至少两个网格合并。"), field="grids")
    if len({grid.parent_id for grid in grids}) != 1:
        raise Refused(_("只能合并同一个村（社区）的网格。"), field="grids")
    village = _village_of(grids[0], by)
    _require_in_use(grids)
    _check_names(village, [name], replaced=grids)
    whole = _make(village, name.strip(), _free_numbers(village, 1)[0])
    _end(grids)
    for post in _posts_on(grids):
        _move_post(post, [whole])
    for area in _areas_on(grids):
        _move_area(area, [whole])
    _note(ChangeKind.MERGE, [(grid, whole) for grid in grids], reason=reason, by=by)
    return whole


@transaction.atomic
def rename_grid(grid: Region, name: str, *, by: Actor, reason: str = "") -> Region:
    """Give a grid another name; records made before keep the code, and so the grid."""
    village = _village_of(grid, by)
    _require_in_use([grid])
    if name.strip() == grid.name:
        return grid
    _check_names(village, [name], replaced=[grid])
    old_name = grid.name
    row = tree.grid_row(grid.code - village.code, name.strip(), tree.as_row(village))
    for field in ("name", "official_name", "local_name", "full_name"):
        setattr(grid, field, getattr(row, field))
    grid.save(update_fields=["name", "official_name", "local_name", "full_name"])
    _note(ChangeKind.RENAME, [(grid, grid)], reason=reason, by=by, old_name=old_name)
    return grid


def posts_on(grid: Region) -> list[Post]:
    """Posts whose own area is exactly this grid."""
    return _posts_on([grid])


def _village_of(grid: Region, by: Actor) -> Region:
    if grid.level != Level.GRID or grid.parent is None:
        raise Refused(_("这不是网格。"), code="not_a_grid")
    return _locked_village(grid.parent, by)


def _locked_village(village: Region, by: Actor) -> Region:
    require_span(by, village.span)
    if village.level != Level.VILLAGE:
        raise Refused(_("网格应设在村（社区）之下。"), field="village")
    return Region.objects.select_for_update(no_key=True).get(pk=village.pk)


def _require_in_use(grids: Sequence[Region]) -> None:
    fresh = Region.objects.current().filter(pk__in=[grid.pk for grid in grids]).count()
    if fresh != len({grid.pk for grid in grids}):
        raise Conflict(_("网格刚刚被他人拆分或合并，请刷新后再试。"))


def _check_names(village: Region, names: Sequence[str], replaced: Sequence[Region] = ()) -> None:
    cleaned = [name.strip() for name in names]
    if not all(cleaned):
        raise Refused(_("请填写网格名称。"), field="names" if len(names) > 1 else "name")
    taken = set(
        Region.objects.current()
        .filter(parent=village, level=Level.GRID)
        .exclude(pk__in=[grid.pk for grid in replaced])
        .values_list("name", flat=True)
    )
    twice = [name for place, name in enumerate(cleaned) if name in taken or name in cleaned[:place]]
    if twice:
        field = "names" if len(names) > 1 else "name"
        raise Refused(_("本村已有名为“%(name)s”的网格。") % {"name": twice[0]}, field=field)


def _free_numbers(village: Region, count: int, wanted: int | None = None) -> list[int]:
    """Numbers that no grid of the village has ever had: an old code must keep its meaning."""
    used = set(
        Region.objects.filter(parent=village, level=Level.GRID)
        .order_by("code")
        .values_list("code", flat=True)
    )
    if wanted is not None:
        if not 1 <= wanted <= tree.GRIDS_PER_VILLAGE or village.code + wanted in used:
            raise Refused(_("网格编号须为 1 至 999，且从未用过。"), field="number")
        return [wanted]
    free = [n for n in range(1, tree.GRIDS_PER_VILLAGE + 1) if village.code + n not in used]
    if len(free) < count:
        raise Refused(_("本村的网格编号已用完。"), code="full")
    return free[:count]


def _make(village: Region, name: str, number: int) -> Region:
    row = tree.grid_row(number, name, tree.as_row(village))
    grid = tree.as_region(row, since=clock.today())
    grid.save(force_insert=True)
    return grid


def _end(grids: Sequence[Region]) -> None:
    today: date = clock.today()
    for grid in grids:
        grid.until = today
        grid.save(update_fields=["until"])


def _posts_on(grids: Sequence[Region]) -> list[Post]:
    spans = [grid.lo for grid in grids]
    found = Post.objects.current().filter(lo__in=spans).select_related("person", "unit").order_by("id")
    return [post for post in found if post.hi is not None and post.lo is not None and post.hi - post.lo == 1]


def _areas_on(grids: Sequence[Region]) -> list[UnitArea]:
    found = UnitArea.objects.current().filter(lo__in=[grid.lo for grid in grids]).order_by("id")
    return [area for area in found if area.hi - area.lo == 1]


def _move_post(post: Post, grids: Sequence[Region]) -> None:
    post.until = clock.today()
    was_main, post.is_main = post.is_main, False
    post.save(update_fields=["until", "is_main"])
    for place, grid in enumerate(grids):
        Post.objects.get_or_create(
            person=post.person,
            unit=post.unit,
            role=post.role,
            lo=grid.lo,
            hi=grid.hi,
            until=None,
            defaults={"title": post.title, "since": clock.today(), "is_main": was_main and place == 0},
        )


def _move_area(area: UnitArea, grids: Sequence[Region]) -> None:
    area.until = clock.today()
    area.save(update_fields=["until"])
    for grid in grids:
        UnitArea.objects.get_or_create(
            unit=area.unit, lo=grid.lo, hi=grid.hi, until=None, defaults={"since": clock.today()}
        )


def _note(
    kind: ChangeKind,
    pairs: Sequence[tuple[Region | None, Region]],
    *,
    reason: str,
    by: Actor,
    old_name: str = "",
) -> None:
    batch = ids.new_id()
    RegionChange.objects.bulk_create(
        RegionChange(
            batch=batch,
            kind=kind,
            old=old,
            new=new,
            on=clock.today(),
            reason=reason.strip(),
            old_name=old_name or (old.name if old else ""),
            new_name=new.name,
            by_name=by.name,
            by_unit=by.unit_name,
            made_at=clock.now(),
        )
        for old, new in pairs
    )
