"""Each action that has two forms: how it is called for one row and for many, and rows that it takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from saanjh.atlas.actions import initiatives
from saanjh.demo.country import Country, Size
from saanjh.demo.national import organisation_facts, work
from saanjh.demo.national_grants import rows_of
from saanjh.demo.world import World
from saanjh.ground.actions import organisations
from saanjh.ground.models import Person
from saanjh.programmes.models import ChosenIndicator
from saanjh.results.actions import values

SMALL = Size(organisations=12, initiatives=9, grants=2, indicators=8, months=3)


class Small:
    """The small demo with what the national one is invented by; the same rows for the same dice."""

    def __init__(self, world: World) -> None:
        self.country = Country(world, SMALL, lambda words: None)
        chosen = ChosenIndicator.objects.current().filter(programme=world.programme).select_related("indicator")
        self.country.indicators = [row.indicator for row in chosen]
        self.world = world
        self.award = next(each for each in world.awards if each.state == "active")
        self.editor = world.editor(self.award.organisation)
        self.verifier = world.people["verifier"]
        self.officer = world.people["programme_officer"]

    def organisation_rows(self, number: int = 5) -> list[dict[str, Any]]:
        words = self.country.words
        trees, bodies, districts = words["tree"], words["body"], self.country.districts
        return [organisation_facts(self.country, trees[each], bodies[each], districts[each]) for each in range(number)]

    def works(self, number: int = 9) -> list[initiatives.Work]:
        return [work(self.country) for _each in range(number)]

    def value_rows(self, number: int = 24) -> list[values.Row]:
        return list(rows_of(self.country, self.award))[:number]


@dataclass(frozen=True)
class Form:
    """One action in both forms. `alone` and `together` take rows and who acts; both return what was made."""

    alone: Callable[[Small, Any, Person], Any]
    together: Callable[[Small, Sequence[Any], Person], Any]


FORMS = {
    "organisations.register": Form(
        lambda small, row, by: organisations.register(**row, by=by),
        lambda small, rows, by: organisations.register_many(rows, by=by),
    ),
    "initiatives.register": Form(
        lambda small, row, by: initiatives.register(
            small.world.programme,
            row.organisation,
            by=by,
            **{k: v for k, v in vars(row).items() if k != "organisation"},
        ),
        lambda small, rows, by: initiatives.register_many(small.world.programme, rows, by=by),
    ),
    "initiatives.publish": Form(
        lambda small, row, by: initiatives.publish(row, by=by),
        lambda small, rows, by: initiatives.publish_many(rows, by=by),
    ),
    "values.record": Form(
        lambda small, row, by: values.record(row[0], row[1], figures=row[2], by=by),
        lambda small, rows, by: values.record_many(rows, by=by),
    ),
    "values.submit": Form(
        lambda small, row, by: values.submit(row, by=by),
        lambda small, rows, by: values.submit_many(rows, by=by),
    ),
    "values.verify": Form(
        lambda small, row, by: values.verify(row, by=by),
        lambda small, rows, by: values.verify_many(rows, by=by),
    ),
}


def told(small: Small, *, together: bool) -> None:
    """Organisations, initiatives and values of the small size, by one of the two forms throughout."""

    def act(name: str, rows: Sequence[Any], by: Person) -> list[Any]:
        if together:
            return list(FORMS[name].together(small, rows, by))
        return [FORMS[name].alone(small, row, by) for row in rows]

    made = act("organisations.register", small.organisation_rows(), small.world.system)
    small.country.world.organisations = [*small.world.organisations, *made]
    drafts = act("initiatives.register", small.works(), small.officer)
    act("initiatives.publish", drafts[:-1], small.officer)
    written = act("values.record", small.value_rows(), small.editor)
    act("values.submit", written[:-2], small.editor)
    act("values.verify", written[:-6], small.verifier)
