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
        S: "drafted_by activated_by proposed_by",
    },
    "rulebook.RuleChange": {P: "name note", S: "by"},
    "rulebook.CodeList": {P: "name label source"},
    "rulebook.Code": {P: "code parent label note since until maps", S: "changed_by"},
    "rulebook.Holiday": {P: "day name", S: "changed_by"},
    "changing.Lowering": {
        P: "asked_unit decided_unit",
        S: "asked_by decided_by",
        K: "reason note over",
    },
    "trials.Trial": {P: "table content_hash since until spans groups", S: "made_by"},
    "trials.TrialChange": {P: "groups"},
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
    "disputes.Reader": {S: "person_name", P: "unit_name"},
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
    "privacy.Emergency": {
        P: "unit_name supervisor_name reviewed_unit",
        S: "person_name reviewed_by",
        K: "reason note",
    },
    "privacy.PersonalConsent": {
        N: "party_name guardian",
        T: "relation",
        P: "kinds unit_name",
        S: "recorded_by",
        K: "purpose necessity impact",
    },
    "privacy.Hold": {P: "unit_name", S: "person_name ended_by", K: "reason"},
    "privacy.SealingRun": {P: "unit_name place note decided_unit", S: "person_name decided_by"},
    "privacy.SealingItem": {P: "ref due_on why_not"},
    "privacy.Assessment": {
        P: "unit_name place title lawful impact measures keep_until",
        S: "person_name",
    },
    "privacy.Breach": {
        P: "unit_name place title kinds cause harm measures own_steps no_telling",
        S: "person_name",
    },
    "privacy.BreachTelling": {P: "unit_name name how", S: "person_name"},
    "parties.PartyCode": {X: "hash"},
    "parties.Request": {
        N: "party_name",
        ID: "was becomes",
        P: "verified unit_name decided_unit",
        S: "taken_by decided_by",
        K: "text reason",
        X: "token",
    },
    "screening.Origin": {P: "ref"},
    "screening.Incident": {**_RECORD, P: "unit_name number", K: "narrative result", C: "phone"},
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
    "sending.Channel": {
        P: "area name options families",
        X: "secrets receipts receipts_hash",
        S: "changed_by",
    },
    "sending.Template": {P: "area title text registered", S: "changed_by"},
    "sending.Subscription": {C: "address", P: "families"},
    "sending.Delivery": {
        C: "address",
        S: "label",
        P: "key title text link params template receipt reason code",
    },
    "sending.Attempt": {P: "words code"},
    "bulletins.Bulletin": {**_RECORD, P: "unit_name subject text", S: "person_name cancelled_by"},
    "bulletins.Addressed": {P: "name", S: "owner passed_by"},
    "bulletins.GroupRobot": {S: "set_by"},
    "bulletins.Subscriber": {
        **_RECORD,
        C: "phone",
        P: "unit_name topics",
        X: "phone_hash stop stop_hash code_hash",
    },
    "talks.Drive": {**_RECORD, P: "unit_name name since until"},
    "talks.Talk": {
        **_RECORD,
        P: "unit_name title plan summary cancelled_why",
        S: "person_name speakers reported_by",
    },
    "talks.TalkFile": {P: "name stored preview", S: "person_name"},
    "stories.Story": {
        **_RECORD,
        P: "unit_name ref told_title told_text told_lesson slug decision withdrawn_why",
        K: "title text lesson by_hand kept looked_at",
        S: "person_name decided_by",
    },
    "stories.Objection": {P: "unit_name note", S: "person_name"},
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
    "mediation.Extension": {K: "reason", N: "agreed_by", S: "recorded_by"},
    "performance.Payment": {K: "performed_on note", S: "recorded_by"},
    "performance.Urging": {N: "party_name", K: "said new_day", S: "urged_by", P: "unit_name"},
    "performance.Change": {P: "old_number", K: "reason", S: "recorded_by"},
    "confirmation.Review": {P: "found unit_name", K: "note", S: "reviewed_by"},
    "confirmation.Confirmation": {
        P: "court_name papers ruling bar other_ways decide_by rule_by",
        K: "filed_on accepted_on ended_on reason",
        S: "recorded_by",
    },
    "police.PoliceReport": {
        P: "told_unit unit_name",
        S: "told_person written_by",
        K: "situation help_given feedback",
    },
    "police.CaseStep": {
        P: "case_number other_ways unit_name",
        K: "on text",
        N: "applicants",
        S: "written_by",
    },
    "outcomes.Prevention": {
        P: "stated_unit decided_unit happened_on",
        K: "grounds decision",
        S: "stated_by decided_by",
    },
    "crimes.CrimeReview": {
        P: "due_on held_on approved_unit",
        S: "panel held_by approved_by",
        K: "known kept lessons opinion",
    },
    "crimes.CrimeMeasure": {P: "unit_name due_on done_on what result"},
    "inquiries.Inquiry": {
        P: "recorded_unit",
        S: "askers recorded_by",
        A: "place",
        N: "asked_name",
        T: "asked_about",
        K: "present exchanges",
    },
    "inquiries.Authorisation": {
        P: "powers given_on until",
        S: "recorded_by",
        N: "party_name agent_name",
        T: "agent_about",
        ID: "agent_identity",
        C: "agent_phone",
        K: "other_power",
    },
    "routing.Referral": {
        P: "from_unit_name to_unit_name",
        S: "given_by answered_by",
        K: "asked reply",
    },
    "volumes.Volume": {
        P: "unit_name number retention stored missing since until filed_unit",
        S: "mediators checked_by filed_by",
        K: "title note account contents apart why",
    },
    "volumes.Awaited": {P: "problem"},
    "sheets.Batch": {
        P: "key query said unit_name language problem",
        S: "person_name",
        X: "stored",
    },
    "mediation.Recusal": {S: "name recorded_by", K: "reason"},
    "mediation.Mediator": {S: "languages skills", P: "brand_room"},
    "mediation.Session": {P: "prevention", S: "mediators recorded_by", A: "place", K: "record"},
    "mediation.Attendance": {N: "name", T: "relation"},
    "mediators.Committee": {
        P: "setup trade founded_on term_from term_until brand_room",
        S: "changed_by",
    },
    "mediators.Member": {S: "name since until ended_why"},
    "mediators.Training": {P: "subject held_on organiser", S: "recorded_by"},
    "mediators.Award": {P: "title awarded_by awarded_on withdrawn_on", S: "recorded_by"},
    "mediators.Tie": {N: "name", T: "note"},
    "mediators.CourtReport": {P: "court made_unit", S: "held changes made_by"},
    "mediators.Interpreter": {T: "language", N: "name", P: "unit_name", S: "recorded_by"},
    "sittings.Room": {P: "name"},
    "sittings.Sitting": {P: "presiding units", A: "place", K: "why", S: "made_by"},
    "sittings.SittingMediator": {S: "name"},
    "sittings.Feed": {X: "token token_hash"},
    "sittings.Market": {P: "place days", S: "made_by"},
    "sittings.Round": {P: "unit_name title note place", S: "person_name"},
    "sittings.Stop": {P: "place market"},
    "advice.Retainer": {P: "since until", S: "made_by"},
    "advice.Question": {P: "firm asked_unit", S: "lawyer asked_by", K: "question answer basis"},
    "advice.Discussion": {P: "place unit_name", S: "presiding recorded_by", K: "why conclusion follows"},
    "advice.Opinion": {S: "name", P: "unit_name", K: "text"},
    "fusion.Strand": {P: "unit_name asked_unit", S: "asked_by answered_by", K: "task result"},
    "followup.FollowUp": {
        P: "due_on done_unit",
        N: "asked_name",
        K: "reason smoulders answer new_dispute",
        S: "done_by",
    },
    "followup.Concerned": {N: "name", K: "note", S: "added_by"},
    "followup.LinkIssue": {P: "given_unit", S: "given_by"},
    "followup.OwnAnswer": {K: "left reply", S: "replied_by", X: "token"},
    "complaints.Complaint": {
        P: "number about_unit_name handler_name supervisor_name",
        N: "complainant",
        K: "text answer measures",
    },
    "callbacks.Callback": {P: "number label url about_unit_name unit_name", K: "words", S: "ended_by"},
    "callbacks.CallTry": {P: "unit_name", S: "person_name", K: "note"},
    "callbacks.NumberOpening": {P: "unit_name why", S: "person_name"},
    "chasing.Chase": {P: "next_on", K: "result", S: "done_by"},
    "chasing.ChaseCall": {P: "unit_name next_on", N: "whom_name", K: "said", S: "person_name"},
    "satisfaction.Draw": {P: "month population_hash strata", X: "commitment seed"},
    "satisfaction.Drawn": {P: "measured_name caller_name"},
    "complaints.ComplaintStep": {P: "unit_name", S: "person_name", K: "text"},
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
