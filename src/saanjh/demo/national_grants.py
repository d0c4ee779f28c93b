"""The national demo's grants, one by one as people make them, and their million values, a batch a grant."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone

from saanjh.awards.actions import activities, awards
from saanjh.awards.models import Award
from saanjh.calls.actions import calls as actions
from saanjh.demo import agreements, calls, forms
from saanjh.demo.country import Country
from saanjh.ground import batches
from saanjh.kit.periods import add_months
from saanjh.programmes.models import Indicator
from saanjh.results.actions import values as results
from saanjh.results.rules import SCALES, Figures, is_share

ONE_DAY = datetime.timedelta(days=1)
SOURCE = "Counted from the sheets of the month by two people."
SELECTED = {
    "state": "selected",
    "scores": "5444544;4454445",
    "reason": "The need is shown, the plan is clear, and the cost is fair.",
}


def grants(country: Country) -> None:
    """One call of five years ago, to which every organisation with a grant applied; its grants run for five years."""
    world, officer = country.world, country.world.people["programme_officer"]
    opens_on = add_months(world.today.replace(day=1), -country.size.months - 6)
    call = actions.draft(
        world.programme,
        code=f"HAR-{opens_on.year}",
        title_en="Five years of local work",
        title_ur="پانچ سال کا مقامی کام",
        purpose_en="For organisations that stay.",
        purpose_ur="ان اداروں کے لیے جو ٹھہرتے ہیں۔",
        form_version=forms.tell(world)[0],
        opens_on=opens_on,
        closes_on=opens_on + 30 * ONE_DAY,
        answers_on=opens_on + 90 * ONE_DAY,
        currency="PKR",
        floor_minor=500_000_00,
        ceiling_minor=30_000_000_00,
        min_months=12,
        max_months=60,
        by=officer,
    )
    actions.publish(call, by=officer, now=calls.at(opens_on))
    rows = [_application(country, number) for number in range(len(country.hosts))]
    made = [calls.apply(world, call, row) for row in rows]
    for name in calls.REVIEWERS:
        actions.name_reviewer(call, person=world.people[name], by=officer)
    actions.close(call, by=officer, now=calls.at(call.closes_on, days=1))
    for number, (application, row) in enumerate(zip(made, rows, strict=True)):
        calls.judge(world, application, row, number)
    actions.conclude(call, by=officer)
    world.awards = [_award(country, application) for application in made]


def _application(country: Country, number: int) -> dict[str, str]:
    host = country.hosts[number]
    title_en, title_ur = country.title()
    places = {host.home.slug, country.districts[number % len(country.districts)].slug} if host.home else set()
    return {
        **SELECTED,
        "organisation": host.name_en,
        "title_en": title_en,
        "title_ur": title_ur,
        "rupees": str(country.dice.randrange(2_000_000, 20_000_000, 10_000)),
        "months": "60",
        "districts": ";".join(sorted(places)),
        "written_in": "en",
        "problem": "Small quarrels over water and land grow, because nobody brings the two sides together in time.",
        "plan": "Each month those who live side by side choose one thing to do together, and do it.",
        "harm": "Where a meeting heats up it is stopped, and both sides are visited at home.",
        "groups": "women;neighbours",
        "work": "dialogue",
        "people": "400",
    }


def _award(country: Country, application: calls.Application) -> Award:
    world = country.world
    starts_on = add_months(world.today.replace(day=1), -country.size.months)
    award = awards.offer(
        application,
        title_en=application.title_en,
        title_ur=application.title_ur,
        theme=country.dice.choice(country.lists["themes"]),
        amount_minor=application.amount_minor or 0,
        starts_on=starts_on,
        ends_on=add_months(starts_on, 60) - ONE_DAY,
        districts=list(application.districts.all()),
        by=world.people["programme_officer"],
    )
    agreements.write(world, award)
    awards.accept(award, by=world.signatory(award.organisation), now=calls.at(starts_on, days=-9))
    activities.record(
        award,
        activity_type=country.dice.choice(country.lists["activity_types"]),
        what="Neighbours of both streets at one table",
        written_in="en",
        district=award.districts.order_by("pk")[0],
        day=world.ago(country.dice.randrange(20, 300)),
        headcounts={("women", "15-29", "without"): 14, ("men", "30-59", "without"): 17},
        by=world.editor(award.organisation),
    )
    return award


def values(country: Country) -> None:
    """A value of each indicator for each full month of each grant; of one in ten, the last month waits."""
    verifier = country.world.people["verifier"]
    for number, award in enumerate(country.world.awards):
        editor = country.world.editor(award.organisation)
        for batch in batches.split(rows_of(country, award)):
            written = results.record_many(batch, by=editor)
            results.submit_many(written, by=editor, now=_noon(country, 9))
            waiting = len(country.indicators) if number % 10 == 9 else 0
            results.verify_many(written[: len(written) - waiting], by=verifier, now=_noon(country, 2))
        country.note(f"{number + 1} of {len(country.world.awards)}")


def rows_of(country: Country, award: Award) -> Iterator[results.Row]:
    """The values of one grant, month by month."""
    for month in range(country.size.months):
        first = add_months(award.starts_on, month)
        last = add_months(first, 1) - ONE_DAY
        for indicator in country.indicators:
            yield award, indicator, _figures(country, indicator, first, last)


def _figures(country: Country, indicator: Indicator, first: datetime.date, last: datetime.date) -> Figures:
    """Plausible figures: a share of those asked, a number of people, or a mark with its range."""
    n = country.dice.randrange(35, 400)
    facts: dict[str, Any] = {"period_start": first, "period_end": last, "n": n, "source": SOURCE, "written_in": "en"}
    if is_share(indicator):
        return Figures(**facts, numerator=country.dice.randrange(0, n), method="survey", evidence_level=2)
    if indicator.unit in SCALES:
        lowest, highest = SCALES[indicator.unit]
        value = Decimal(country.dice.randrange(lowest * 10 + 10, highest * 10 - 10)) / 10
        low, high = max(value - 1, Decimal(lowest)), min(value + 1, Decimal(highest))
        return Figures(**facts, value=value, low=low, high=high, method="survey", evidence_level=2)
    return Figures(**facts, value=Decimal(n), method="records", evidence_level=1)


def _noon(country: Country, days_ago: int) -> datetime.datetime:
    noon = datetime.datetime.combine(country.world.ago(days_ago), datetime.time(12))
    return timezone.make_aware(noon)
