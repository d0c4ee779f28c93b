"""The demo's networks: four, with terms that two agreed on, and the actions of the roadmap as they were reported."""

import csv
from pathlib import Path

from saanjh.demo import people
from saanjh.demo.world import World
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.actions import roles
from saanjh.ground.models import Person
from saanjh.networks.actions import members, networks, roadmap, terms
from saanjh.networks.models import Network, RoadmapAction
from saanjh.programmes.models import Scheme, Theme

HERE = Path(__file__).parent
JOINED, AGREED = 300, 270  # days ago


def tell(world: World) -> None:
    """Found them, enter their members, agree on terms, and follow the roadmap until today."""
    led: dict[str, tuple[Network, Person]] = {}
    for row in _rows("networks.csv"):
        network = _found(world, row)
        convenor = _convenor(world, network, first=not led)
        _agree(world, network, row["kind"], by=convenor)
        led[row["kind"]] = network, convenor
        world.networks.append(network)
    _follow(world, led)
    _propose_anew(*led["policy_support"])


def _rows(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _found(world: World, row: dict[str, str]) -> Network:
    officer = world.people["programme_officer"]
    kind = Theme.objects.get(scheme=Scheme.NETWORK_KINDS, code=row["kind"])
    words = {name: row[name] for name in ("title_en", "title_ur", "purpose_en", "purpose_ur")}
    network = networks.found(world.programme, kind=kind, by=officer, **words)
    organisations = {each.name_en: each for each in world.organisations}
    for name in row["members"].split(";"):
        members.join(network, organisation=organisations[name], since=world.ago(JOINED), by=officer)
    return network


def _convenor(world: World, network: Network, *, first: bool) -> Person:
    """The cast's convenor leads the first network; each other one is led by the editor of its first member."""
    if first:
        people.tell_roles(world, ScopeKind.NETWORK, network.pk)
        return world.people["convenor"]
    membership = network.memberships.order_by("pk").first()
    assert membership is not None
    person = world.editor(membership.organisation)
    roles.give(person, Role.CONVENOR, over=network.pk, by=world.system)
    return person


def _agree(world: World, network: Network, kind: str, *, by: Person) -> None:
    """The convenor writes; the signatory of the member that joined last adopts."""
    draft = terms.draft(network, by=by)
    sections = {section.code: section for section in draft.sections.select_related("terms__network")}
    for row in _rows("network_terms.csv"):
        if row["network"] == kind:
            terms.write(sections[row["section"]], text=row["text"], written_in=row["written_in"], by=by)
    terms.propose(draft, by=by)
    membership = network.memberships.order_by("pk").last()
    assert membership is not None
    terms.adopt(draft, adopted_on=world.ago(AGREED), by=world.signatory(membership.organisation))


def _follow(world: World, led: dict[str, tuple[Network, Person]]) -> None:
    """Each action with what was reported of it; those of no network are the officer's."""
    added: dict[str, RoadmapAction] = {}
    for row in _rows("roadmap.csv"):
        network, by = led.get(row["network"], (None, world.people["programme_officer"]))
        added[row["key"]] = roadmap.add(
            world.programme,
            network=network,
            pillar=Theme.objects.get(scheme=Scheme.ROADMAP_PILLARS, code=row["pillar"]),
            title_en=row["title_en"],
            title_ur=row["title_ur"],
            horizon=row["horizon"],
            lead_kind=row["lead_kind"],
            cost_band=row["cost_band"],
            added_on=world.ago(int(row["added"])),
            depends_on=added.get(row["after"]),
            by=by,
        )
        for report in filter(None, row["reports"].split(";")):
            state, days = report.split(":")
            roadmap.report_status(added[row["key"]], state=state, on=world.ago(int(days)), by=by)


def _propose_anew(network: Network, by: Person) -> None:
    """The second version of one network's terms waits for somebody to adopt it."""
    draft = terms.draft(network, by=by)
    section = draft.sections.get(code="information")
    terms.write(section, text="Briefs are public on the day they are handed over.", written_in="en", by=by)
    terms.propose(draft, by=by)
