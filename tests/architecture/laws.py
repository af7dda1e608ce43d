"""What each article of law asks of the system, as docs/law.md lists it beside the tests that show it.

``python -m tests.architecture.laws`` writes docs/law.md from this table and the marks in the tests.
"""

from __future__ import annotations

from collections import defaultdict

from config.env import ROOT
from tests.architecture.marks import marks

Articles = dict[str, str]

LAWS: dict[str, tuple[str, Articles]] = {
    "人民调解法": (
        "People's Mediation Law, in force 2011-01-01",
        {
            "3": "every party's consent is on record; court, arbitration and the authorities stay open",
            "4": "free of charge, and the notice says so",
            "8": "three to nine members, one chair, a woman, the smaller group where there are several",
            "9": "members are elected for three years; the end of a term is told in time",
            "10": "the county's judicial bureau keeps the register and tells the court of changes",
            "13": "a mediator is a member of a committee or an appointed adult",
            "14": "mediators are grown, fair, know the law, and are trained; training is on record",
            "15": "bias, insult, taking advantage and leaking can be complained of",
            "17": "begins by application or by the committee; a clear refusal stops it",
            "18": "the court and the police may point a dispute to mediation",
            "19": "the committee names mediators or the parties choose; who chose is stored",
            "20": "helpers are invited only with the parties' consent",
            "23": "the party's four choices: mediator, taking part, openness, free will",
            "24": "the party's duties are told",
            "25": "measures where it may escalate; a possible offence is reported at once",
            "26": "failure ends it and the other ways are told",
            "27": "what was done is recorded and filed: registration, record, agreement",
            "28": "a written agreement, or an oral one whose content is registered",
            "29": "the contents of a written agreement and when it comes into force",
            "30": "an oral agreement is in force when it is reached",
            "31": "the committee watches and urges performance",
            "32": "a dispute about the agreement may go to court",
            "33": "both may ask the court to confirm within thirty days",
            "34": "townships, streets, enterprises and associations may set up committees",
        },
    ),
    "民事诉讼法": (
        "Civil Procedure Law, revised 2023",
        {
            "205": "joint request within thirty days, to which court",
            "206": "confirmed: enforcement; refused: a new agreement or a suit",
        },
    ),
    "法释〔2011〕5号": (
        "Supreme People's Court on judicial confirmation, 2011",
        {
            "2": "the court that is asked",
            "3": "the papers that go with a request",
            "4": "three days to take it; never for status, adoption or marriage",
            "5": "fifteen days to decide, ten more where needed",
            "7": "grounds on which an agreement is not confirmed",
            "11": "no fee",
        },
    ),
    "治安管理处罚法": (
        "Public Security Administration Punishments Law, revised 2025, in force 2026-01-01",
        {"9": "settled, performed, asked for in writing and approved: no penalty; else the law's way"},
    ),
    "信访工作条例": (
        "Regulations on petition work, 2022",
        {
            "22": "registered, and passed on within fifteen days",
            "31": "the way follows the kind: suit, arbitration, review and the rest",
            "33": "mediation while it is handled, with both sides' consent",
            "34": "sixty days, thirty more with leave",
            "35": "a review may be asked for within thirty days",
            "36": "a second review within thirty days",
            "37": "the three kinds of mediation work together",
        },
    ),
    "个人信息保护法": (
        "Personal Information Protection Law, in force 2021-11-01",
        {
            "13": "on what ground facts are held",
            "17": "who holds what, for what, for how long, and with what rights, is told",
            "19": "kept for the shortest time",
            "28": "what is sensitive is known as such",
            "29": "a consent of its own for what is sensitive",
            "30": "told why it is necessary and what follows",
            "31": "a guardian's consent for a child under fourteen",
            "34": "state organs stay within their duty",
            "35": "state organs tell whose facts they handle",
            "36": "stored in China",
            "37": "bodies with public duties are held to the same",
            "44": "the person decides, and may object",
            "45": "the person's own data are shown and handed over",
            "46": "what is wrong is corrected",
            "47": "deleted or sealed where there is no ground to keep",
            "48": "the rules are explained on request",
            "51": "classified, encrypted, opened by those who need it",
            "55": "an assessment before what is risky",
            "56": "assessments are kept for three years",
            "57": "a leak is told, to whom and when",
        },
    ),
    "反家庭暴力法": (
        "Anti-Domestic Violence Law, in force 2016-03-01",
        {
            "10": "mediation of family quarrels, to prevent violence",
            "13": "a complaint of violence is helped, never turned away",
            "14": "violence against one who can't protect himself is reported to the police at once",
        },
    ),
    "劳动争议调解仲裁法": (
        "Labour Dispute Mediation and Arbitration Law, in force 2008-05-01",
        {
            "10": "people's mediation takes labour disputes",
            "14": "fifteen days without agreement open the way to arbitration",
            "16": "wages, injury and compensation not performed: an order for payment",
            "27": "one year to ask for arbitration",
        },
    ),
    "农村土地承包经营纠纷调解仲裁法": (
        "Law on rural land contract disputes, in force 2010-01-01",
        {
            "7": "village and township mediate",
            "8": "asked for in writing or by word of mouth, taken down on the spot",
            "9": "facts and opinions are heard and the law explained",
            "10": "an agreement is written, signed and sealed",
            "18": "two years to ask for arbitration",
        },
    ),
    "土地管理法": (
        "Land Administration Law, revised 2019",
        {"14": "who owns land is decided by the government, thirty days to sue, nothing changed meanwhile"},
    ),
    "档案法": (
        "Archives Law, revised 2020",
        {"13": "what grass-roots governance leaves behind is archived"},
    ),
}
"""Law → (its English name, article → what it asks). From law-and-standards.md §6."""

TARGET = ROOT / "docs" / "law.md"


def shown() -> dict[str, set[str]]:
    """Article as a mark writes it ('人民调解法29') → the tests that show it."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, test in marks("law"):
        found[name].add(test)
    return found


def missing() -> list[str]:
    """Articles of the table that no test shows."""
    found = shown()
    return [
        law + number
        for law, (_, articles) in LAWS.items()
        for number in articles
        if law + number not in found
    ]


def page() -> str:
    """docs/law.md."""
    found = shown()
    listed = [law + number for law, (_, articles) in LAWS.items() for number in articles]
    lines = [
        "# What the law asks, and the test that shows it",
        "",
        f"{len(listed) - len(missing())} of {len(listed)} articles have a test that carries them.",
        "Written by `python -m tests.architecture.laws` from the marks in the tests; don't edit.",
    ]
    for law, (english, articles) in LAWS.items():
        lines += ["", f"## {law} · {english}", "", "| article | what it asks | shown by |", "|---|---|---|"]
        for number, asks in articles.items():
            tests = "<br>".join(f"`{test}`" for test in sorted(found.get(law + number, ()))) or "none yet"
            lines.append(f"| {number} | {asks} | {tests} |")
    others = sorted(set(found) - set(listed))
    lines += ["", "## Others that a test names", ""]
    lines += [f"- **{name}**: " + ", ".join(f"`{test}`" for test in sorted(found[name])) for name in others]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(page())
