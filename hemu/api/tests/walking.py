"""Calls made in every way: by a stranger, without the permission, badly, rightly, and twice."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hemu.api import answers
from hemu.api.app import api
from hemu.api.described import operations
from hemu.api.tests.conftest import Outside
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.orgs.tests.cast import Cast

V = Permission.VIEW
Made = Callable[..., Outside]


@cache
def schema() -> Any:
    """The schema, made once: it takes its time."""
    return api.get_openapi_schema()


def calls_of(*tags: str) -> set[tuple[str, str]]:
    """(method, address) of every call of some groups."""
    return {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, method, operation in operations(schema())
        if operation["tags"][0] in tags
    }


def address_of(path: str, method: str, known: set[tuple[str, str]]) -> tuple[str, str]:
    """The call that a path is of; what names no placeholder is preferred."""
    bare = path.partition("?")[0]
    fits = [
        one
        for one in known
        if one[0] == method
        and re.fullmatch(re.sub(r"\{[^}]+\}", r"[^/]+", re.sub(r"\.", r"\\.", one[1])), bare)
    ]
    assert fits, f"no such call: {method} {path}"
    return min(fits, key=lambda one: one[1].count("{"))


@dataclass
class Walk:
    """A walk through the calls of some groups; `answered` are those that were answered well."""

    cast: Cast
    outside: Made
    known: set[tuple[str, str]]
    answered: dict[tuple[str, str], Any] = field(default_factory=dict)
    _keys: dict[tuple[str, tuple[str, ...] | None], Outside] = field(default_factory=dict)

    def key(self, who: str, *permissions: Permission) -> Outside:
        """The caller that acts from somebody's post, with all its permissions or some."""
        wanted = tuple(permissions) or None
        if (who, wanted) not in self._keys:
            self._keys[who, wanted] = self.outside(who, list(permissions) or None)
        return self._keys[who, wanted]

    def powerless(self, who: str, *, needs: Permission | None) -> Outside:
        """The same post with a key that can't do it: it may only look, or anything but look."""
        if needs != V:
            return self.key(who, V)
        role = self.cast.posts[who].role
        return self.key(who, min(ROLE_PERMISSIONS[role] - {V}))  # type: ignore[index]  # a Role by its number

    def get(self, who: str, path: str, *, needs: Permission = V) -> Any:
        """Read, as `who` may; a record is hidden from the neighbouring township and the powerless."""
        answer = self.key(who).get(path)
        assert answer.status_code == 200, (path, answer.content.decode()[:600])
        name = address_of(path, "GET", self.known)
        if "_id}" in name[1]:
            assert self.key("stranger").get(path).status_code == 404, path
        assert self.powerless(who, needs=needs).get(path).status_code in (403, 404), path
        found = answer.json() if answer["Content-Type"].startswith("application/json") else answer
        self.answered[name] = found
        return found

    def post(
        self,
        who: str,
        path: str,
        body: dict[str, Any],
        *,
        needs: Permission | None = None,
        stranger: tuple[int, ...] = (404,),
        status: int | None = None,
        batch: bool = False,
    ) -> Any:
        """Write: refused to a stranger, without the permission, and badly; then done, and answered the
        same when it is sent again. `needs`: VIEW where looking is all that it takes; `batch`: each of many is
        refused by itself.
        """
        name = address_of(path, "POST", self.known)
        wanted = status or (201 if "acts" not in path and path.count("/") == 1 else 200)
        told = {
            "stranger": self.key("stranger").post(path, body).status_code,
            "powerless": self.powerless(who, needs=needs).post(path, body).status_code,
        }
        assert told["stranger"] in stranger, (path, told)
        assert told["powerless"] == (200 if batch else 403), (path, told)
        self._badly(who, path, body)
        once = self.key(who).post(path, body, idempotency_key=f"walk-{path}-{len(self.answered)}"[:80])
        assert once.status_code == wanted, (path, once.content.decode()[:600])
        twice = self.key(who).post(path, body, idempotency_key=f"walk-{path}-{len(self.answered)}"[:80])
        assert (twice.status_code, twice.json()) == (wanted, once.json()), path
        self.answered[name] = once.json()
        return once.json()

    def _badly(self, who: str, path: str, body: dict[str, Any]) -> None:
        bad = self.key(who).post(path, {**body, "weather": "雨"})
        assert bad.status_code == 422, (path, bad.content.decode()[:300])
        assert list(bad.json()["fields"]) == ["weather"], path
        name = address_of(path, "POST", self.known)[1]
        said = schema()["paths"][f"/api/v1{name}"]["post"]["requestBody"]["content"]["application/json"][
            "schema"
        ]
        wanted = schema()["components"]["schemas"][said["$ref"].rsplit("/", 1)[1]].get("required", [])
        if wanted:
            less = {key: value for key, value in body.items() if key != wanted[0]}
            short = self.key(who).post(path, less)
            assert (short.status_code, wanted[0] in short.json()["fields"]) == (422, True), path

    def whole(self) -> None:
        """Every call of the groups was made, and answered with the parts that the guide shows."""
        assert self.known - set(self.answered) == set()
        told = {f"{method} {path}": found for (method, path), found in self.answered.items()}
        written = {name: found for name, found in told.items() if isinstance(found, dict)}
        if os.environ.get("KEEP_ANSWERS"):
            keep(written)
        kept = answers.read()
        differ = {name: shape(found) for name, found in written.items() if not alike(kept.get(name), found)}
        assert differ == {}, "other parts than in answers.json; KEEP_ANSWERS=1 writes it anew"


def keep(written: dict[str, Any]) -> None:
    """Write answers into the file that the guide shows, one a line."""
    merged = dict(answers.read()) | {name: shorter(found) for name, found in written.items()}
    lines = [f"{json.dumps(name)}: {json.dumps(merged[name], ensure_ascii=False)}" for name in sorted(merged)]
    answers.FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def shorter(found: Any) -> Any:
    """An answer with one of each list."""
    if isinstance(found, dict):
        return {name: shorter(value) for name, value in found.items()}
    return [shorter(one) for one in found[:1]] if isinstance(found, list) else found


def shape(found: Any) -> Any:
    """The names of an answer's parts."""
    if isinstance(found, dict):
        return {name: shape(value) for name, value in found.items()}
    return [shape(one) for one in found[:1]] if isinstance(found, list) else None


def alike(kept: Any, found: Any) -> bool:
    """Whether an answer has the parts of the one that was kept. What is empty in either fits."""
    if isinstance(kept, dict) and isinstance(found, dict):
        return kept.keys() == found.keys() and all(alike(kept[name], found[name]) for name in kept)
    if isinstance(kept, list) and isinstance(found, list):
        return not kept or not found or alike(kept[0], found[0])
    return not (isinstance(kept, dict) and found) and not (isinstance(found, dict) and kept is not None)
