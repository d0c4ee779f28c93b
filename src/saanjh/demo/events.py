"""The demo's gatherings: the orientation of grantees, counted and corrected; one to count; one ahead."""

from saanjh.demo.world import World
from saanjh.events.actions import events
from saanjh.events.models import Event
from saanjh.ground.counting import Cell

# (kind, title, title in Urdu, district, days ago, days long); days ago below zero lie ahead
GATHERINGS = [
    ("orientation", "Orientation of grantees", "گرانٹ پانے والوں کی تعارفی نشست", "islamabad", 224, 2),
    ("workshop", "Counting people without listing them", "فہرست کے بغیر لوگوں کی گنتی", "lahore", 6, 1),
    ("meeting", "What we learned this year", "اس سال ہم نے کیا سیکھا", "karachi-south", -24, 1),
]
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
    first = events.record_attendance(orientation, counts={**CAME, ("men", "30-59"): 18}, by=officer)
    events.record_attendance(orientation, counts=CAME, after=first.version, by=officer)


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
