"""The demo's grants: one for each selected application, accepted, with what was done since."""

import csv
import datetime
from io import BytesIO
from pathlib import Path

from django.utils import timezone

from saanjh.awards.actions import activities, awards
from saanjh.awards.agreement_queries import steps_on
from saanjh.awards.models import Award
from saanjh.calls.models import Application
from saanjh.demo import agreements
from saanjh.demo.world import World
from saanjh.ground.actions import files
from saanjh.ground.counting import Cell
from saanjh.kit.periods import add_months
from saanjh.programmes.models import Theme

AWARDS = Path(__file__).with_name("awards.csv")
ACTIVITIES = Path(__file__).with_name("activities.csv")
PICTURE = Path(__file__).with_name("circle.png")  # chairs in a circle, drawn: it shows nobody
BANDS = {"15": "15-29", "30": "30-59", "60": "60+"}
ONE_DAY = datetime.timedelta(days=1)


def tell(world: World) -> None:
    """Offer and accept a grant for each application that the panel selected; write down what was done."""
    terms = {row["organisation"]: row for row in _rows(AWARDS)}
    selected = [each for each in world.applications if each.state == Application.State.SELECTED]
    world.awards = [_award(world, each, terms[each.organisation.name_en]) for each in selected]
    by_organisation = {award.organisation.name_en: award for award in world.awards}
    for row in _rows(ACTIVITIES):
        _activity(world, by_organisation[row["organisation"]], row)
    agreements.change(world, by_organisation)
    _second_thoughts(world, by_organisation["Neem Chhaon Trust"])


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _award(world: World, application: Application, row: dict[str, str]) -> Award:
    starts_on = world.ago(int(row["began_days_ago"]))
    award = awards.offer(
        application,
        title_en=application.title_en,
        title_ur=application.title_ur,
        theme=Theme.objects.get(scheme="themes", code=row["theme"]),
        amount_minor=application.amount_minor or 0,
        starts_on=starts_on,
        ends_on=add_months(starts_on, application.months or 0) - ONE_DAY,
        districts=list(application.districts.all()),
        public_precision=row["precision"],
        by=world.people["programme_officer"],
    )
    agreements.write(world, award)
    signed = timezone.make_aware(datetime.datetime.combine(starts_on - 9 * ONE_DAY, datetime.time(11)))
    return awards.accept(award, by=world.signatory(award.organisation), now=signed)


def _activity(world: World, award: Award, row: dict[str, str]) -> None:
    activities.record(
        award,
        activity_type=Theme.objects.get(scheme="activity_types", code=row["kind"]),
        what=row["what"],
        written_in=row["written_in"],
        district=world.districts[row["district"]],
        day=world.ago(int(row["days_ago"])),
        step=_step(award, world.ago(int(row["days_ago"]))),
        headcounts=_counts(row),
        by=world.editor(award.organisation),
    )


def _step(award: Award, day: datetime.date) -> str:
    """The step that comes next after the day; some work belongs to none."""
    steps = [step.code for step in steps_on(award, day) if step.due_on >= day]
    return steps[0] if steps and day.day % 5 else ""


def _counts(row: dict[str, str]) -> dict[Cell, int]:
    """The counts of a row; those with a disability are counted among the people of 30 to 59, or else the young."""
    counts: dict[Cell, int] = {}
    for sex in ("women", "men"):
        people = {band: int(row[f"{sex}_{short}"]) for short, band in BANDS.items()}
        among = int(row[f"with_{sex}"])
        home = "30-59" if people["30-59"] >= among else "15-29"
        for band, number in people.items():
            those = among if band == home else 0
            counts[sex, band, "with"], counts[sex, band, "without"] = those, number - those
    return counts


def _second_thoughts(world: World, award: Award) -> None:
    """One entry was counted wrongly and is corrected, with a picture; one was entered twice and is struck out."""
    editor = world.editor(award.organisation)
    latest = award.activities.order_by("-day").first()
    assert latest is not None
    facts = {name: getattr(latest, name) for name in ("activity_type", "what", "written_in", "district", "day")}
    counts: dict[Cell, int] = {(row.sex, row.age_band, row.disability): row.people for row in latest.headcounts.all()}
    picture = files.take_in(BytesIO(PICTURE.read_bytes()), by=editor)
    corrected = {**counts, ("men", "15-29", "without"): 14}
    activities.correct(latest, **facts, headcounts=corrected, files=[picture], by=editor)
    twice = activities.record(award, **facts, headcounts=counts, by=editor)
    activities.strike_out(twice, by=editor)
