"""Where each act has its page, so that the dispute's page can show buttons without knowing the stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from hemu.disputes.lifecycle import Act, Step
from hemu.disputes.models import Dispute
from hemu.orgs.permissions import Permission

STRONG = 50
"""From this weight on, an act may be the page's one strong button."""


@dataclass(frozen=True, slots=True)
class Face:
    """How one act is offered: the name of its URL (arguments county, dispute_id), and how strongly.

    `weight` orders the buttons; the open act with the greatest one is the page's strong button, if it
    weighs at least STRONG. `when` says of which disputes the face is offered at all.
    """

    act: Act
    url_name: str
    label: str | Promise
    weight: int = 0
    method: str = "get"
    when: Callable[[Dispute], bool] | None = None
    permission: Permission | None = None
    """What it needs besides the act's own: one act may be done by two, and begun by one of them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One button on a dispute's page."""

    face: Face
    url: str

    @property
    def label(self) -> str | Promise:
        return self.face.label


_FACES: dict[Act, list[Face]] = {}


def register_face(
    act: Act,
    url_name: str,
    label: str | Promise = "",
    *,
    primary: bool = False,
    weight: int | None = None,
    method: str = "get",
    when: Callable[[Dispute], bool] | None = None,
    permission: Permission | None = None,
) -> None:
    """Say that `act` is done at the URL called `url_name`. Called in a stage's AppConfig.ready().

    An act may have several faces (handing over has two ways); registering a URL twice replaces it.
    """
    strength = weight if weight is not None else (100 if primary else 0)
    face = Face(act, url_name, label or act.label, strength, method, when, permission)
    others = [known for known in _FACES.get(act, []) if known.url_name != url_name]
    _FACES[act] = [*others, face]


def for_acts(steps: Iterable[Step], dispute: Dispute) -> list[Offer]:
    """The buttons for the acts that are open, the strongest first. An act without a page has none."""
    acts = dict.fromkeys(step.act for step in steps)
    faces = [face for act in acts for face in _FACES.get(act, [])]
    offers = [offer for face in faces if (offer := _offer(face, dispute)) is not None]
    return sorted(offers, key=lambda offer: -offer.face.weight)


def _offer(face: Face, dispute: Dispute) -> Offer | None:
    if face.when is not None and not face.when(dispute):
        return None
    arguments = {"county": dispute.county, "dispute_id": dispute.id}
    try:
        return Offer(face, reverse(face.url_name, kwargs=arguments))
    except NoReverseMatch:
        return None
