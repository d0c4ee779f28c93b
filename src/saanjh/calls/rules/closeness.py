"""Who is too close to an applicant to read it: derived from what the system knows, or declared."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Value

from saanjh.calls.models import Application, ApplicationPartner, Call, Conflict, Intake, Review
from saanjh.calls.models.applications import ApplicationRows
from saanjh.ground.access import ScopeKind
from saanjh.ground.models import Person, RoleHeld

# Organisations (primary keys) -> pairs of one of them and another with which it works or worked. The calls do not know
# initiatives or grants: the room that does says it, when it is loaded.
PARTNERS: list[Callable[[Collection[int]], Iterable[tuple[int, int]]]] = []


@dataclass(frozen=True)
class Known:
    """person -> organisations, by primary keys: where a role is or was held; to which she declared to be too close.

    And person -> applications that she entered for their organisations.
    """

    held: Mapping[int, set[int]]
    declared: Mapping[int, set[int]]
    entered: Mapping[int, set[int]]


def known_of(people: Collection[int]) -> Known:
    """What the system knows of each of them. One query."""
    found: list[dict[int, set[int]]] = [{person: set() for person in people} for _kind in range(3)]
    roles = RoleHeld.objects.filter(person__in=people, scope_kind=ScopeKind.ORGANISATION).order_by()
    said = Conflict.objects.filter(person__in=people).order_by()
    then = said.values_list("person", "application__organisation", Value(1))
    now = said.values_list("person", "application__organisation__merged_into", Value(1))
    entered = Intake.objects.filter(entered_by__in=people).order_by().values_list("entered_by", "application", Value(2))
    hands = Intake.earlier.through.objects.filter(person__in=people).order_by()
    before = hands.values_list("person", "intake__application", Value(2))
    for person, key, kind in roles.values_list("person", "scope_id", Value(0)).union(then, now, entered, before):
        if key:
            found[kind][person].add(key)
    return Known(*found)


def same(application: Application) -> set[int]:
    """The applicant's organisation and the one that it is part of now."""
    organisation = application.organisation
    return {number for number in (organisation.pk, organisation.merged_into_id) if number}


def circles(applications: Iterable[Application], *, of: Call | None = None) -> dict[int, set[int]]:
    """application -> the organisations that stand behind it, by primary keys: the applicant's, partners' and host's.

    Also of one that declined: it knows of the application. One query, however many; none where all are `of` a call in
    which each applies alone.
    """
    found = {each.pk: same(each) for each in applications}
    if of is not None and not of.takes_others:
        return found
    named = ApplicationPartner.objects.filter(application__in=list(found), organisation__isnull=False).order_by()
    for application, *both in named.values_list("application", "organisation", "organisation__merged_into"):
        found[application].update(number for number in both if number)
    return found


def stands_behind(person: Person, application: Application) -> bool:
    """Whether the person holds, or ever held, a role in an organisation that stands behind the application."""
    named = ApplicationPartner.objects.filter(application=application, organisation__isnull=False).order_by()
    behind = Q(scope_id__in=same(application))
    for key in ("organisation", "organisation__merged_into"):
        behind |= Q(scope_id__in=named.values(key))
    return bool(person.roles_held.filter(behind, scope_kind=ScopeKind.ORGANISATION).exists())


def close(
    people: Collection[int],
    applications: Iterable[Application],
    *,
    known: Known | None = None,
    behind: Mapping[int, set[int]] | None = None,
) -> set[tuple[int, int]]:
    """The pairs (person, application), by primary keys, that a conflict bars. At most three queries, however many.

    Barred is whoever holds or ever held a role in the applicant's organisation, in a partner or the host that is named
    in the application, or in one that works or worked with any of them; whoever declared to be too close to one of
    them, in this call or an earlier one; and whoever entered the application for its organisation. Applications come
    with their organisations; what is known of the people, and the circles of the applications, may be given.
    """
    rows = list(applications)
    behind = circles(rows) if behind is None else behind
    known = known_of(people) if known is None else known
    near = _with_partners({person: known.held[person] for person in people})
    return {
        (person, each.pk)
        for each in rows
        for person in people
        if behind[each.pk] & (near[person] | known.declared[person]) or each.pk in known.entered[person]
    }


def near(person: Person) -> set[int]:
    """The organisations to which the person is too close, by primary keys. At most two queries."""
    known = known_of([person.pk])
    return _with_partners(known.held)[person.pk] | known.declared[person.pk]


def among(call: Call, person: Person) -> QuerySet[Application]:
    """The applications handed in to the call to whose applicant, partner or host the person is too close."""
    return backed_by(call, near(person)).handed_in()


def backed_by(call: Call, organisations: Collection[int]) -> ApplicationRows:
    """The applications of the call behind which one of these organisations stands: as applicant, partner or host."""
    close = Q(organisation__in=organisations) | Q(organisation__merged_into__in=organisations)
    named = ApplicationPartner.objects.filter(close, application__call=call).order_by().values("application")
    return call.applications.all().filter(close | Q(pk__in=named))


def of_applicants(call: Call, *, drafts: bool = False) -> QuerySet[RoleHeld]:
    """The roles held now in organisations that apply in the call: as applicant, partner or host.

    With `drafts` also in those that are still writing, which nobody of the programme is told of by a list.
    """
    rows = call.applications.all() if drafts else call.applications.all().handed_in()
    applying = rows.exclude(state=Application.State.WITHDRAWN).order_by()
    named = ApplicationPartner.objects.filter(application__in=applying, organisation__isnull=False).order_by()
    there = Q()
    for found in (applying, named):
        for key in ("organisation", "organisation__merged_into"):
            there |= Q(scope_id__in=found.values(key))
    return RoleHeld.objects.filter(there, until=None, scope_kind=ScopeKind.ORGANISATION)


def _with_partners(near: Mapping[int, set[int]]) -> Mapping[int, set[int]]:
    """With the organisations that work or worked with theirs."""
    own = set().union(*near.values())
    partners: dict[int, set[int]] = {}
    for tells in PARTNERS if own else []:
        for one, other in tells(own):
            partners.setdefault(one, set()).add(other)
    return {person: own.union(*(partners.get(each, set()) for each in own)) for person, own in near.items()}


def has_conflict(person: Person, application: Application) -> bool:
    """Whether the person is too close to the applicant."""
    return bool(close([person.pk], [application]))


def is_reviewing(person: Person, application: Application) -> bool:
    """Whether the person is still to hand in a review of it. One query."""
    return Review.objects.filter(application=application, reviewer=person, state=Review.State.ASSIGNED).exists()


def is_kept_from(person: Person, application: Application) -> bool:
    """Whether what others found of the application is not for this person, whatever role she holds: she is too close
    to the applicant, or is to judge it herself first.
    """
    return is_reviewing(person, application) or has_conflict(person, application)
