"""The matters themselves: (kind, title, narrative, request, issues, content of the agreement), by group.

The spread over the groups is one county's over nine months (see hemu.demo.matters.SPREAD).
"""

from __future__ import annotations

from hemu.demo.matters.ground import HOMESTEAD, LAND, NEIGHBOURS, TAKING
from hemu.demo.matters.persons import FAMILY, HARM, LABOUR, MEDICAL, OTHERS, TRAFFIC
from hemu.demo.matters.shape import Matter

GROUPS: dict[str, tuple[Matter, ...]] = {
    "neighbours": NEIGHBOURS,
    "land": LAND,
    "family": FAMILY,
    "harm": HARM,
    "taking": TAKING,
    "homestead": HOMESTEAD,
    "others": OTHERS,
    "traffic": TRAFFIC,
    "labour": LABOUR,
    "medical": MEDICAL,
}

SPREAD = {
    "neighbours": 1670,
    "land": 1408,
    "others": 849 + 122 + 99 + 18 + 13 + 2,
    "family": 646,
    "harm": 446,
    "taking": 317,
    "homestead": 224,
}
"""How often a village or township meets each: 5,935 disputes of one county in nine months."""
PROFESSIONAL_SPREAD = {"traffic": 48, "labour": 45, "medical": 28}
"""What comes before the professional committees."""
