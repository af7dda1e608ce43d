"""What every channel shares: a message, the keys of an account, and the two ways of failing.

A platform's answer is one of three things: taken (:class:`Taken`), not for now (:class:`ForNow`, worth
another try) or never (:class:`Never`). Each failure says why in words for the person who reads the
delivery log; none of them may hold an address, a token or a secret.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from hemu.notices.channels.kinds import ChannelKind, Reach

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said. `key` is the same each time that one message is tried to one recipient.

    SMS: `template` and `sign` are what the carrier registered, `params` the values of its places in order.
    """

    key: str
    title: str
    text: str
    link: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    template: str = ""
    sign: str = ""

    @property
    def whole(self) -> str:
        """The text with its link, for channels that show plain text."""
        return f"{self.text}\n{self.link}" if self.link and self.link not in self.text else self.text


@dataclass(frozen=True, slots=True)
class Account:
    """One configured channel: what may be shown of it, and what may not."""

    id: int
    options: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False, default_factory=dict)

    def option(self, name: str, default: str = "") -> str:
        """A setting that is no secret."""
        return self.options.get(name) or default

    def secret(self, name: str) -> str:
        """A secret; empty when it wasn't given."""
        return self.secrets.get(name, "")


@dataclass(frozen=True, slots=True)
class Taken:
    """The platform took the message. `receipt` is its own number for it, by which a receipt comes later."""

    receipt: str = ""


class NotSent(Exception):
    """The message wasn't taken. `words` say why; `code` is the platform's own."""

    def __init__(self, words: Words, code: str = "") -> None:
        super().__init__(str(words))
        self.words = words
        self.code = code[:60]


class ForNow(NotSent):
    """Worth another try: the platform was away, slow, or had too much to do.

    `after` is in how many seconds it makes sense, when the platform says so. `all_of_it`: the whole
    channel must rest, not only this message.
    """

    def __init__(
        self, words: Words, code: str = "", *, after: float | None = None, all_of_it: bool = False
    ) -> None:
        super().__init__(words, code)
        self.after = after
        self.all_of_it = all_of_it


class Never(NotSent):
    """Trying again is no use until a person has put something right."""


class TokenRefused(NotSent):
    """The access token is no longer good: fetch another and try once more."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One field of a channel's configuration page. A secret is sealed and never shown again."""

    name: str
    label: Words
    secret: bool = False
    required: bool = True
    default: str = ""
    help: Words = ""
    choices: tuple[tuple[str, Words], ...] = ()
    is_url: bool = False


@dataclass(frozen=True, slots=True)
class Client:
    """A protocol: what it must be told, whom it reaches, how many messages a minute it bears."""

    kind: ChannelKind
    reach: Reach
    settings: tuple[Setting, ...]
    send: Callable[[Account, str, Message], Taken]
    per_minute: int
    registered: bool = False
    """Whether carriers want each text registered as a template with a signature."""
