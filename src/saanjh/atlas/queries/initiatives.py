"""Initiatives as the public reads them: the list with its filters, the latest, and what one page needs."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, Sum

from saanjh.atlas.models import FormerSlug, Initiative, Precision
from saanjh.awards.models import Award
from saanjh.calls.models import Call
from saanjh.ground import search
from saanjh.ground.models import District, Organisation
from saanjh.ground.reckoned import until_next_line
from saanjh.kit import text
from saanjh.programmes.models import Theme

MOST_OFFERED = 60


@dataclass(frozen=True)
class Offered:
    """What the list can be narrowed by: only what at least one published initiative has."""

    themes: list[Theme] = field(default_factory=list)
    districts: list[District] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    years: list[int] = field(default_factory=list)

    @property
    def offers_organisations(self) -> bool:
        """Whether so few are concerned that one may be picked from a list; more are found by their names."""
        return len(self.organisations) <= MOST_OFFERED


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what is blank does not narrow."""

    question: str = ""
    theme: Theme | None = None
    district: District | None = None
    organisation: Organisation | None = None
    year: int | None = None


@until_next_line
def offered() -> Offered:
    """The themes, districts, organisations and years of what is published. Four queries."""
    rows = Initiative.objects.public().select_related(None).prefetch_related(None).order_by()
    spans = rows.values_list("starts_on", "ends_on")
    years = sorted({year for first, last in spans for year in range(first.year, last.year + 1)}, reverse=True)
    named = Organisation.objects.public().filter(pk__in=rows.values("organisation"))
    return Offered(
        themes=list(Theme.objects.filter(pk__in=rows.values("public_theme")).order_by("position", "pk")),
        districts=list(
            District.objects.filter(pk__in=rows.shown_at(Precision.DISTRICT).values("districts")).order_by(
                "name_en", "pk"
            )
        ),
        organisations=list(named[: MOST_OFFERED + 1]),
        years=years,
    )


@until_next_line
def published() -> int:
    """How many initiatives are published."""
    return Initiative.objects.public().count()


def found(wanted: Wanted, offer: Offered) -> QuerySet[Initiative]:
    """The published initiatives that match, latest first. One query for the words, the list itself later."""
    rows = Initiative.objects.public()
    if wanted.question:
        rows = rows.filter(_matching(wanted.question, offer.districts))
    if wanted.theme:
        rows = rows.filter(public_theme=wanted.theme)
    if wanted.organisation:
        rows = rows.filter(organisation=wanted.organisation)
    if wanted.district:
        rows = rows.filter(pk__in=in_district(wanted.district).values("pk"))
    if wanted.year:
        rows = rows.filter(starts_on__year__lte=wanted.year, ends_on__year__gte=wanted.year)
    return rows.order_by("-starts_on", "-pk")


def in_district(district: District) -> QuerySet[Initiative]:
    """The published initiatives that are shown in this district, latest first."""
    return (
        Initiative.objects.public()
        .shown_at(Precision.DISTRICT)
        .filter(districts=district)
        .order_by("-starts_on", "-pk")
    )


def shown_in(slug: str) -> QuerySet[Initiative]:
    """The published initiatives that are shown in the district of this slug."""
    return Initiative.objects.public().shown_at(Precision.DISTRICT).filter(districts__slug=slug)


def latest(most: int = 3) -> list[Initiative]:
    """The ones that were published last. Two queries."""
    return list(Initiative.objects.public().order_by("-published_at", "-pk")[:most])


def slug_now(slug: str) -> str:
    """Where an old address leads: the present slug of the published initiative that had it or has this id; or ""."""
    rows = Initiative.objects.public().select_related(None).prefetch_related(None)
    had = FormerSlug.objects.filter(slug=slug).values("initiative")
    return rows.filter(Q(pk__in=had) | Q(public_id=slug)).values_list("slug", flat=True).first() or ""


def groups_of(initiatives: QuerySet[Initiative]) -> set[str]:
    """The codes of the target groups that any of these initiatives is for. One query."""
    through = Initiative.target_groups.through.objects.filter(initiative__in=initiatives.order_by().values("pk"))
    return set(through.order_by().values_list("theme__code", flat=True).distinct())


def kept_quiet() -> QuerySet[Initiative, dict[str, int]]:
    """The grants whose initiative is excluded for safety, as a subquery: no public page tells of what is theirs."""
    return Initiative.objects.filter(excluded_for_safety=True, award__isnull=False).order_by().values("award")


def paid_in(call: Call) -> QuerySet[Initiative]:
    """The published initiatives that grants of a call pay, latest first."""
    return Initiative.objects.public().filter(award__application__call=call).order_by("-starts_on", "-pk")


def granted_in(call: Call) -> int | None:
    """What those grants come to, in the call's currency; None without one, or where one has another currency."""
    rows = paid_in(call).select_related(None).prefetch_related(None).order_by()
    sums = dict(rows.values_list("award__currency").annotate(Sum("award__amount_minor")))
    return sums.get(call.currency) if set(sums) == {call.currency} else None


def applications_with_page(call: Call) -> set[int]:
    """The applications, by primary keys, whose grants have a public page."""
    return set(paid_in(call).order_by().values_list("award__application", flat=True))


def applications_without_place(call: Call) -> set[int]:
    """The applications, by primary keys, of whose work the public is not told where it is."""
    withheld = Q(excluded_for_safety=True) | Q(public_precision=Precision.WITHHELD)
    rows = Initiative.objects.filter(withheld, award__application__call=call).order_by()
    offered = Award.objects.filter(application__call=call, public_precision=Award.Precision.WITHHELD).order_by()
    return {*rows.values_list("award__application", flat=True), *offered.values_list("application", flat=True)}


def _matching(question: str, districts: Iterable[District]) -> Q:
    """By the words of the page; or by the name of a district in which it is shown, or of an organisation that may be
    named today: what may be told of both can change without a word of the page changing."""
    ids = search.ids_of(question, Initiative, public_only=True)
    asked = text.normalise(question)
    named = [each for each in districts if asked in {text.normalise(each.name_en), text.normalise(each.name_ur)}]
    by_place = Initiative.objects.shown_at(Precision.DISTRICT).filter(districts__in=named) if named else None
    matching = Q(public_id__in=ids) | _by_organisation(question)
    return matching if by_place is None else matching | Q(pk__in=by_place.values("pk"))


def _by_organisation(question: str) -> Q:
    """Those of an organisation, or of a partner, of whose public names each word of the question begins a word."""
    asked = text.words(question)
    if not asked:
        return Q()
    named = Organisation.objects.public()
    for word in asked:
        named = named.filter(Q(search_name__startswith=word) | Q(search_name__contains=f" {word}"))
    with_partner = Initiative.partners.through.objects.filter(organisation__in=named.order_by().values("pk"))
    return Q(organisation__in=named.order_by().values("pk")) | Q(pk__in=with_partner.order_by().values("initiative"))
