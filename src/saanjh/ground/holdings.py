"""What is held on a person, or on an organisation: of every key that leads to them a room says whether it is told.

`told` names the columns that go into what they may ask for; `untold` says why a key does not. Nothing is told of
other people: columns are named one by one, and none of them is a key to a person.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, QuerySet

from saanjh.ground import merging
from saanjh.ground.access import ScopeKind
from saanjh.ground.how_many import how_many
from saanjh.ground.models import Organisation, Person

SCOPE, PUBLIC_ID = "(scope)", "(public id)"  # rows that hold a kind and a number, or a public id, instead of a key


@dataclass(frozen=True)
class Holding:
    """The rows of a model that lead to somebody by a path, and what is told of each."""

    subject: Any
    model: Any
    path: str
    columns: tuple[str, ...] = ()
    why: str = ""
    file: str = ""  # the path from a row to a StoredFile whose bytes go along

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.path}"

    def rows(self, whose: Any) -> QuerySet[Any]:
        """The rows that lead to this person or organisation."""
        rows = self.model._base_manager.order_by("pk")
        if self.path == SCOPE:
            return rows.filter(scope_kind=ScopeKind.ORGANISATION, scope_id=whose.pk)
        if self.path == PUBLIC_ID:
            return rows.filter(person=whose.public_id)
        return rows.filter(**{self.path: whose.pk})

    def values(self, whose: Any) -> list[dict[str, Any]]:
        """What is told of each row."""
        return list(self.rows(whose).values(*self.columns)) if self.columns else []


HOLDINGS: dict[tuple[str, str], Holding] = {}  # (label of the subject, label of the holding)


def told(subject: Any, model: Any, path: str, columns: str, *, file: str = "") -> None:
    """Say that the rows which lead to the subject by this path are told, with these columns (separated by spaces)."""
    _know(Holding(subject, model, path, tuple(columns.split()), file=file))


def untold(subject: Any, model: Any, path: str, why: str) -> None:
    """Say that the rows which lead to the subject by this path are not told, and why."""
    _know(Holding(subject, model, path, why=why))


def _know(holding: Holding) -> None:
    key = (holding.subject._meta.label, holding.label)
    if key in HOLDINGS:
        raise ValueError(f"{holding.label} is said twice.")
    HOLDINGS[key] = holding


def of(subject: Any) -> list[Holding]:
    """All that is known to lead to people, or to organisations."""
    return [each for (label, _path), each in sorted(HOLDINGS.items()) if label == subject._meta.label]


def silent(subject: Any, models: Iterable[Any] | None = None) -> list[str]:
    """The keys that lead to the subject and of which nobody has said whether they are told.

    Looked for are all keys to it, and all keys to what is told of an organisation: its applications, their answers.
    """
    among = list(apps.get_models(include_auto_created=True) if models is None else models)
    known = {each.label for each in of(subject)}
    wanted = {f"{model._meta.label}.{field.name}" for model, field in _keys(among, subject)}
    if subject is Organisation:
        wanted |= {f"{model._meta.label}.{SCOPE}" for model in merging.scoped() if model in among}
        for parent in of(subject):
            if parent.columns and not parent.path.startswith("(") and parent.model is not subject:
                wanted |= {
                    f"{model._meta.label}.{field.name}__{parent.path}" for model, field in _keys(among, parent.model)
                }
    return sorted(wanted - known)


def _keys(models: Iterable[Any], subject: Any) -> Iterator[tuple[Any, Any]]:
    for model in models:
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model is subject:
                yield model, field


def counts(whose: Person | Organisation) -> list[tuple[Holding, int]]:
    """What is told to this person or organisation, and how many rows of it there are. One query."""
    told = [each for each in of(whose._meta.model) if each.columns]
    numbers = how_many([each.rows(whose) for each in told])
    return [(each, number) for each, number in zip(told, numbers, strict=True) if number]
