"""People come, get posts, and leave."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.kernel.places import Span
from hemu.orgs.actions.guard import differences, manages_person, record, require_span, require_unit, save_once
from hemu.orgs.actor import Actor
from hemu.orgs.models import Person, Post, RecordAct, Role, TeamMember, Unit
from hemu.orgs.names import clean_phone, mask_phone, pinyin_key
from hemu.orgs.permissions import Permission

_PHONE = re.compile(r"^(1[3-9]\d{9}|0?\d{7,12})$")
_USERNAME = re.compile(r"^[\w.@+-]{2,60}$")
_READABLE = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class PersonData:
    """What is known of a person, as forms and imports give it."""

    name: str
    username: str = ""
    phone: str = ""
    staff_number: str = ""
    email: str = ""
    languages: Sequence[str] = field(default=())
    skills: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class PostData:
    """A post to give: what, in which unit, and where if not in the whole of the unit's area."""

    unit: Unit
    role: int
    title: str = ""
    area: Span | None = None
    is_main: bool = False


@transaction.atomic
def create_person(data: PersonData, post: PostData, *, by: Actor) -> Person:
    """A new person in their first post. They can't sign in before `issue_password`."""
    require_unit(by, post.unit)
    person = Person()
    _fill(person, data)
    person.set_unusable_password()
    save_once(person, _taken(), new=True)
    record(by, person, RecordAct.CREATED, name=["", person.name])
    give_post(person, PostData(post.unit, post.role, post.title, post.area, is_main=True), by=by)
    return person


@transaction.atomic
def amend_person(person: Person, data: PersonData, *, by: Actor) -> Person:
    """Put `data` in place of what is known of `person`."""
    person = _managed(person, by)
    before = _facts(person)
    phone_before = person.phone
    _fill(person, data)
    changed = differences(before, _facts(person))
    if person.phone != phone_before:
        changed["phone"] = [mask_phone(phone_before), mask_phone(person.phone)]
    if changed:
        save_once(person, _taken())
        record(by, person, RecordAct.AMENDED, **changed)
    return person


@transaction.atomic
def give_post(person: Person, data: PostData, *, by: Actor) -> Post:
    """Give `person` a post in a unit that `by` manages, never to oneself."""
    require_unit(by, data.unit)
    if person.pk == by.person_id:
        raise Forbidden(_("不能给自己设岗位，请由其他管理员办理。"))
    if not data.unit.is_active:
        raise Refused(_("该单位已停用。"), field="unit")
    if not person.is_active:
        raise Refused(_("此人已离岗，请先恢复。"), field="person")
    if data.area is not None:
        require_span(by, data.area)
    lo, hi = (data.area.lo, data.area.hi) if data.area else (None, None)
    same = Post.objects.filter(person=person, unit=data.unit, role=data.role, lo=lo, hi=hi, until=None)
    if same.exists():
        raise Refused(_("此人已有相同的岗位。"), field="role", code="twin")
    others = Post.objects.filter(person=person, until=None, is_main=True)
    is_main = data.is_main or not others.exists()
    if is_main:
        others.update(is_main=False)
    post = Post.objects.create(
        person=person,
        unit=data.unit,
        role=data.role,
        title=data.title.strip(),
        lo=lo,
        hi=hi,
        since=clock.today(),
        is_main=is_main,
    )
    record(by, person, RecordAct.POST_GIVEN, post=["", f"{data.unit.name} {Role(data.role).label}"])
    return post


@transaction.atomic
def end_post(post: Post, *, by: Actor) -> None:
    """End a post from today; another becomes the main one."""
    require_unit(by, post.unit)
    if post.person_id == by.person_id:
        raise Forbidden(_("不能撤销自己的岗位，请由其他管理员办理。"))
    if post.until is not None:
        return
    post.until, was_main, post.is_main = clock.today(), post.is_main, False
    post.save(update_fields=["until", "is_main"])
    heir = Post.objects.current().filter(person=post.person_id).order_by("id").first()
    if was_main and heir is not None:
        heir.is_main = True
        heir.save(update_fields=["is_main"])
    record(by, post.person, RecordAct.POST_ENDED, post=[f"{post.unit.name} {post.get_role_display()}", ""])


