"""Setting up channels and texts, choosing what one hears, and sending again by hand."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock, crypto
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.ids import new_id
from hemu.kernel.places import Span
from hemu.notices.channels import dialling
from hemu.notices.channels.base import NotSent, Taken
from hemu.notices.channels.kinds import ChannelKind, Reach
from hemu.notices.channels.registry import client_of
from hemu.notices.sending import queries
from hemu.notices.sending.models import About, Channel, Delivery, Purpose, State, Subscription, Template
from hemu.notices.sending.outcome import record
from hemu.notices.sending.queueing import To, address_of, message
from hemu.notices.sending.receipts import PURPOSE
from hemu.notices.sending.texts import Rendered, check_text
from hemu.notices.sending.working import Claim, say
from hemu.orgs.actor import Actor
from hemu.orgs.models import Person, Unit
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names

NO_ADDRESS = (Reach.GROUP, Reach.SYSTEM)
"""Channels that are an address themselves."""


@dataclass(frozen=True, slots=True)
class Configured:
    """A channel as an administrator fills it in. A secret that is left empty stays as it was."""

    name: str
    per_minute: int
    values: Mapping[str, str] = field(repr=False)
    families: Sequence[int] = ()
    fallback: Channel | None = None
    unit: Unit | None = None


def managed_area(by: Actor) -> Span:
    """The area whose channels the actor looks after; raises Forbidden, or Missing for a post without one."""
    by.require(Permission.MANAGE_ORGS)
    if not by.spans:
        raise Missing("")
    return by.spans[0]


def add_channel(kind: ChannelKind, given: Configured, *, by: Actor) -> Channel:
    """Set up a channel for the actor's area. Raises Refused by field."""
    area = managed_area(by)
    client = client_of(kind)
    key = secrets.token_urlsafe(24)
    row = Channel(
        lo=area.lo,
        hi=area.hi,
        area=place_names({area.lo})[area.lo],
        kind=kind,
        per_minute=client.per_minute,
        receipts=key,
        receipts_hash=crypto.keyed_hash(key, purpose=PURPOSE),
    )
    return _written(row, given, by)


def change_channel(channel: Channel, given: Configured, *, by: Actor) -> Channel:
    """Change a channel; the worker uses it so from the next message on."""
    with transaction.atomic():
        return _written(_held(channel, by), given, by)


def retire_channel(channel: Channel, *, by: Actor) -> None:
    """Use it no more. What still waits is dropped, and its secrets are thrown away."""
    with transaction.atomic():
        row = _held(channel, by)
        row.retired_at, row.secrets = clock.now(), ""
        _sign(row, by)
        row.save()
        waiting = Delivery.objects.filter(channel=row, state=State.QUEUED)
        waiting.filter(about=About.CODE).update(text="", params={})
        waiting.update(state=State.DROPPED, done_at=clock.now(), reason=_("渠道已停用"))


def _held(channel: Channel, by: Actor) -> Channel:
    rows = Channel.objects.managed_in(managed_area(by)).filter(pk=channel.pk, retired_at=None)
    row = rows.select_for_update().first()
    if row is None:
        raise Missing(_("没有找到这个渠道。"))
    return row


def _sign(row: Channel | Template, by: Actor) -> None:
    row.changed_at, row.changed_by = clock.now(), by.name


def _written(row: Channel, given: Configured, by: Actor) -> Channel:
    if not given.name.strip():
        raise Refused(_("这一项不能留空。"), field="name", code="required")
    if given.fallback is not None and given.fallback.pk == row.pk:
        raise Refused(_("不能改用它自己。"), field="fallback", code="itself")
    row.name, row.families = given.name.strip(), list(given.families)
    row.per_minute = given.per_minute
    row.fallback, row.unit, row.paused_until = given.fallback, given.unit, None
    row.options, sealed = _sorted_out(row, given.values)
    row.secrets = json.dumps(sealed) if sealed else ""
    _sign(row, by)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(_("已有同名的渠道。"), field="name", code="name_taken") from None
    return row


