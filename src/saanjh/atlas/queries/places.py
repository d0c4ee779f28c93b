"""What is known of each district: initiatives, people who came, months that were covered, and what nobody has told."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Sum
from django.utils import timezone

from saanjh.atlas.models import Initiative, Precision, Sweep
from saanjh.awards.models import Award, Headcount
from saanjh.ground.models import District, Province
from saanjh.ground.reckoned import until_next_line
from saanjh.kit import disclosure
from saanjh.programmes.models import Scheme, Theme

ASKED_WITHIN = timedelta(days=365)  # an older asking says nothing about today
MONTHS = 12  # how many months back it is looked whether anything ran


@dataclass(frozen=True)
class Reach:
    """One district. `count` is None where nobody told us, which is not 0; `people`, where it may not be shown."""

    district: District
    count: int | None
    running: int = 0
    people: int | None = None
    months: int | None = None
    asked_on: date | None = None


@dataclass
class ProvinceReach:
    """One province in numbers of districts, which add up to `districts`."""

    province: Province
    districts: int = 0
    reached: int = 0
    none: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class Shown:
    """How many initiatives are published, by how exactly their place is shown."""

    by_district: int = 0
    by_province: int = 0
    withheld: int = 0

    @property
    def all(self) -> int:
        return self.by_district + self.by_province + self.withheld


@dataclass
class _Work:
    """What runs in one district: (initiative, first day, last day)."""

    spans: list[tuple[int, date, date]] = field(default_factory=list)


@until_next_line
def reach(today: date | None = None) -> list[Reach]:
    """Every district of today's roster in the order of its province and name. Five queries.

    A district has a count where a published initiative is shown there; "none" (0) where it was asked within a year who
    works there and the record holds no work there at all; and is not known (None) otherwise. Where work is kept that
    may not be shown, "none" would be untrue, and "asked" beside "not known" would give it away: such a district looks
    like one in which nobody asked.
    """
    day = today or timezone.localdate()
    work = _work()
    asked = dict(
        Sweep.objects.public()
        .filter(asked_on__gte=day - ASKED_WITHIN, asked_on__lte=day, districts__isnull=False)
        .values_list("districts")
        .annotate(last=Max("asked_on"))
        .order_by()
    )
    for place in _places_of_work():
        if place not in work:
            asked.pop(place, None)
    people = _people_by_district()
    return [
        _reach(district, work.get(district.pk), asked.get(district.pk), people.get(district.pk), day)
        for district in District.objects.current().select_related("province")
    ]


def reach_of(district: District, today: date | None = None) -> Reach:
    """The same of one district. Four queries."""
    day = today or timezone.localdate()
    last = Sweep.objects.public().filter(districts=district, asked_on__lte=day).aggregate(last=Max("asked_on"))["last"]
    asked = last if last and last >= day - ASKED_WITHIN else None
    work = _work(district).get(district.pk)
    if work is None and district.pk in _places_of_work():
        asked = None
    return _reach(district, work, asked, _people_by_district(district).get(district.pk), day)


def by_province(rows: Iterable[Reach]) -> list[ProvinceReach]:
    """The districts of each province, counted by what is known of them. No query."""
    provinces: dict[int, ProvinceReach] = {}
    for row in rows:
        sums = provinces.setdefault(row.district.province_id, ProvinceReach(row.district.province))
        sums.districts += 1
        sums.reached += bool(row.count)
        sums.none += row.count == 0
        sums.unknown += row.count is None
    return list(provinces.values())


@until_next_line
def shown() -> Shown:
    """How many initiatives are published, and how many of them no tile of the map holds. One query."""
    rows = Initiative.objects.public().order_by().values_list("public_precision", "award__public_precision")
    order = Precision.values
    counts = Counter(max((each for each in pair if each), key=order.index) for pair in rows)
    return Shown(counts[Precision.DISTRICT], counts[Precision.PROVINCE], counts[Precision.WITHHELD])


@dataclass(frozen=True)
class ThemeReach:
    """One public theme: its published initiatives, the districts shown, and the provinces where none is known."""

    theme: Theme
    initiatives: int
    districts: int
    without: list[Province]


@until_next_line
def by_theme() -> list[ThemeReach]:
    """Every theme of the list, in its order; an initiative without a place counts, but reaches none. Five queries."""
    told = Initiative.objects.public().filter(public_theme__isnull=False).order_by()
    counts = Counter(told.values_list("public_theme", flat=True))
    exact = told.shown_at(Precision.DISTRICT).values_list("public_theme", "districts", "districts__province")
    rough = told.shown_at(Precision.PROVINCE).values_list("public_theme", "districts", "districts__province")
    districts: dict[int, set[int]] = defaultdict(set)
    provinces: dict[int, set[int]] = defaultdict(set)
    for theme, place, province in exact:
        districts[theme].add(place)
        provinces[theme].add(province)
    for theme, _place, province in rough:
        provinces[theme].add(province)
    everywhere = list(Province.objects.all())
    return [
        ThemeReach(
            theme,
            counts[theme.pk],
            len(districts[theme.pk]),
            [each for each in everywhere if each.pk not in provinces[theme.pk]],
        )
        for theme in Theme.objects.of(Scheme.THEMES)
    ]


def _work(only: District | None = None) -> dict[int, _Work]:
    """What is shown in each district, in one query."""
    rows = Initiative.objects.public().shown_at(Precision.DISTRICT).order_by()
    if only:
        rows = rows.filter(districts=only)
    work: dict[int, _Work] = defaultdict(_Work)
    for pk, place, first, last in rows.values_list("pk", "districts", "starts_on", "ends_on"):
        if only is None or place == only.pk:
            work[place].spans.append((pk, first, last))
    return work


def _places_of_work() -> set[int]:
    """The districts in which the record holds any work, shown or not: an initiative or an accepted grant. One query."""
    grants = Award.districts.through.objects.filter(award__in=Award.objects.accepted()).values_list("district")
    return {place for (place,) in Initiative.districts.through.objects.values_list("district").union(grants)}


def _people_by_district(only: District | None = None) -> dict[int, int]:
    """How many people came to what was recorded of the initiatives shown in each district, before any rounding."""
    its_page = Initiative.objects.public().shown_at(Precision.DISTRICT).filter(award=OuterRef("activity__award"))
    rows = Headcount.objects.filter(
        Exists(its_page.order_by()),
        activity__corrected_by=None,
        activity__struck_out=False,
    )
    if only:
        rows = rows.filter(activity__district=only)
    return dict(rows.order_by().values_list("activity__district").annotate(all=Sum("people")))


def _reach(district: District, work: _Work | None, asked: date | None, people: int | None, day: date) -> Reach:
    if work is None:
        return Reach(district, count=0 if asked else None, asked_on=asked)
    return Reach(
        district,
        count=len(work.spans),
        running=sum(first <= day <= last for _pk, first, last in work.spans),
        people=disclosure.people(people or 0),
        months=sum(
            any(first <= end and last >= start for _pk, first, last in work.spans) for start, end in _months(day)
        ),
        asked_on=asked,
    )


def _months(day: date) -> list[tuple[date, date]]:
    """The first and last days of the twelve months that ended with the last full one before `day`'s month."""
    spans = []
    end = day.replace(day=1) - timedelta(days=1)
    for _each in range(MONTHS):
        spans.append((end.replace(day=1), end))
        end = end.replace(day=1) - timedelta(days=1)
    return spans
