"""The register of personal fields: what each text or date that we keep says of whom (个人信息保护法 51).

Every text, number in text, binary or calendar-date field of every table of ours stands here once; a
test refuses a field that doesn't. Moments (date and time) are when an office did something, and are
not listed. What a class means for storing, showing and keeping is in :data:`TREATMENT`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldClass(StrEnum):
    """What a field can say of a private person, the most sensitive first."""

    IDENTITY = "identity"
    CONTACT = "contact"
    TRAIT = "trait"
    ADDRESS = "address"
    NAME = "name"
    CASE = "case"
    STAFF = "staff"
    KEY = "key"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Treatment:
    """How a class is stored, shown and ended."""

    stored: str
    shown: str
    ends: str


TREATMENT: dict[FieldClass, Treatment] = {
    FieldClass.IDENTITY: Treatment(
        "sealed, keyed hash beside it", "masked, opened on record", "with the case"
    ),
    FieldClass.CONTACT: Treatment("sealed", "masked, opened on record", "with the case"),
    FieldClass.TRAIT: Treatment("open", "within scope", "with the case"),
    FieldClass.ADDRESS: Treatment("open", "masked, opened on record", "with the case"),
    FieldClass.NAME: Treatment("open, searched by it", "within scope; masked in exports", "with the case"),
    FieldClass.CASE: Treatment("open; sealed in the ledger", "within scope", "with the case"),
    FieldClass.STAFF: Treatment(
        "open", "to colleagues: people answer for their acts", "never: it is accountability"
    ),
    FieldClass.KEY: Treatment("a key, a hash or what is sealed", "never", "with what it belongs to"),
    FieldClass.PLAIN: Treatment("open", "says nothing of a person", "not at all"),
}

ID, C, T, A, N = (
    FieldClass.IDENTITY,
    FieldClass.CONTACT,
    FieldClass.TRAIT,
    FieldClass.ADDRESS,
    FieldClass.NAME,
)
K, S, X, P = FieldClass.CASE, FieldClass.STAFF, FieldClass.KEY, FieldClass.PLAIN

_RECORD = {P: "unit_name", S: "person_name", A: "place"}
"""What every record of screening carries."""

_MODELS: dict[str, dict[FieldClass, str]] = {
    "orgs.Person": {
        S: "username name pinyin email phone staff_number languages skills",
        X: "password phone_hash",
    },
    "orgs.ImportDraft": {S: "content", P: "file_name"},
    "orgs.Region": {P: "since until also_levels name official_name local_name full_name"},
    "orgs.RegionChange": {P: "on reason old_name new_name by_unit", S: "by_name"},
    "orgs.Unit": {P: "name pinyin phone address closed_on"},
    "orgs.UnitArea": {P: "since until"},
    "orgs.Post": {P: "since until title"},
    "orgs.OrgRecord": {S: "detail by_name", P: "by_unit"},
    "orgs.Team": {P: "since until name languages note"},
    "orgs.TeamMember": {P: "since until"},
    "orgs.TeamLoan": {P: "since until reason"},
    "rulebook.RuleTable": {
        P: "name valid_from valid_until rows examples content_hash why",
        S: "drafted_by activated_by",
    },
    "rulebook.CodeList": {P: "name label source"},
    "rulebook.Code": {P: "code parent label note since until maps", S: "changed_by"},
    "rulebook.Holiday": {P: "day name", S: "changed_by"},
    "tally.DayCell": {P: "day"},
    "tally.KindCell": {P: "day"},
    "tally.MeasureCell": {P: "day"},
    "tally.ColourMonthCell": {P: "month"},
    "tally.KindMonthCell": {P: "month"},
    "tally.MeasureMonthCell": {P: "month"},
    "tally.MonthCell": {P: "month"},
    "outbox.Row": {P: "payload"},
    "disputes.Clock": {P: "unit_name source"},
    "disputes.Dispute": {
        P: "ref opened_on settled_on lead_unit_name turn_unit_name",
        A: "place",
        K: "title narrative occurred_on facts grounds proposed_grounds",
        X: "ledger_hash data_key",
    },
    "disputes.Entry": {S: "person_name", P: "unit_name details image", X: "sealed prev_hash hash"},
    "disputes.Involvement": {P: "unit_name"},
    "disputes.Link": {K: "grounds", S: "made_by"},
    "disputes.Party": {
        N: "name legal_representative",
        T: "born occupation language",
        ID: "identity_number",
        C: "phone",
        A: "address",
        X: "identity_hash phone_hash",
    },
    "documents.Attachment": {K: "name", P: "stored preview unit_name", S: "person_name"},
    "documents.PaperTemplate": {P: "paper area stored file_name why", S: "put_by withdrawn_by"},
    "privacy.Opening": {N: "party_label", P: "note unit_name", S: "person_name"},
    "screening.Origin": {P: "ref"},
    "screening.Incident": {**_RECORD, P: "unit_name number", K: "narrative result"},
    "screening.IncidentStep": {
        P: "unit_name holder_name helper_name",
        S: "person_name claimed_by",
        K: "note",
    },
    "screening.IncidentCall": {P: "unit_name", S: "person_name", K: "note"},
    "screening.Petition": {**_RECORD, P: "unit_name number from_unit", K: "narrative answer"},
    "screening.JointMeeting": {**_RECORD, P: "unit_name subject units", K: "minutes"},
    "screening.MeetingItem": {P: "brought_by", K: "text"},
    "meetings.Outcome": {P: "unit_name", S: "person_name", K: "text"},
    "screening.VillagersReport": {
        P: "unit_name turn_unit_name code suspicions",
        S: "person_name officer auxiliary cadre representative taken_by judged_by",
        A: "place",
        C: "reporter phone",
        K: "text answer",
        X: "text_key",
    },
    "villagers.Step": {P: "unit_name", S: "person_name", K: "text", X: "token"},
    "villagers.ReportFile": {P: "stored preview media", X: "digest"},
    "villagers.TrackingCode": {X: "hash"},
    "villagers.ContactOpening": {P: "note unit_name", S: "person_name"},
    "villagers.ReopenProposal": {K: "text reason", S: "decided_by"},
    "villagers.VillageCode": {P: "code", S: "made_by"},
    "petitions.PetitionStep": {P: "unit_name basis", S: "person_name", K: "text"},
    "groups.WorkGroup": {P: "unit_name name note closed_why", S: "person_name owner", A: "place"},
    "groups.Push": {P: "unit_name subject text", S: "person_name"},
    "reporting.Flag": {P: "unit_name decided_unit", K: "words grounds reason", S: "decided_by"},
    "supervision.Order": {P: "number unit_name raiser_name demand"},
    "supervision.OrderStep": {P: "unit_name", S: "person_name", K: "text"},
    "coverage.Count": {**_RECORD},
    "coverage.Listed": {**_RECORD, N: "name"},
    "doubts.Doubt": {P: "unit_name decided_unit", K: "evidence reason", S: "decided_by"},
    "doubts.PhotoPrint": {P: "stored pieces"},
    "campaigns.Campaign": {**_RECORD, P: "unit_name name occasion since until entries note"},
    "campaigns.Target": {
        **_RECORD,
        P: "unit_name entry grounds",
        N: "name",
        S: "person_name removed_by",
        K: "removed_why",
    },
    "screening.GroupRecord": {**_RECORD, P: "unit_name group_name", K: "text"},
    "screening.Hazard": {**_RECORD, K: "text result"},
    "screening.Visit": {
        P: "unit_name campaign publicity photos",
        S: "person_name visitors",
        A: "place",
        N: "object_name",
        C: "object_phone",
        K: "object_info dispute_text hazard_text help_text done_on_spot what_follows",
    },
    "sent.Sending": {P: "signs jumps files target", K: "no_position", X: "content"},
    "sent.SentFile": {P: "stored media_type camera"},
    "screening.VisitReview": {P: "reason unit_name", S: "person_name"},
    "links.Proposal": {K: "grounds reason", S: "decided_by", P: "decided_unit"},
    "links.Trained": {S: "made_by", P: "weights"},
    "importing.Upload": {
        K: "file_name",
        S: "person_name",
        P: "unit_name stored sheets layout mapping problem",
        A: "choices",
        X: "file_hash",
    },
    "importing.RawChunk": {ID: "rows"},
    "importing.CheckedChunk": {ID: "records", P: "counts"},
    "importing.ImportedRow": {P: "ref", X: "mark own_number"},
    "importing.Mapping": {P: "columns", A: "choices", S: "person_name", X: "heads_hash"},
    "assessment.SafetyMeasure": {P: "owner_unit", S: "owner made_by done_by", K: "task result"},
    "assessment.WarningNotice": {**_RECORD, P: "unit_name number", K: "subject analysis guidance"},
    "assessment.WarnedUnit": {P: "unit_name told_ids", S: "received_by answered_by", K: "answer"},
    "assessment.WarningStep": {P: "unit_name about", S: "person_name", K: "text"},
    "assessment.SafetyContact": {N: "name", C: "phone", K: "note", S: "made_by"},
    "conferral.Conferral": {**_RECORD, P: "unit_name number subject", S: "person_name chair", K: "summary"},
    "conferral.Attendance": {P: "unit_name", S: "person_name"},
    "conferral.Item": {P: "ref path", S: "concluded_by", K: "title ground conclusion"},
    "conferral.ConferralMeasure": {P: "unit_name", S: "owner done_by", K: "task result"},
    "key.KeyDispute": {P: "entered_unit removed_unit", S: "entered_by removed_by", K: "reason removal"},
    "key.Responsible": {P: "unit_name", S: "person_name named_by"},
    "key.KeyMeasure": {P: "unit_name", S: "owner made_by done_by", K: "task result"},
    "key.KeyUpdate": {P: "unit_name", S: "person_name", K: "text"},
    "assessment.WarnedDispute": {P: "ref", K: "title"},
    "routing.Hop": {
        P: "from_unit_name to_unit_name joint grounds return_code",
        S: "officer_name given_by received_by returned_by",
        K: "reason return_reason",
    },
    "mediation.Agreement": {
        P: "number unit_name",
        S: "mediators recorded_by",
        A: "place",
        K: "main_facts issues responsibilities content manner time_limit ownership_note confirmation_until",
    },
    "mediation.Signature": {N: "party_name"},
    "mediation.Promise": {N: "party_name", K: "what due_on performed_on note", S: "recorded_by"},
    "mediation.Application": {
        P: "party_ids referred_by recorded_unit",
        N: "applicants",
        K: "requests",
        S: "recorded_by",
    },
    "mediation.Acceptance": {P: "number unit_name rights_version", K: "ownership_note", S: "accepted_by"},
    "mediation.NamedMediator": {S: "name", P: "unit_name"},
    "mediation.Consent": {N: "party_name", S: "recorded_by"},
    "mediation.Ending": {
        N: "party_name",
        P: "reason_code other_ways unit_name",
        K: "reason",
        S: "recorded_by",
    },
    "mediation.Recusal": {S: "name recorded_by", K: "reason"},
    "mediation.Mediator": {S: "languages skills", P: "brand_room"},
    "mediation.Session": {P: "prevention", S: "mediators recorded_by", A: "place", K: "record"},
    "mediation.Attendance": {N: "name", T: "relation"},
    "followup.FollowUp": {
        P: "due_on done_unit",
        N: "asked_name",
        K: "reason smoulders answer",
        S: "done_by",
    },
    "outreach.SmallService": {
        P: "unit_name",
        S: "person_name closed_by",
        A: "place",
        N: "for_whom",
        C: "phone",
        K: "text result_text",
    },
    "api.ApiKey": {P: "name prefix permissions", S: "made_by", X: "secret_hash"},
    "api.AnsweredCall": {P: "idempotency_key", K: "answer", X: "request_hash"},
    "field.Device": {
        P: "name prefix next_prefix",
        S: "ended_by",
        X: "public_key token_hash next_hash secret",
    },
    "field.Envelope": {K: "answer", X: "content"},
    "field.Item": {P: "kind signs", K: "answer", X: "content"},
    "field.Kept": {
        P: "unit_name kind record",
        S: "person_name decided_by",
        A: "place",
        K: "message reason",
        ID: "sent",
        X: "content",
    },
    "field.Upload": {P: "sha256 refusal stored media_type camera"},
    "notices.Notice": {P: "key ref unit_name path"},
    "portal.Bucket": {X: "key"},
    "jobs.JobRun": {P: "name error"},
    "jobs.Installation": {X: "key_check"},
}

REGISTER: dict[tuple[str, str], FieldClass] = {
    (model, name): held
    for model, classes in _MODELS.items()
    for held, names in classes.items()
    for name in names.split()
}
"""(``app.Model``, field) → class."""


def class_of(model: str, field: str) -> FieldClass:
    """The class of a field; raises KeyError when nobody has said."""
    return REGISTER[model, field]