def _sorted_out(row: Channel, values: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What may be shown and what may not, both checked."""
    options: dict[str, str] = {}
    sealed = {} if _moved(row, values) else row.secret_values
    for setting in row.client.settings:
        text = values.get(setting.name, "").strip()
        if setting.secret:
            sealed |= {setting.name: text} if text else {}
            if setting.required and not sealed.get(setting.name):
                raise Refused(_("这一项不能留空。"), field=setting.name, code="required")
            continue
        text = text or setting.default
        if setting.required and not text:
            raise Refused(_("这一项不能留空。"), field=setting.name, code="required")
        if setting.is_url and text:
            _check_url(text, setting.name)
        elif setting.name == "host":
            _check_host(text, setting.name)
        options[setting.name] = text
    return options, sealed


def _moved(row: Channel, values: Mapping[str, str]) -> bool:
    """Whether it leads elsewhere than before: a secret goes only where it was given for."""
    places = [setting for setting in row.client.settings if setting.is_url or setting.name == "host"]
    return any(
        (values.get(one.name, "").strip() or one.default) != row.options.get(one.name, "") for one in places
    )


def _check_url(text: str, name: str) -> None:
    """Keys go over it: encrypted, or to an inner gateway that the installation names."""
    parts = urlsplit(text)
    host = parts.hostname or ""
    _check_host(host, name)
    if parts.scheme == "https" and host and "@" not in parts.netloc:
        return
    address = dialling.literal(host)
    inside = host == "localhost" if address is None else dialling.is_named(address)
    if parts.scheme == "http" and inside and "@" not in parts.netloc:
        return
    raise Refused(_("请填 https:// 开头的地址；http:// 只用于登记过的内网网关。"), field=name, code="address")


def _check_host(host: str, name: str) -> None:
    """What is written as an address is refused at once; what a name stands for, when it is connected to."""
    address = dialling.literal(host)
    if address is not None and not dialling.is_allowed(address):
        raise Refused(str(dialling.INNER), field=name, code="address")


def try_out(channel: Channel, to: str, *, by: Actor) -> Delivery:
    """Send a message for trial at once, past queue and hours; the answer stands in the log as any other's."""
    with transaction.atomic():
        row = _held(channel, by)
    if row.client.reach not in NO_ADDRESS and not to.strip():
        raise Refused(_("请填写收信的账号、号码或邮箱。"), field="to", code="required")
    text = _("这是一条试发的消息，收到说明渠道可用。")
    template, params = _trial(row)
    words = Rendered(_("和睦试发"), text, params, template)
    sent = message(row, f"t:{new_id()}", To(by.name, to.strip(), by.person_id), words, about=About.TEST)
    sent.save()
    claim = Claim(sent, row.client, row.account)
    outcome: Taken | NotSent = say(claim.client, claim.account, to.strip(), claim.message)
    record(sent, outcome)
    if isinstance(outcome, Taken):
        Channel.objects.filter(pk=row.pk).update(tested_at=clock.now())
    else:
        Delivery.objects.filter(pk=sent.pk, state=State.QUEUED).update(
            state=State.FAILED, done_at=clock.now()
        )
    sent.refresh_from_db()
    return sent


def _trial(row: Channel) -> tuple[str, dict[str, str]]:
    """A carrier sends only registered texts: the notice's, filled with samples."""
    from hemu.notices.sending.texts import SAMPLES, render

    if not row.client.registered:
        return "", {}
    words = render(Purpose.NOTICE, row.lo, row, SAMPLES)
    return words.template, words.params


def put_template(
    purpose: Purpose, title: str, text: str, registered: Mapping[str, str], *, by: Actor
) -> Template:
    """Use this text in the actor's area from now on. Raises Refused by field."""
    area = managed_area(by)
    if not title.strip():
        raise Refused(_("这一项不能留空。"), field="title", code="required")
    check_text(purpose, text)
    with transaction.atomic():
        standing = Template.objects.filter(lo=area.lo, hi=area.hi, purpose=purpose, retired_at=None)
        standing.update(retired_at=clock.now())
        row = Template(
            lo=area.lo,
            hi=area.hi,
            area=place_names({area.lo})[area.lo],
            purpose=purpose,
            title=title.strip(),
            text=text.strip(),
            registered={name: value.strip() for name, value in registered.items() if value.strip()},
        )
        _sign(row, by)
        row.save()
    return row


def choose(channel: Channel, families: Sequence[int], address: str = "", *, by: Actor) -> Subscription:
    """Say what the actor wants to hear on a channel, and where. Raises Refused (field ``address``)."""
    if channel.pk not in {row.pk for row in queries.channels_for(by)}:
        raise Missing(_("没有找到这个渠道。"))
    person = Person.objects.get(pk=by.person_id)
    chosen = Subscription(person=person, channel=channel, address=address.strip())
    if families and not address_of(person, channel, chosen):
        raise Refused(_("请填写收信的账号、号码或邮箱。"), field="address", code="required")
    found, _made = Subscription.objects.update_or_create(
        person=person,
        channel=channel,
        defaults={"families": list(families), "address": address.strip(), "changed_at": clock.now()},
    )
    return found


def resend(delivery: Delivery, *, by: Actor) -> Delivery:
    """Try a message again that was given up. Raises Missing, Refused."""
    managed_area(by)
    with transaction.atomic():
        row = Delivery.objects.select_for_update().select_related("channel").get(pk=delivery.pk)
        if row.state not in (State.FAILED, State.DROPPED) or row.channel.retired_at is not None:
            raise Refused(_("只有没有送达、渠道还在用的消息可以重发。"), code="not_failed")
        if row.about == About.CODE:
            raise Refused(_("验证码不重发，请村民重新订阅。"), code="code")
        if not row.text or (row.channel.client.reach not in NO_ADDRESS and not row.address):
            raise Refused(_("内容和地址已按期清除，不能重发。"), code="forgotten")
        row.state, row.attempts, row.not_before = State.QUEUED, 0, None
        row.done_at, row.claimed_until = None, None
        row.save()
    return row
