"""Roles are given and taken back; nobody gives one to oneself."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, notices
from saanjh.ground.access import ASKED_TOO, HELD_IN, INSIDE, Role, ScopeKind, may, standing_of
from saanjh.ground.models import Closure, Person, RoleHeld
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.recovery_notices import JOINED_BY
from saanjh.ground.refusals import Refusal, Unfit
from saanjh.ground.writing import action
from saanjh.kit.text import isolated

# Who asks does not approve, who approves does not pay, who reviews does not decide: pairs nobody holds in one scope.
APART: list[frozenset[Role]] = [
    frozenset({Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER}),
    frozenset({Role.PROGRAMME_OFFICER, Role.PANEL_CHAIR}),
    frozenset({Role.VERIFIER, Role.FINANCE_OFFICER}),
    frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
]
# Who leads a scope brings in those who work there.
GIVEN_BY = {
    Role.EDITOR: Role.SIGNATORY,
    Role.FIELD_OFFICER: Role.SIGNATORY,
    Role.MEMBER: Role.CONVENOR,
    Role.CODER: Role.RESEARCHER,
}


@action
def give(person: Person, role: Role, *, over: int = 0, by: Person) -> RoleHeld:
    """Give the role in its scope (`over`: the id of the programme, call, …; 0 for the installation).

    Raises Refusal when `by` may not give it, when it is held already, or when it stands against another one.
    """
    may_give(role, over=over, to=person, by=by)
    kind = HELD_IN[role]
    held = RoleHeld.objects.create(person=person, role=role, scope_kind=kind, scope_id=over)
    person.__dict__.pop("_standing", None)
    history.record("role_given", person, by=by, role=str(role), scope=str(kind), scope_id=over)
    if role in JOINED_BY:  # so that nobody makes somebody of their own who then helps them into an account, unseen
        others = Person.objects.holding(role, over=(kind, over)).exclude(pk__in=[person.pk, by.pk])
        notices.tell(others, JOINED_BY[role], person)
    return held


@action
def take_back(held: RoleHeld, *, by: Person) -> None:
    """End the role from now on."""
    if not manages(Role(held.role), held.scope_id, by):
        raise Refusal(_("You cannot take back this role."))
    if held.until is not None:
        raise Refusal(_("This role has already ended."))
    held.until = timezone.now()
    held.save(update_fields=["until"])
    held.person.__dict__.pop("_standing", None)
    history.record("role_taken_back", held.person, by=by, role=held.role, scope=held.scope_kind, scope_id=held.scope_id)


def may_give(role: Role, *, over: int, to: Person, by: Person) -> None:
    """Refusal unless `by` may give this role here to this person."""
    is_own = by.pk == to.pk and by.username != SYSTEM
    own = _("Nobody gives a role to oneself: ask somebody else who may.")
    if not manages(role, over, by):
        raise Refusal(own if is_own else _("You cannot give this role."))
    if role in ASKED_TOO:
        ASKED_TOO[role](over, to)
    if is_own:
        raise Refusal(own)
    if HELD_IN[role] is ScopeKind.ORGANISATION and Closure.objects.standing().filter(organisation=over).exists():
        raise Refusal(_("This organisation is closed, so nobody gets a role in it."))
    held = set(to.roles_held.filter(until=None, scope_id=over).values_list("role", flat=True))
    if role in held:
        words = _("%(name)s holds this role already.") % {"name": isolated(to.name)}
        raise Unfit(words, _("You hold this role already."))
    for pair in APART:
        if role in pair and held & (pair - {role}):
            raise Refusal(_("These two roles check each other, so one person cannot hold both here."))


def manages(role: Role, over: int, by: Person) -> bool:
    """Whether `by` gives the role in this scope."""
    return over in managed(role, [over], by)


def gives_any(by: Person) -> bool:
    """Whether `by` gives some role somewhere: of what a page offers, without asking for every scope there is."""
    if by.username == SYSTEM or may(by, Role.ADMINISTRATOR):
        return True
    standing = standing_of(by)
    if standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER):
        return True
    return any(standing.ids(HELD_IN[role], giver) for role, giver in GIVEN_BY.items())


def managed(role: Role, scopes: Collection[int], by: Person) -> set[int]:
    """Of these scopes (ids) those in which `by` gives the role. Administrators give every role everywhere; a programme
    officer names the reviewers of the own programme's calls."""
    if by.username == SYSTEM or may(by, Role.ADMINISTRATOR):
        return set(scopes)
    kind = HELD_IN[role]
    if role is Role.REVIEWER:
        programmes = standing_of(by).ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
        return INSIDE[kind](programmes).intersection(scopes) if programmes else set()
    giver = GIVEN_BY.get(role)
    return standing_of(by).ids(kind, giver).intersection(scopes) if giver else set()
