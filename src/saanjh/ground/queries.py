"""Reads of the ground: districts by people's names for them, what waits for an administrator, refused invitations."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, Standing
from saanjh.ground.models import Alias, District, Erasure, Invitation, Line, Person, Recovery
from saanjh.ground.waiting import Waiting
from saanjh.kit import text


@dataclass(frozen=True)
class Gazetteer:
    """Every name of every district: its own names before its other names."""

    own: dict[str, list[District]]
    others: dict[str, list[District]]

    def named(self, name: str) -> list[District]:
        """The districts that the name can mean; more than one must be asked back, never guessed."""
        key = text.normalise(name)
        return self.own.get(key) or self.others.get(key) or []


def gazetteer(on: datetime.date | None = None) -> Gazetteer:
    """The names of the districts of today's roster, or of the one that was in force on a day. Two queries."""
    rows = District.objects.select_related("province", "roster")
    districts = rows.on(on) if on else rows.current()
    own: dict[str, list[District]] = defaultdict(list)
    others: dict[str, list[District]] = defaultdict(list)
    there = {district.pk: district for district in districts}
    for district in there.values():
        for name in {text.normalise(district.name_en), text.normalise(district.name_ur), district.slug}:
            own[name].append(district)
    for search_name, pk in Alias.objects.values_list("search_name", "district"):
        if pk in there:
            others[search_name].append(there[pk])
    return Gazetteer(dict(own), dict(others))


def districts_named(name: str, *, on: datetime.date | None = None) -> list[District]:
    """The districts that a name can mean, however it is spelt."""
    return gazetteer(on).named(name)


def district_named(name: str, *, on: datetime.date | None = None) -> District | None:
    """The district that the name means, or None where there is none or more than one."""
    found = districts_named(name, on=on)
    return found[0] if len(found) == 1 else None


def districts_in_order() -> list[District]:
    """Every district of today's roster with its province and roster, by province and name."""
    return list(District.objects.current().select_related("province", "roster"))


def districts_holding(question: str) -> list[District]:
    """Districts, ended ones too, of which a name holds the words typed; all for an empty question. Two queries."""
    wanted = text.words(question)
    others: dict[int, str] = defaultdict(str)
    for search_name, pk in Alias.objects.values_list("search_name", "district") if wanted else ():
        others[pk] += f" {search_name}"
    return [
        district
        for district in District.objects.select_related("province", "roster")
        if all(word in text.normalise(f"{district.name_en} {district.name_ur}{others[district.pk]}") for word in wanted)
    ]


def waiting(standing: Standing) -> list[Waiting]:
    """New ways in, and erasures, that somebody else asked for. Two queries, for administrators only."""
    if standing.person is None or not standing.has(Role.ADMINISTRATOR):
        return []
    rows = Recovery.objects.visible_to(standing).open().exclude(asked_by=standing.person)
    rows = rows.exclude(person=standing.person).order_by("pk")[:50]
    erasures = Erasure.objects.visible_to(standing).filter(state=Erasure.State.ASKED)
    erasures = erasures.exclude(asked_by=standing.person).exclude(person=standing.person).order_by("pk")[:50]
    to_erase = [
        Waiting(
            title=_("Confirm an erasure"),
            about=row.person.name,
            kind="ground.erasure",
            id=row.public_id,
            whose=row.asked_by.name,
        )
        for row in erasures
    ]
    return to_erase + [
        Waiting(
            title=_("Confirm a new way in"),
            about=row.person.name,
            kind="ground.recovery",
            id=row.public_id,
            whose=row.asked_by.name,
            due=timezone.localdate(row.expires_at),
        )
        for row in rows
    ]


def not_given(invitations: Collection[Invitation]) -> dict[str, list[Person]]:
    """public id of an invitation that is still open -> who did not get its role, the last one first. Two queries."""
    ids = [each.public_id for each in invitations if each.used_at is None]
    noted = Line.objects.filter(kind="ground.invitation", object_id__in=ids, verb="invitation_not_given")
    lines = list(noted.order_by("-number")) if ids else []
    rows = Person.objects.filter(public_id__in={line.person for line in lines}) if lines else []
    people = {each.public_id: each for each in rows}
    found: dict[str, list[Person]] = {}
    for line in lines:
        if line.person in people and people[line.person] not in found.setdefault(line.object_id, []):
            found[line.object_id].append(people[line.person])
    return found
