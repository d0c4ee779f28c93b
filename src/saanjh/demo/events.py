"""The demo's gatherings: the orientation of grantees, counted and corrected; one to count; one ahead."""

from decimal import Decimal
from typing import Any

from saanjh.demo.world import World
from saanjh.events import codes, samples
from saanjh.events.actions import certificates, changes, courses, events
from saanjh.events.models import Event
from saanjh.events.rules.courses import Plan
from saanjh.ground.counting import Cell
from saanjh.ground.models import Person

# (kind, title, title in Urdu, district, days ago, days long); days ago below zero lie ahead
GATHERINGS = [
    ("orientation", "Orientation of grantees", "گرانٹ پانے والوں کی تعارفی نشست", "islamabad", 224, 2),
    ("workshop", "Counting people without listing them", "فہرست کے بغیر لوگوں کی گنتی", "lahore", 6, 1),
    ("meeting", "What we learned this year", "اس سال ہم نے کیا سیکھا", "karachi-south", -24, 1),
]
COMPLETED: dict[Cell, int] = {
    ("women", "15-29"): 10,
    ("women", "30-59"): 16,
    ("men", "15-29"): 12,
    ("men", "30-59"): 19,
}
CHANGED: dict[str, Any] = {
    "moment": "after",
    "pairs": 52,
    "most_points": 20,
    "mean_before": Decimal("10.4"),
    "mean_then": Decimal("14.1"),
    "deviation": Decimal("3.2"),
}
INVENTED = ["Invented Participant", "فرضی شریک", "Another Invented Participant"]  # on papers; nobody is called so
CAME: dict[Cell, int] = {
    ("women", "15-29"): 11,
    ("women", "30-59"): 17,
    ("men", "15-29"): 12,
    ("men", "30-59"): 21,
    ("men", "60+"): 3,
}


def tell(world: World) -> None:
    """Plan them; count the orientation on the day, and again when three who came late were found on the count sheet."""
    officer = world.people["programme_officer"]
    orientation, *_others = [_plan(world, *gathering) for gathering in GATHERINGS]
    _teach(world, orientation, officer)
    first = events.record_attendance(orientation, counts={**CAME, ("men", "30-59"): 18}, by=officer)
    events.record_attendance(orientation, counts=CAME, after=first.version, by=officer)
    courses.record_completion(orientation, counts=_noted(COMPLETED), by=officer)
    changes.record_change(orientation, **CHANGED, by=officer)
    _certify(orientation, officer)


def _teach(world: World, event: Event, officer: Person) -> None:
    """The course that the orientation teaches, begun from the sample; all of its sessions counted on the two days."""
    sample = samples.samples()["grantee-orientation"]
    plans = [Plan(each.title_en, each.title_ur, each.minutes) for each in sample.sessions]
    words = {name: getattr(sample, name) for name in ("kind", "title_en", "title_ur", "outcome_en", "outcome_ur")}
    course = courses.write(world.programme, plans=plans, by=officer, origin=sample.code, **words)
    courses.teach(event, course=course, by=officer)
    for session in event.sessions.all():
        day = event.starts_on if session.plan.number < 4 else event.ends_on
        courses.record_session(session, day=day, counts=_noted(COMPLETED), by=officer)


def _noted(counts: dict[Cell, int]) -> dict[Cell, int]:
    """The same counts where nobody asked about disability."""
    return {(*cell, "unknown"): people for cell, people in counts.items()}


def _certify(event: Event, officer: Person) -> None:
    """Three were printed and fetched, their names are gone; one is withdrawn. Two wait for the worker."""
    printing = certificates.ask(event, names=INVENTED, language="en", hours=14, by=officer)
    made = [(codes.new_code(), name) for name in INVENTED]
    certificates.keep(printing, made, b"%PDF", after=0, by=Person.objects.system())
    certificates.fetch(printing, by=officer)
    certificates.clear(printing, by=Person.objects.system())
    certificates.withdraw(event.certificates.order_by("number")[0], reason="misspelt", by=officer)
    certificates.ask(event, names=INVENTED[:2], language="ur", hours=14, by=officer)


def _plan(world: World, kind: str, title_en: str, title_ur: str, district: str, days_ago: int, days: int) -> Event:
    return events.plan(
        world.programme,
        kind=kind,
        title_en=title_en,
        title_ur=title_ur,
        district=world.districts[district],
        starts_on=world.ago(days_ago),
        ends_on=world.ago(days_ago - days + 1),
        by=world.people["programme_officer"],
    )
