"""Nobody mediates where their own interests are: refused with the reason, whoever chose them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute
from hemu.kernel.errors import Refused
from hemu.kernel.wording import sentences
from hemu.loop.mediation.people import conflicts
from hemu.orgs.models import Post


def check_interests(dispute: Dispute, post: Post) -> None:
    """Raise Refused when something that is declared or recorded keeps `post`'s person from mediating."""
    against = conflicts.bars(dispute, post)
    if against:
        told = {"name": post.person.name, "why": sentences(one.words for one in against)}
        raise Refused(
            _("%(name)s与本案有利害关系（%(why)s），请另选调解员。") % told,
            field="mediators",
            code="conflict",
        )
