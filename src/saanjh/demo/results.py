"""The demo's values: most of them verified, one that came back, one that was mended, some that wait."""

import csv
import datetime
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from saanjh.awards.models import Award
from saanjh.demo.world import World
from saanjh.programmes.models import Indicator
from saanjh.results.actions import values
from saanjh.results.rules import Figures

FILE = Path(__file__).with_name("values.csv")
WHICH_SEATS = "یہ لکھیں کہ کون سی نشستیں گنی گئیں: صرف کمیٹی کے ارکان کی، یا اجلاس میں آنے والے سب لوگوں کی۔"
COUNTED_TWICE = "Nine codes stand in the lists of both courtyards. Count each of them once and send it again."


def tell(world: World) -> None:
    """Write down, hand in and check each value as its row says."""
    awards = {award.organisation.name_en: award for award in world.awards}
    with FILE.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            _tell(world, awards[row["organisation"]], row)


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
