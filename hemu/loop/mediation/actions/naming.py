"""Who mediates: the same checks whether they are named at acceptance or later."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn
from hemu.kernel.errors import Refused
from hemu.loop.mediation.models import Acceptance, ChosenBy, NamedMediator, Recusal
from hemu.loop.mediation.people.interests import check_interests
from hemu.orgs.models import Post
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission


def name_mediators(this: Turn, row: Acceptance, posts: Sequence[Post], chosen_by: ChosenBy) -> None:
    """Name `posts` under an acceptance and have them told. Raises Refused (field ``mediators``)."""
    _check(this, posts)
    NamedMediator.objects.bulk_create(
        NamedMediator(
            county=this.dispute.county,
            dispute_id=this.dispute.id,
            acceptance_id=row.pk,
            post_id=post.pk,
            person_id=post.person_id,
            name=post.person.name,
            unit_name=post.unit.name,
            chosen_by=chosen_by,
            named_at=this.at,
        )
        for post in posts
    )
    this.notify(posts=tuple(post.pk for post in posts))


def _check(this: Turn, posts: Sequence[Post]) -> None:
    recused = set(Recusal.objects.of(this.dispute).values_list("person_id", flat=True))
    for post in posts:
        able = Permission.MEDIATE in ROLE_PERMISSIONS[post.role]  # type: ignore[index]  # a Role by its number
        if not able or not post.is_current:
            raise Refused(
                _("%(name)s现在不是调解人员。") % {"name": post.person.name},
                field="mediators",
                code="not_able",
            )
        if post.person_id in recused:
            raise Refused(
                _("%(name)s已回避本案，请另选调解员。") % {"name": post.person.name},
                field="mediators",
                code="recused",
            )
        check_interests(this.dispute, post)


def let_go(this: Turn, person_id: int, why: str) -> None:
    """A named mediator mediates no more; the mediation goes on."""
    named = NamedMediator.objects.of(this.dispute).filter(person_id=person_id, is_open=True)
    named.update(is_open=False, left_at=this.at, left_why=why.strip()[:300])
