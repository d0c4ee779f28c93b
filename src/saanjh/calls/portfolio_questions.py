"""What is asked of `kit.portfolio` for a call, as plain values: who can be chosen, the panel's rules, the seed."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Max, Q

from saanjh.calls import points, ties
from saanjh.calls.models import Application, Call, Criterion, PanelRules
from saanjh.calls.sums import money_under
from saanjh.ground.models import District, Organisation
from saanjh.kit import portfolio as kit
from saanjh.kit.portfolio import rules as asks
from saanjh.programmes.models import Theme

FILE = Path(__file__).resolve().parent.parent / "data" / "codelists" / "panel_rules.csv"
MANY = 1000  # candidates from which on the last thousandth of the points need not be proven: it may take minutes
GAP = Decimal("0.001")
GROUPS = {"women_percent": "women_led", "youth_percent": "youth_led", "first_time_percent": "first_time"}
# provinces, districts, themes, criteria: slug or code -> English, Urdu
Names = dict[str, dict[str, list[str]]]


@cache
def defaults() -> dict[str, dict[str, str]]:
    """The rows of the list by code, each with its `value`, `standing` and `source`."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row for row in csv.DictReader(rows)}


def begun_with() -> dict[str, Any]:
    """The values with which the rules of a call begin; None for what is not asked for."""
    values = {code: row["value"] for code, row in defaults().items()}
    return {code: int(value) if value.isdecimal() else value or None for code, value in values.items()}


def question(call: Call) -> dict[str, Any]:
    """The question of a call with rules. Nobody's words and no name stand in it.

    Beside what `kit.portfolio.read_question` takes: `basis`, by which it is seen later what has changed since,
    `names`, what places, themes and criteria are called in English and Urdu, so that a record can be read by itself,
    and `tied`, where the panel leaves those in the noise of the cut to its rules and the lot (see `calls.ties`).
    """
    rows = PanelRules.objects.select_related("call").prefetch_related("themes", "districts__province", "call__criteria")
    panel = rows.get(call=call)
    names = _no_names()
    _note_names(names, panel.districts.all(), panel.themes.all())
    names["criteria"] = {each.code: [each.label_en, each.label_ur] for each in _binding(panel)}
    chosen_from, rules, tied = tuple(_candidates(call, names)), tuple(rules_of(panel)), None
    if panel.noise_tied:
        chosen_from, tied = ties.level(chosen_from, ties.ranking_of(call), rules)
    many = sum(each.eligible for each in chosen_from) > MANY
    asked = kit.Question(chosen_from, rules, panel.seed, GAP if many else Decimal(0))
    return {**kit.written(asked), "basis": basis(call), "names": names, "tied": tied}


def _no_names() -> Names:
    return {kind: {} for kind in ("provinces", "districts", "themes", "criteria")}


def _note_names(names: Names, districts: Iterable[District], themes: Iterable[Theme]) -> None:
    for each in districts:
        names["districts"][each.slug] = [each.name_en, each.name_ur]
        names["provinces"][each.province.slug] = [each.province.name_en, each.province.name_ur]
    names["themes"] |= {each.code: [each.label_en, each.label_ur] for each in themes}


def basis(call: Call) -> dict[str, Any]:
    """What the answer rests on, as a few figures. One query."""
    submitted = Q(reviews__state="submitted")
    seen = (
        call.applications.all()
        .handed_in()
        .aggregate(
            handed_in=Count("pk", distinct=True),
            read=Count("reviews", filter=submitted, distinct=True),
            last=Max("reviews__submitted_at", filter=submitted),
            version=Max("call__panel_rules__version"),
        )
    )
    last = seen["last"].isoformat() if seen["last"] else ""
    return {
        "applications": seen["handed_in"],
        "reviews": f"{seen['read']} {last}".strip(),
        "rules": seen["version"] or 0,
    }


def changed_since(call: Call, then: Mapping[str, Any]) -> list[str]:
    """The parts of the basis that are no longer as they were. More money alone changes none of them. One query."""
    return [name for name, value in basis(call).items() if then.get(name) != value]


def as_now(call: Call, numbers: Collection[str]) -> dict[str, Any]:
    """`candidates` and `names`, as a question has them, of these applications alone, as they are now. Six queries."""
    names = _no_names()
    found = tuple(_candidates(call, names, numbers))
    return {"candidates": kit.written(kit.Question(found, (asks.Budget(0),)))["candidates"], "names": names}


