"""The tables of the ground, one file a noun."""

from saanjh.ground.models.files import StoredFile
from saanjh.ground.models.history import Line, Purpose, SensitiveRead
from saanjh.ground.models.installation import Mark
from saanjh.ground.models.jobs import PeriodicJob
from saanjh.ground.models.keys import OnceKey
from saanjh.ground.models.leaving import Closure, Erasure, Export
from saanjh.ground.models.notices import Notice
from saanjh.ground.models.organisations import Organisation, OrganisationKind
from saanjh.ground.models.people import Invitation, Person
from saanjh.ground.models.places import Alias, District, Province, Roster
from saanjh.ground.models.recoveries import Recovery
from saanjh.ground.models.roles import RoleHeld
from saanjh.ground.models.search import SearchEntry

__all__ = [
    "Alias",
    "Closure",
    "District",
    "Erasure",
    "Export",
    "Invitation",
    "Line",
    "Mark",
    "Notice",
    "OnceKey",
    "Organisation",
    "OrganisationKind",
    "PeriodicJob",
    "Person",
    "Province",
    "Purpose",
    "Recovery",
    "RoleHeld",
    "Roster",
    "SearchEntry",
    "SensitiveRead",
    "StoredFile",
]
