"""Files with minors in them: few read them, and no name of a child stands in a list or an export.

A dispute is marked by itself as soon as a party is a minor (未成年人保护法4; 个人信息保护法28, 31), and
its title loses the child's name. Whoever registered it and the units that handle it go on; naming posts
narrows it to these. What is marked is never told as a story (:func:`may_be_told`).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from hemu.disputes import writing
from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Party, Reader, ReaderKind
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.privacy.masks import hide_names


def may_be_told(dispute: Dispute) -> bool:
    """Whether a dispute may become a story for teaching at all."""
    return not dispute.minors


def mark(this: Turn) -> None:
    """A reaction: an act that brings a minor in marks the dispute; titles never name a child."""
    if not (this.parties_changed or (this.dispute.minors and this.changed("title"))):
        return
    young = [party for party in this.parties if party.is_minor]
    if not young:
        return
    if not this.dispute.minors:
        this.set(minors=True)
        _let_the_actor_read(this)
    this.set(title=hide_names(this.dispute.title, young))


def _let_the_actor_read(this: Turn) -> None:
    by = this.by
    if by.post_id:
        writing.insert(_reader(this, by.post_id, by.name, by.unit_name, ReaderKind.REGISTERED))


def _reader(this: Turn, post_id: int, name: str, unit: str, kind: ReaderKind) -> Reader:
    return Reader(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        post_id=post_id,
        person_name=name,
        unit_name=unit,
        kind=kind,
        since=this.at,
    )


def may_name(dispute: Dispute, by: Actor) -> bool:
    """Who decides on the readers: whoever looks after personal information where it is handled."""
    return dispute.minors and by.may(Permission.OPEN_PERSONAL)


def name_readers(dispute: Dispute, posts: Iterable[Post], reason: str, *, by: Actor) -> Dispute:
    """From now on these posts alone read it (besides who registered it). Naming again replaces the list."""
    chosen = list(posts)
    if not chosen:
        raise Refused(_("请至少指定一个岗位。"), field="posts", code="required")
    if not reason.strip():
        raise Refused(_("请写明为什么指定这些岗位。"), field="reason", code="required")
    able = [post for post in chosen if Permission.VIEW in ROLE_PERMISSIONS[post.role]]  # type: ignore[index]  # a Role by its number
    if len(able) != len(chosen):
        raise Refused(_("有的岗位不能查看纠纷，请另选。"), field="posts", code="not_able")
    with turn(dispute.county, dispute.id, Act.RESTRICT, by=by) as this:
        if not this.dispute.minors:
            raise Refused(_("这件没有登记未成年的当事人，不用限定查看。"), code="no_minor")
        Reader.objects.of(this.dispute).running().named().update(until=this.at)
        rows = [_reader(this, p.pk, p.person.name, p.unit.name, ReaderKind.NAMED) for p in chosen]
        writing.insert(*rows)
        this.tell(readers=[f"{post.unit.name} {post.person.name}" for post in chosen])
        this.tell_of_persons(reason=reason.strip())
    return this.dispute


def readers(dispute: Dispute) -> list[Reader]:
    """Who was named, registered it, or opened it in an emergency that still runs."""
    return list(Reader.objects.of(dispute).running().order_by("kind", "since", "id"))


def is_under_fourteen(party: Party) -> bool:
    """Whether a guardian must consent for them (个人信息保护法31)."""
    if party.born is None:
        return False
    today = clock.today()
    years = today.year - party.born.year - ((today.month, today.day) < (party.born.month, party.born.day))
    return years < 14


def party_of(dispute: Dispute, party_id: int) -> Party:
    """A present party; raises Missing."""
    found: Party | None = Party.objects.of(dispute).filter(pk=party_id, removed_at=None).first()
    if found is None:
        raise Missing(_("没有找到这名当事人。"), field="party_id")
    return found
