"""What roles are held over: the ground knows a kind and a number; here they are found and named."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db.models import CharField, Value
from django.utils.translation import gettext as _

from saanjh.ground.access import HELD_IN, Role, Scope, ScopeKind, visible
from saanjh.ground.actions import roles
from saanjh.ground.models import Person
from saanjh.kit import text
from saanjh.web.components.languages import worded

# kind -> (model, the beginning of its two public names)
MODELS = {
    ScopeKind.PROGRAMME: ("programmes.Programme", "title"),
    ScopeKind.CALL: ("calls.Call", "title"),
    ScopeKind.ORGANISATION: ("ground.Organisation", "name"),
    ScopeKind.NETWORK: ("networks.Network", "title"),
    ScopeKind.STUDY: ("research.Study", "title"),
}
MOST = 200  # as many as a list to choose from may have


def model_of(kind: str) -> tuple[Any, str] | None:
    """The model of this kind of scope and its name's field; None for the installation and for rooms not built."""
    name, field = MODELS.get(ScopeKind(kind), ("", ""))
    try:
        return (apps.get_model(name), field) if name else None
    except LookupError:
        return None


def named(scopes: Iterable[Scope]) -> dict[Scope, str]:
    """The names of the scopes in the page's language; one query, whatever their kinds."""
    wanted: dict[str, set[int]] = {}
    for kind, number in scopes:
        wanted.setdefault(kind, set()).add(number)
    names: dict[Scope, str] = {(ScopeKind.INSTALLATION.value, 0): str(ScopeKind.INSTALLATION.label)}
    parts = [part for kind, ids in sorted(wanted.items()) if (part := _names(kind, ids)) is not None]
    if parts:
        for kind, number, english, urdu in parts[0].union(*parts[1:], all=True):
            names[kind, number] = _label(english, urdu)
    for kind, ids in wanted.items():
        for number in ids:
            names.setdefault((kind, number), _("not known"))
    return names


def _names(kind: str, ids: set[int]) -> Any:
    found = model_of(kind)
    if found is None:
        return None
    model, field = found
    rows = model._base_manager.filter(pk__in=ids).order_by()
    rows = rows.annotate(its_kind=Value(kind, output_field=CharField()))
    return rows.values_list("its_kind", "pk", f"{field}_en", f"{field}_ur")


def _label(english: str, urdu: str) -> str:
    return worded(SimpleNamespace(name_en=english, name_ur=urdu), "name")[0]


def choices(role: Role, *, by: Person, question: str = "") -> list[tuple[int, str]]:
    """(id, name) of the scopes over which `by` may give the role, by name; those that hold the question's words."""
    wanted = text.words(question)
    there = dict(_scopes(HELD_IN[role], by))
    rows = [(number, there[number]) for number in roles.managed(role, there, by)]
    rows = [row for row in rows if all(word in text.normalise(row[1]) for word in wanted)]
    return sorted(rows, key=lambda row: (row[1].casefold(), row[0]))[:MOST]


def givable(by: Person) -> list[Role]:
    """The roles that `by` may give somewhere, in the order of the list of roles; one query a kind of scope."""
    there = {kind: dict(_scopes(kind, by)) for kind in ScopeKind}
    return [role for role in Role if roles.managed(role, there[HELD_IN[role]], by)]


def _scopes(kind: ScopeKind, by: Person) -> list[tuple[int, str]]:
    """(id, name) of all scopes of a kind that the person may see."""
    if kind is ScopeKind.INSTALLATION:
        return [(0, str(kind.label))]
    found = model_of(kind)
    if found is None:
        return []
    model, field = found
    return [
        (thing.pk, _label(getattr(thing, f"{field}_en"), getattr(thing, f"{field}_ur")))
        for thing in visible(by, model)
        if not getattr(thing, "merged_into_id", None)
    ]
