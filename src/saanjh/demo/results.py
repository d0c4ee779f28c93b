"""The demo's values: most of them verified, one that came back, one that was mended, some that wait."""

import csv
import datetime
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from saanjh.awards.models import Award
from saanjh.demo.world import World
from saanjh.programmes.models import Indicator
from saanjh.results.actions import circumstances, values
from saanjh.results.actions.locks import close_period
from saanjh.results.actions.targets import set_aim
from saanjh.results.circumstances import Note
from saanjh.results.rules import Figures
from saanjh.results.targets import Aim

FILE = Path(__file__).with_name("values.csv")
WHICH_SEATS = "یہ لکھیں کہ کون سی نشستیں گنی گئیں: صرف کمیٹی کے ارکان کی، یا اجلاس میں آنے والے سب لوگوں کی۔"
COUNTED_TWICE = "Nine codes stand in the lists of both courtyards. Count each of them once and send it again."

FURTHER = "The first target was nearly reached half way, and the second market joined."

FLOUR = "آٹے اور بجلی کی قیمتیں تیزی سے بڑھیں؛ بازار میں لوگ کم رکتے تھے۔"
CLOSED = "Mobile networks and schools were closed for six days, and two streets were asked a week later than planned."


def tell(world: World) -> None:
    """Write down, hand in and check each value as its row says."""
    awards = {award.organisation.name_en: award for award in world.awards}
    _tell_aims(world, awards["Neem Chhaon Trust"])
    with FILE.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            _tell(world, awards[row["organisation"]], row)
    _tell_circumstances(world, awards["Neem Chhaon Trust"])
    close_period(world.programme, until=world.ago(190), by=world.people["programme_officer"])


def _tell_aims(world: World, award: Award) -> None:
    """Where the grant stood, what it wanted to reach, and that it aims further since; one that a survey cannot show."""
    contact, index = (Indicator.objects.get(code=code) for code in ("COH-02", "COH-01"))
    editor, last = world.editor(award.organisation), award.ends_on
    deviation = Decimal(22)
    for days_ago, indicator, kind, aim in (
        (188, contact, "baseline", Aim(by_day=world.ago(192), n=189, numerator=83)),
        (188, contact, "target", Aim(by_day=last, n=190, numerator=105)),
        (20, contact, "target", Aim(by_day=last, n=190, numerator=133, reason=FURTHER)),
        (188, index, "baseline", Aim(by_day=world.ago(192), value=Decimal("54.6"), n=189, deviation=deviation)),
        (188, index, "target", Aim(by_day=last, value=Decimal(58), n=190, deviation=deviation)),
    ):
        set_aim(award, indicator, kind=kind, aim=aim, by=editor, now=_morning(world, days_ago))


def _tell_circumstances(world: World, award: Award) -> None:
    """What else happened where people were asked the second time, as both sides noted it."""
    district = award.districts.order_by("pk")[0]
    for by, what, first, last, words, written_in in (
        (world.editor(award.organisation), "prices", 75, 35, FLOUR, "ur"),
        (world.people["verifier"], "closures", 52, 47, CLOSED, "en"),
    ):
        circumstances.note(
            award, note=Note(district, world.ago(first), world.ago(last), what, words, written_in), by=by
        )


def _tell(world: World, award: Award, row: dict[str, str]) -> None:
    """Handed in some days after the period, looked at within two weeks, never later than the demo's today."""
    editor, verifier = world.editor(award.organisation), world.people["verifier"]
    indicator = Indicator.objects.get(code=row["indicator"])
    value = values.record(award, indicator, figures=_figures(world, row), by=editor)
    ended = int(row["to_days_ago"])
    sent, looked_at = _morning(world, ended - 5), _morning(world, ended - 16)
    if row["fate"] != "draft":
        values.submit(value, by=editor, now=sent)
    if row["fate"] == "verified":
        values.verify(value, by=verifier, now=looked_at)
    elif row["fate"] == "returned":
        values.return_with(value, reason=WHICH_SEATS, written_in="ur", by=verifier, now=looked_at)
    elif row["fate"] == "corrected":
        values.return_with(value, reason=COUNTED_TWICE, written_in="en", by=verifier, now=looked_at)
        mended = values.correct(value, figures=_figures(world, {**row, "n": "75", "value": "75"}), by=editor)
        values.submit(mended, by=editor, now=_morning(world, ended - 20))
        values.verify(mended, by=verifier, now=_morning(world, ended - 24))


def _morning(world: World, days_ago: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(world.ago(max(days_ago, 0)), datetime.time()))


def _figures(world: World, row: dict[str, str]) -> Figures:
    return Figures(
        period_start=world.ago(int(row["from_days_ago"])),
        period_end=world.ago(int(row["to_days_ago"])),
        n=int(row["n"]),
        numerator=int(row["numerator"]) if row["numerator"] else None,
        value=Decimal(row["value"]) if row["value"] else None,
        low=Decimal(row["low"]) if row["low"] else None,
        high=Decimal(row["high"]) if row["high"] else None,
        method=row["method"],
        evidence_level=int(row["evidence_level"]),
        source=row["source"],
        written_in=row["written_in"],
    )