def _candidates(call: Call, names: Names, numbers: Collection[str] | None = None) -> Iterator[kit.Candidate]:
    """Every application that went on to the reviewers, or of these those with one of the numbers. Six queries.

    What was stopped at a gate, or taken back, is no candidate: nothing that a rule asks can bring it in.
    """
    percents, means, known = points.percents(call), points.means_of_criteria(call), selected_elsewhere(call)
    rows = (
        call.applications.all()
        .handed_in()
        .exclude(state=Application.State.NOT_ELIGIBLE)
        .select_related("organisation__merged_into", "call__simplified", "third_review")
    )
    if numbers is not None:
        rows = rows.filter(number__in=numbers)
    for each in rows.prefetch_related("districts__province", "themes").order_by("serial", "pk"):
        districts = list(each.districts.all())
        _note_names(names, districts, each.themes.all())
        yield kit.Candidate(
            each.number,
            points.mean(percents.get(each.pk, [])),
            each.amount_minor,
            tuple(sorted({district.province.slug for district in districts})),
            tuple(sorted(district.slug for district in districts)),
            tuple(sorted(theme.code for theme in each.themes.all())),
            frozenset(_flags(each, known)),
            each.organisation.now.public_id,
            eligible=is_read(each, len(percents.get(each.pk, []))),
            means=tuple(means.get(each.pk, ())),
        )


def is_read(application: Application, reviews: int) -> bool:
    """Whether it can be chosen at all: it was not stopped at a gate, and as many reviews are in as it is to have."""
    return application.state != Application.State.NOT_ELIGIBLE and reviews >= application.readers


def _flags(application: Application, known: set[int]) -> Iterator[str]:
    if application.women_led:
        yield "women_led"
    if application.youth_led:
        yield "youth_led"
    if application.organisation.now.pk not in known:
        yield "first_time"


def selected_elsewhere(call: Call) -> set[int]:
    """The organisations (as they are today) of which an application to another call was ever selected. One query."""
    rows = Application.objects.filter(state=Application.State.SELECTED).exclude(call=call).order_by()
    pairs = rows.values_list("organisation", "organisation__merged_into").distinct()
    return {into or own for own, into in pairs}


def is_first_time(organisation: Organisation, call: Call) -> bool:
    """Whether neither it, nor any that was joined into it, had an application selected in another call."""
    return organisation.now.pk not in selected_elsewhere(call)


def rules_of(panel: PanelRules) -> Iterator[asks.Rule]:
    """The panel's rules as the ones that are reckoned with, in a fixed order; the money, as there is now, first."""
    yield asks.Budget(money_under(panel).now)
    if panel.points_least:
        yield asks.PointsFloor(panel.points_least * 100)
    for criterion in _binding(panel):
        yield asks.CriterionFloor(criterion.code, (criterion.min_percent or 0) * 100)
    if panel.province_percent is not None:
        yield asks.ProvinceCeiling(Decimal(panel.province_percent))
    for name, group in GROUPS.items():
        if percent := getattr(panel, name):
            yield asks.GroupShare(group, Decimal(percent), asks.Of(panel.shares_of))
    if themes := sorted(theme.code for theme in panel.themes.all()):
        yield asks.ThemeCounts(1, None, tuple(themes))
    if districts := sorted(district.slug for district in panel.districts.all()):
        yield asks.PriorityDistricts(tuple(districts), panel.district_least)
    if panel.organisation_most is not None:
        yield asks.OrganisationLimit(panel.organisation_most)
    if panel.district_most is not None:
        yield asks.DistrictLimit(panel.district_most)


def _binding(panel: PanelRules) -> list[Criterion]:
    """The criteria of which the least holds, in their order."""
    return [each for each in panel.call.criteria.all() if each.min_percent and panel.criteria_least]


def is_least_binding(call: Call) -> bool | None:
    """Whether the least of single criteria holds in the call's set; None while its panel may yet say so.

    One query; none for a draft, which has no panel yet.
    """
    if call.state == Call.State.DRAFT:
        return None
    found = PanelRules.objects.filter(call=call).values_list("criteria_least", flat=True).first()
    return False if found is None and call.state == Call.State.DECIDED else found
