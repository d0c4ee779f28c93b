"""What the demo's tellers share: who acts, on which things. Each teller adds what later ones need."""

import datetime
from typing import Any

from django.utils import timezone

from saanjh.ground.access import Role
from saanjh.ground.actions import roles
from saanjh.ground.models import District, Organisation, Person


class World:
    """The demo while it is being told. Rooms set further names on it: `programme`, `call`, `applications`, …"""

    def __init__(self, system: Person, *, today: datetime.date | None = None) -> None:
        self.system = system
        self.today = today or timezone.localdate()
        self.people: dict[str, Person] = {}
        self.organisations: list[Organisation] = []
        self.districts: dict[str, District] = {}
        self.signatories: dict[int, Person] = {}  # by the organisation's primary key
        self.editors: dict[int, Person] = {}
        self.programme: Any = None
        self.call: Any = None
        self.applications: list[Any] = []
        self.awards: list[Any] = []
        self.initiatives: list[Any] = []
        self.study: Any = None
        self.receipt = ""  # of the message that is answered
        self.networks: list[Any] = []

    def give(self, name: str, role: Role, over: int = 0) -> Person:
        """Give a role to one of the demo's people."""
        person = self.people[name]
        roles.give(person, role, over=over, by=self.system)
        return person

    def signatory(self, organisation: Organisation) -> Person:
        """Who signs for the organisation."""
        return self.signatories[organisation.pk]

    def editor(self, organisation: Organisation) -> Person:
        """Who writes for the organisation."""
        return self.editors[organisation.pk]

    def ago(self, days: int) -> datetime.date:
        """The day so many days ago (before the demo's today)."""
        return self.today - datetime.timedelta(days=days)
