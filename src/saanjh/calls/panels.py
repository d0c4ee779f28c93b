"""What pages read of a call's reviewers and panel: who they are, what they know, how many are women or young."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, Call, Composition, Conflict, ReviewerProfile
from saanjh.calls.models.applications import READERS, SCREENERS
from saanjh.calls.models.reviews import NOT_STANDING
from saanjh.calls.rules.closeness import of_applicants
from saanjh.ground.access import Role, ScopeKind, Standing
from saanjh.ground.models import Organisation, Person, RoleHeld
from saanjh.kit import disclosure

ENDED = [Application.State.DRAFT, Application.State.WITHDRAWN]
COUNTED = ("reviewers", "reviewers_women", "reviewers_young", "panel", "panel_women", "panel_young")


def reviewers(call: Call) -> list[Person]:
    """Who can be named in this call, by name, each with `load`: how many applications of it one has. One query.

    Nobody who reads, decides or, in a blind call, screens in it (rules.reviews.must_only_review says so in words), nor
    whoever belongs to an organisation that applies in it (must_not_apply).
    """
    apart = [*READERS, *(SCREENERS if call.is_blind else ())]
    others = RoleHeld.objects.filter(
        person=OuterRef("pk"), role__in=apart, scope_kind=ScopeKind.PROGRAMME, scope_id=call.programme_id
    )
    held = Person.objects.holding(Role.REVIEWER, over=(ScopeKind.CALL, call.pk)).exclude(
        Exists(others.filter(until=None)) | Exists(of_applicants(call).filter(person=OuterRef("pk")))
    )
    here = Q(reviews__application__call=call) & ~Q(reviews__state__in=NOT_STANDING)
    return list(held.annotate(load=Count("reviews", filter=here, distinct=True)).order_by("name", "pk"))


def profiles(call: Call) -> dict[int, ReviewerProfile]:
    """person -> what the person reads and knows in this call. Two queries."""
    return {each.person_id: each for each in call.profiles.prefetch_related("themes")}


def calls_to_review(standing: Standing) -> list[tuple[Call, bool]]:
    """The calls for which the person reviews and that are not concluded, and whether it was said what she reads."""
    mine = standing.ids(ScopeKind.CALL, Role.REVIEWER)
    if not mine:
        return []
    said = ReviewerProfile.objects.filter(call=OuterRef("pk"), person=standing.person)
    rows = Call.objects.filter(pk__in=mine).exclude(state__in=[Call.State.DRAFT, Call.State.DECIDED])
    return [(call, call.said) for call in rows.annotate(said=Exists(said)).order_by("-opens_on", "-pk")]


def not_declared(call: Call, person: Person) -> QuerySet[Organisation]:
    """The organisations that applied, as they are now, by name: those of which the person has not said a thing."""
    rows = call.applications.exclude(state__in=ENDED).exclude(conflicts__person=person).order_by()
    return _now(rows)


def declared(call: Call, person: Person) -> list[Organisation]:
    """Those to which the person said to be too close."""
    mine = Conflict.objects.filter(person=person, application__call=call).order_by()
    return list(_now(Application.objects.filter(conflicts__in=mine).order_by()))


def _now(applications: QuerySet[Application]) -> QuerySet[Organisation]:
    named = Q(pk__in=applications.values("organisation"), merged_into=None)
    joined = Q(pk__in=applications.filter(~Q(organisation__merged_into=None)).values("organisation__merged_into"))
    return Organisation.objects.filter(named | joined).order_by("name_en", "pk")


def counts(call: Call) -> dict[str, Any]:
    """What was stated of those who review and decide; before that, how many reviewers and chairs there are."""
    composition = Composition.objects.filter(call=call).first()
    if composition is not None:
        return {name: getattr(composition, name) for name in COUNTED}
    held = RoleHeld.objects.filter(until=None, person__is_active=True).order_by()
    here = Q(role=Role.REVIEWER, scope_kind=ScopeKind.CALL, scope_id=call.pk)
    above = Q(role=Role.PANEL_CHAIR, scope_kind=ScopeKind.PROGRAMME, scope_id=call.programme_id)
    return dict(held.aggregate(reviewers=Count("pk", filter=here), panel=Count("pk", filter=above)))


@dataclass(frozen=True)
class Share:
    """How many of a group are women, or young. `part` is None where nobody said it, and so is `percent`."""

    part: int | None
    whole: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.whole) if self.part is not None and self.whole else None


@dataclass(frozen=True)
class Group:
    """Those who review, or those who decide."""

    label: Any
    people: int
    women: Share
    young: Share


def groups(call: Call) -> list[Group]:
    """The counts as stated, for the programme's own people; nothing where nobody stated any. One query."""
    composition = Composition.objects.filter(call=call).first()
    if composition is None:
        return []
    names = (("reviewers", _("Reviewers")), ("panel", _("Panel")))
    return [
        Group(label, people, *(Share(getattr(composition, f"{name}_{part}"), people) for part in ("women", "young")))
        for name, label in names
        if (people := getattr(composition, name))
    ]


PUBLIC = (
    ("reviewers", "reviewers_women", _("Women among the reviewers")),
    ("reviewers", "reviewers_young", _("Under 30 among the reviewers")),
    ("panel", "panel_women", _("Women on the panel")),
    ("panel", "panel_young", _("Under 30 on the panel")),
)


def public_shares(call: Call) -> list[tuple[Any, int]] | None:
    """(what, percent to the nearest five) of those shares that everybody may be told: of thirty people or more, where
    neither those counted nor the others are fewer than ten. Mostly none, panels being small; None: nobody counted."""
    composition = Composition.objects.filter(call=call).first()
    if composition is None:
        return None
    numbers = [(label, getattr(composition, part), getattr(composition, whole)) for whole, part, label in PUBLIC]
    return [
        (label, disclosure.STEP * round(100 * part / whole / disclosure.STEP))
        for label, part, whole in numbers
        if part is not None and disclosure.may_show_share(part, whole)
    ]