@transaction.atomic
def leave(person: Person, *, by: Actor) -> Person:
    """`person` leaves: every post ends today and signing in ends at once. Every post must be in scope."""
    person = _managed(person, by)
    if person.pk == by.person_id:
        raise Forbidden(_("不能停用自己的账号。"))
    posts = _posts_all_inside(person, by)
    TeamMember.objects.current().filter(person=person).update(until=clock.today())
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(until=clock.today(), is_main=False)
    person.is_active = False
    person.save(update_fields=["is_active"])
    record(by, person, RecordAct.CLOSED)
    return person


@transaction.atomic
def come_back(person: Person, *, by: Actor) -> Person:
    """Let somebody who left sign in again; posts must be given anew."""
    person = _managed(person, by)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        record(by, person, RecordAct.REOPENED)
    return person


@transaction.atomic
def issue_password(person: Person, *, by: Actor) -> str:
    """A new password of 12 characters, told once; whoever knew the old one can't sign in any more."""
    person = _managed(person, by)
    if person.pk == by.person_id:
        raise Forbidden(_("请在“修改密码”页面修改自己的密码。"))
    _posts_all_inside(person, by)
    password = "-".join("".join(secrets.choice(_READABLE) for _place in range(4)) for _group in range(3))
    person.set_password(password)
    person.save(update_fields=["password"])
    record(by, person, RecordAct.PASSWORD_ISSUED)
    return password


def _posts_all_inside(person: Person, by: Actor) -> list[Post]:
    """The posts that hold today; refused when one lies outside what `by` manages.

    Whoever could reset the password of somebody with a post higher up could act from that post.
    """
    posts = list(Post.objects.current().filter(person=person).select_related("unit__region").order_by("id"))
    outside = [post for post in posts if not by.covers_span(post.unit.region.span)]
    if outside:
        raise Refused(_("此人在“%(unit)s”还有岗位，不在您的管理范围内。") % {"unit": outside[0].unit.name})
    return posts


def _managed(person: Person, by: Actor) -> Person:
    by.require(Permission.MANAGE_ORGS)
    person = Person.objects.select_for_update().get(pk=person.pk)
    posts = Post.objects.filter(person=person).select_related("unit__region").order_by("id")
    now = [post for post in posts if post.is_current] or list(posts)
    if not manages_person(by, now):
        raise Missing(_("您的管理范围内没有这条记录。"))
    return person


def _fill(person: Person, data: PersonData) -> None:
    name, phone = data.name.strip(), clean_phone(data.phone)
    if not name:
        raise Refused(_("请填写姓名。"), field="name")
    if problem := phone_problem(data.phone):
        raise Refused(problem, field="phone")
    person.name, person.phone, person.email = name, phone, data.email.strip()
    person.staff_number = data.staff_number.strip()
    person.languages = [item.strip() for item in data.languages if item.strip()]
    person.skills = [item.strip() for item in data.skills if item.strip()]
    others = Person.objects.exclude(pk=person.pk)
    if person.staff_number and others.filter(staff_number=person.staff_number).exists():
        raise Refused(_("这个工号已有人使用。"), field="staff_number", code="twin")
    username = data.username.strip() or person.username or free_username(name)
    if not _USERNAME.match(username):
        raise Refused(_("用户名为 2 至 60 个字母、数字或 . @ + - _。"), field="username")
    if others.filter(username=username).exists():
        raise _taken()
    person.username = username


def phone_problem(text: str) -> str:
    """What is wrong with a phone as it was typed; empty when nothing is, or nothing was typed."""
    if not text.strip() or _PHONE.match(clean_phone(text)):
        return ""
    return _("电话号码应为 11 位手机号码，或带区号的座机号码。")


def _taken() -> Refused:
    return Refused(_("这个用户名已有人使用。"), field="username", code="twin")


def free_username(name: str) -> str:
    """A user name from the sounds of a name, with a number when it is taken: 李建军 → lijianjun."""
    sounds = re.sub(r"[^a-z]", "", pinyin_key(name)) or "user"
    base = sounds[:40].ljust(2, "x")
    like = Person.objects.filter(username__startswith=base).order_by("username")
    taken = set(like.values_list("username", flat=True))
    numbered = (f"{base}{number}" for number in count(2))
    return base if base not in taken else next(name for name in numbered if name not in taken)


def _facts(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "username": person.username,
        "staff_number": person.staff_number,
        "languages": list(person.languages),
        "skills": list(person.skills),
    }
