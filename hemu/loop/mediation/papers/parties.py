"""The parties as the forms print them."""

from __future__ import annotations

from hemu.documents.papers.drafting import Draft


def people(draft: Draft) -> None:
    """当事人基本情况: one paragraph a party."""
    draft.heading("当事人基本情况")
    with draft.repeat("party", "parties"):
        draft.line(
            "{{ party.side }}：{{ party.name }}{% if party.about %}，{{ party.about }}{% endif %}"
            "{% if party.identity %}，证件号码 {{ party.identity }}{% endif %}"
            "{% if party.phone %}，联系方式 {{ party.phone }}{% endif %}。",
            indent=True,
        )
