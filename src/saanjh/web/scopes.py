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
    there = {kind: _ids(kind, by) for kind in ScopeKind}
    return [role for role in Role if roles.managed(role, there[HELD_IN[role]], by)]


def _ids(kind: ScopeKind, by: Person) -> list[int]:
    """The ids of all scopes of a kind that the person may see."""
    rows = _rows(kind, by)
    return [0] if rows is None else list(rows.values_list("pk", flat=True))


def _rows(kind: ScopeKind, by: Person) -> Any:
    """All scopes of a kind that the person may see; None for the installation, of which there is one."""
    if kind is ScopeKind.INSTALLATION:
        return None
    found = model_of(kind)
    if found is None:
        return Person.objects.none()
    rows = visible(by, found[0]).order_by().select_related(None).prefetch_related(None)
    return rows.filter(merged_into=None) if kind is ScopeKind.ORGANISATION else rows


def _scopes(kind: ScopeKind, by: Person) -> list[tuple[int, str]]:
    """(id, name) of all scopes of a kind that the person may see."""
    rows, found = _rows(kind, by), model_of(kind)
    if rows is None or found is None:
        return [(0, str(kind.label))] if rows is None else []
    return [(pk, _label(*names)) for pk, *names in rows.values_list("pk", f"{found[1]}_en", f"{found[1]}_ur")]
