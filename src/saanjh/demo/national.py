"""The demo at the size of a country: 2,000 organisations, 5,000 initiatives, a million values, after the small story.

Everything stands on the bulk forms of the actions that people use, and what has none on those actions themselves. It is
invented by rule from a few words, and from nothing else: the same on each day that it is told.
"""

import datetime
import itertools
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from saanjh.atlas.actions import initiatives
from saanjh.atlas.actions.initiatives import Work
from saanjh.atlas.models import Initiative
from saanjh.demo import people
from saanjh.demo.country import Country, Size, Step
from saanjh.demo.national_grants import grants, values
from saanjh.demo.world import World
from saanjh.ground import batches
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.actions import organisations
from saanjh.ground.models import District, Organisation
from saanjh.programmes.actions import indicators, objectives, programmes
from saanjh.programmes.models import Indicator

NATIONAL = Size()
YEARS = 5


def chapters() -> Iterator[tuple[str, Callable[[Country], None]]]:
    """(what is told, its teller), in order."""
    yield "national organisations", _organisations
    yield "national programme", _programme
    yield "national members", _members
    yield "national grants", grants
    yield "national values", values
    yield "national pages of grants", _pages_of_grants
    yield "national initiatives", _of_others


def tell(world: World, step: Step, note: Step = lambda words: None, size: Size = NATIONAL) -> None:
    """Tell all of it on top of the small story; `step` is told each chapter as it begins, `note` how far it is."""
    country = Country(world, size, note)
    for chapter, teller in chapters():
        step(chapter)
        teller(country)


def _organisations(country: Country) -> None:
    """As many as are missing, each named by a tree, what it is, and its district: no two alike."""
    there = Organisation.objects.count()
    names = itertools.product(country.words["tree"], country.words["body"], country.districts)
    spread = list(names)
    country.dice.shuffle(spread)
    rows = (organisation_facts(country, *name) for name in spread[: country.size.organisations - there])
    register = partial(organisations.register_many, by=country.world.system)
    for batch in batches.split(rows):
        country.world.organisations = [*country.world.organisations, *register(batch)]
    country.hosts = country.world.organisations[-country.size.grants :]


def organisation_facts(
    country: Country, tree: tuple[str, str], body: tuple[str, str], district: District
) -> dict[str, Any]:
    """One organisation, as `register` takes it."""
    return {
        "name_en": f"{tree[0]} {body[0]} {district.name_en}",
        "name_ur": f"{tree[1]} {body[1]} {district.name_ur}",
        "kind": "cso",
        "home": district,
        "about": "Neighbours who settle small quarrels before they grow.",
        "women_led": country.dice.random() < 0.3,
        "youth_led": country.dice.random() < 0.2,
        "is_public": country.dice.random() < 0.95,
    }


def _programme(country: Country) -> None:
    """A second programme, over the last five years and the next two, that measures most of the bank."""
    world = country.world
    world.programme = programmes.plan(
        title_en="Har Zila: grants in every district (demo)",
        title_ur="ہر ضلع: ہر ضلعے میں گرانٹس (ڈیمو)",
        summary="Long grants to local organisations in every district, with the same things measured everywhere.",
        written_in="en",
        currency="PKR",
        starts_on=world.ago(365 * YEARS + 60),
        ends_on=world.ago(-730),
        themes=country.lists["themes"][:5],
        by=world.system,
    )
    people.tell_roles(world, ScopeKind.PROGRAMME, world.programme.pk)
    officer = world.people["programme_officer"]
    country.indicators = list(Indicator.objects.order_by("position", "pk")[: country.size.indicators])
    for indicator in country.indicators:
        reason = "Measured in every grant alike, so that districts can be set side by side."
        indicators.choose(
            world.programme, indicator=indicator, reason=reason, assumption="", written_in="en", by=officer
        )
    objectives.add(
        world.programme,
        text_en="In every district somebody brings neighbours together before a quarrel grows.",
        text_ur="ہر ضلعے میں کوئی ہو جو جھگڑا بڑھنے سے پہلے ہمسایوں کو ساتھ بٹھائے۔",
        by=officer,
    )
    programmes.open(world.programme, by=officer)


def _members(country: Country) -> None:
    """A signatory and an editor in each organisation that has a grant."""
    world = country.world
    for number, host in enumerate(country.hosts, 1):
        for role, where in ((Role.SIGNATORY, world.signatories), (Role.EDITOR, world.editors)):
            username = f"national_{role.value}_{number}"
            world.people[username] = people.account(world, username, f"{role.label} {number} (demo)")
            where[host.pk] = world.give(username, role, host.pk)


def _pages_of_grants(country: Country) -> None:
    """Each grant has its page, written by the organisation and published by the officer."""
    world = country.world
    made = [
        initiatives.make_from(
            award,
            summary=country.summary(),
            public_theme=country.dice.choice(country.lists["themes"]),
            activity_types=country.dice.sample(country.lists["activity_types"], 2),
            target_groups=country.dice.sample(country.lists["target_groups"], 2),
            by=world.editor(award.organisation),
        )
        for award in world.awards
    ]
    for batch in batches.split(made):
        initiatives.publish_many(batch, by=world.people["programme_officer"])


def _of_others(country: Country) -> None:
    """What organisations do without a grant; one in fifty stays a draft."""
    officer = country.world.people["programme_officer"]
    rows = (work(country) for _each in range(country.size.initiatives - Initiative.objects.count()))
    for batch in batches.split(rows):
        made = initiatives.register_many(country.world.programme, batch, by=officer)
        initiatives.publish_many([each for number, each in enumerate(made) if number % 50], by=officer)


def work(country: Country) -> Work:
    """What one organisation does without a grant."""
    dice, world = country.dice, country.world
    title_en, title_ur = country.title()
    starts_on = world.ago(dice.randrange(30, 365 * YEARS))
    return Work(
        organisation=dice.choice(world.organisations),
        title_en=title_en,
        title_ur=title_ur,
        summary=country.summary(),
        starts_on=starts_on,
        ends_on=starts_on + datetime.timedelta(days=dice.randrange(90, 900)),
        districts=dice.sample(country.districts, dice.choice((1, 1, 1, 2, 3))),
        public_precision=dice.choices(("district", "province", "withheld"), (90, 7, 3))[0],
        public_theme=dice.choice(country.lists["themes"]),
        funding_source_class=dice.choice(country.lists["funding_source_classes"]),
        amount_minor=dice.randrange(200_000_00, 5_000_000_00, 1000_00),
        currency="PKR",
        activity_types=dice.sample(country.lists["activity_types"], 2),
        target_groups=dice.sample(country.lists["target_groups"], 2),
    )
