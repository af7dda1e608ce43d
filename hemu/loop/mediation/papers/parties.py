"""The parties as the forms print them: what isn't recorded is a line to write on by hand.

Of a person the ministry's form of 2010 asks for sex, ethnicity, age, occupation, telephone and unit or
address; ethnicity is never recorded here, so that its place is always free.
"""

from __future__ import annotations

from hemu.documents.papers.drafting import BLANK, Draft

_PERSON = (
    ("性别", "sex"),
    ("民族", ""),
    ("年龄", "age"),
    ("职业或职务", "occupation"),
    ("联系方式", "phone"),
    ("单位或住址", "address"),
)
_ORGANISATION = (
    ("法定代表人", "representative"),
    ("联系方式", "phone"),
    ("单位地址", "address"),
)


def _asked(fields: tuple[tuple[str, str], ...]) -> str:
    """Each label with what is recorded of the party, or with a blank."""
    said = (
        label + "：" + ("{{ party." + name + " or '" + BLANK + "' }}" if name else BLANK)
        for label, name in fields
    )
    return "，".join(said)


def people(draft: Draft) -> None:
    """当事人基本情况: one paragraph a party."""
    draft.heading("当事人基本情况")
    with draft.repeat("party", "parties"):
        draft.line(
            "{{ party.side }}：{{ party.name }}，{% if party.person %}"
            + _asked(_PERSON)
            + "{% else %}"
            + _asked(_ORGANISATION)
            + "{% endif %}{% if party.identity %}，证件号码：{{ party.identity }}{% endif %}。",
            indent=True,
            size=12,
        )
