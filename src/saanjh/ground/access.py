"""Who may do what where: roles as data, scopes, and a person's standing, read once a request."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from saanjh.ground.models import Person


class ScopeKind(models.TextChoices):
    """Where a role can be held."""

    INSTALLATION = "installation", _("The whole installation")
    PROGRAMME = "programme", _("A programme")
    CALL = "call", _("A call")
    ORGANISATION = "organisation", _("An organisation")
    NETWORK = "network", _("A network")
    STUDY = "study", _("A study")


Scope = tuple[str, int]
Scopes = tuple[Scope, ...]
EVERYWHERE: Scope = (ScopeKind.INSTALLATION.value, 0)


class Role(models.TextChoices):
    """What a person may do in a scope. What each is for stands in docs/look-up/roles.md."""

    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")
    OPERATOR = "operator", _("Operator")
    PROGRAMME_OFFICER = "programme_officer", _("Programme officer")
    FINANCE_OFFICER = "finance_officer", _("Finance officer")
    VERIFIER = "verifier", _("M&E verifier")
    GATE_CHECKER = "gate_checker", _("Gate checker")
    PANEL_CHAIR = "panel_chair", _("Panel chair")
    DATASET_RELEASER = "dataset_releaser", _("Dataset releaser")
    OBSERVER = "observer", _("Coordinating-body observer")
    DONOR_VIEWER = "donor_viewer", _("Donor viewer")
    FOCAL_PERSON = "focal_person", _("Focal person")
    REVIEWER = "reviewer", _("Reviewer")
    SIGNATORY = "signatory", _("Signatory")
    EDITOR = "editor", _("Editor")
    FIELD_OFFICER = "field_officer", _("Field officer")
    CONVENOR = "convenor", _("Convenor")
    MEMBER = "member", _("Member")
    RESEARCHER = "researcher", _("Researcher")
    CODER = "coder", _("Coder")


_I, _P, _C = ScopeKind.INSTALLATION, ScopeKind.PROGRAMME, ScopeKind.CALL
_O, _N, _S = ScopeKind.ORGANISATION, ScopeKind.NETWORK, ScopeKind.STUDY
HELD_IN: dict[Role, ScopeKind] = {
    Role.ADMINISTRATOR: _I,
    Role.AUDITOR: _I,
    Role.OPERATOR: _I,
    Role.PROGRAMME_OFFICER: _P,
    Role.FINANCE_OFFICER: _P,
    Role.VERIFIER: _P,
    Role.GATE_CHECKER: _P,
    Role.PANEL_CHAIR: _P,
    Role.DATASET_RELEASER: _P,
    Role.OBSERVER: _P,
    Role.DONOR_VIEWER: _P,
    Role.FOCAL_PERSON: _P,
    Role.REVIEWER: _C,
    Role.SIGNATORY: _O,
    Role.EDITOR: _O,
    Role.FIELD_OFFICER: _O,
    Role.CONVENOR: _N,
    Role.MEMBER: _N,
    Role.RESEARCHER: _S,
    Role.CODER: _S,
}
# They reach what many organisations entrusted to the programme, so a password alone is not enough.
STAFF = frozenset(role for role, kind in HELD_IN.items() if kind in {_I, _P})
# Who writes for an organisation; who may open what it keeps.
WRITERS = (Role.SIGNATORY, Role.EDITOR)
ORGANISATION = (Role.SIGNATORY, Role.EDITOR, Role.FIELD_OFFICER)

# Which scopes of a kind lie in these programmes: the ground does not know, so the room whose scopes they are says it.
INSIDE: dict[ScopeKind, Callable[[Collection[int]], set[int]]] = {}
# What a room asks besides of whoever is to hold a role in a scope (its id) of its own, however it is given: a Refusal.
ASKED_TOO: dict[Role, Callable[[int, Any], None]] = {}


@dataclass
class Standing:
    """All that a person holds: (role, kind of scope, id). Read once a request, never stored.

    Of whoever holds anything it also says whether they have a second factor, which staff must have; of nobody else.
    """

    person: "Person | None" = None
    held: frozenset[tuple[str, str, int]] = field(default_factory=frozenset)
    has_second_factor: bool = False

    def ids(self, kind: ScopeKind, *roles: Role) -> set[int]:
        """The ids of the scopes of a kind in which the person holds one of these roles (any, when none is named)."""
        return {at for role, where, at in self.held if where == kind and (not roles or role in roles)}

    def has(self, *roles: Role, over: Scopes | None = None) -> bool:
        """Whether one of these roles is held, in one of these scopes where scopes are given."""
        return any(
            role in roles and (over is None or where == _I or (where, at) in over) for role, where, at in self.held
        )

    @cached_property
    def is_staff(self) -> bool:
        return any(role in STAFF for role, _where, _at in self.held)

    @cached_property
    def roles(self) -> list[Role]:
        """The roles held anywhere, in the order of the list above."""
        mine = {role for role, _where, _at in self.held}
        return [role for role in Role if role in mine]


NOBODY = Standing()


def standing_of(person: Any) -> Standing:
    """The person's standing: one query, then remembered on the person for this request."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return NOBODY
    known = person.__dict__.get("_standing")
    if known is None:
        from allauth.mfa.models import Authenticator

        factor = models.Exists(Authenticator.objects.filter(user=models.OuterRef("person")))
        rows = person.roles_held.filter(until=None).values_list("role", "scope_kind", "scope_id", factor)
        held = frozenset((role, kind, at) for role, kind, at, _factor in rows)
        known = person.__dict__["_standing"] = Standing(person, held, any(row[3] for row in rows))
    return known


def may(person: Any, *roles: Role, over: Iterable[Scope] | None = None) -> bool:
    """Whether the person holds one of the roles over a thing's scopes: the seed of every `may_…` rule."""
    return standing_of(person).has(*roles, over=None if over is None else tuple(over))


def visible(person: Any, model: type[models.Model]) -> Any:
    """The rows of a model that the person may open; a model that does not say shows none."""
    return model._default_manager.all().visible_to(standing_of(person))  # type: ignore[attr-defined]
