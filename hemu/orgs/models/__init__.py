"""Who and where: regions, units, people, posts and teams. Reference tables: nothing here points at a case."""

from hemu.orgs.models.imports import ImportDraft, SheetKind
from hemu.orgs.models.people import Person, PersonManager
from hemu.orgs.models.posts import Post, Role
from hemu.orgs.models.records import OrgRecord, RecordAct, Subject
from hemu.orgs.models.regions import ChangeKind, Level, Region, RegionChange
from hemu.orgs.models.teams import Team, TeamKind, TeamLoan, TeamMember
from hemu.orgs.models.units import CommitteeKind, Unit, UnitArea, UnitKind

__all__ = [
    "ChangeKind",
    "CommitteeKind",
    "ImportDraft",
    "Level",
    "OrgRecord",
    "Person",
    "PersonManager",
    "Post",
    "RecordAct",
    "Region",
    "RegionChange",
    "Role",
    "SheetKind",
    "Subject",
    "Team",
    "TeamKind",
    "TeamLoan",
    "TeamMember",
    "Unit",
    "UnitArea",
    "UnitKind",
]
