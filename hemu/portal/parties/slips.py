"""The slip that a party takes home: the code, six figures, a QR code, and the rights in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute
from hemu.documents.pdf import typeset
from hemu.loop.mediation import rights
from hemu.loop.screening.villagers import rules
from hemu.loop.screening.villagers.poster import qr_svg
from hemu.portal.parties.codes import Given, code_of, pin_of

TEMPLATE = Path(__file__).with_name("slip.typ")
PATH = "/portal/my/"


def pdf(dispute: Dispute, given: Sequence[Given], base: str) -> bytes:
    """The slips of parties who have a code, a page each; `base` is where villagers reach the site."""
    data = {
        "lang": "zh" if (get_language() or "zh").startswith("zh") else "en",
        "title": _("当事人查询单"),
        "slips": [_slip(dispute, one, base) for one in given if one.code is not None],
    }
    return typeset(TEMPLATE, data)


def address_of(code: str, base: str) -> str:
    """What the QR code opens: the code is filled in, the second proof isn't."""
    return f"{base}{PATH}?c={code}"


def _slip(dispute: Dispute, one: Given, base: str) -> dict[str, Any]:
    if one.code is None:
        raise ValueError("a slip needs a code")
    code = code_of(one.code)
    notice = rights.notice_for(dispute.kind)[1]
    return {
        "title": _("权利告知和查询单"),
        "about": _("%(name)s：您的纠纷（%(ref)s）办到哪一步，自己就能查。")
        % {"name": one.party.name, "ref": dispute.ref},
        "rows": [
            {"label": _("查询码"), "words": rules.shown_code(code)},
            {"label": _("核对码（也可以用登记的电话或者身份证后四位）"), "words": pin_of(one.code)},
        ],
        "how": [
            _("微信扫一扫右边的码，或者在手机上打开 %(address)s")
            % {"address": (base + PATH).removeprefix("https://").removeprefix("http://")},
            _("能看进展、文书、谁看过您的信息；能更正信息、选调解员、不再调解、回答回访、投诉。"),
        ],
        "qr": qr_svg(address_of(code, base)),
        "qr_says": _("二维码：查询页面"),
        "scan": _("微信扫一扫"),
        "rights_title": _("您的权利"),
        "rights": [*(str(text) for text, _article in notice.lines), str(rights.COURT_IS_OPEN)],
        "foot": _("请不要给别人看。丢了可以到办理单位换新的，旧的马上作废。保存期满后自动失效。"),
    }
