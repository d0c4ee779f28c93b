"""What becomes of all that names an organisation when it is joined into another: each model says it of its own keys."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import ForeignKey, Q, QuerySet

from saanjh.ground.access import ScopeKind
from saanjh.ground.how_many import how_many

if TYPE_CHECKING:
    from saanjh.ground.models import Organisation

Stays = Callable[["Organisation", "Organisation"], Q]


@dataclass(frozen=True)
class Fate:
    """What becomes of the rows behind a key to an organisation, said in the model's `WHEN_JOINED`.

    They move, but for those that `stays(duplicate, into)` names: history, and what is there already. These go on
    naming the duplicate, which points to the organisation that it is part of now; `why` says so in words.
    """

    stays: Stays | None = None
    why: Any = ""


ALL_MOVE = Fate()


@dataclass(frozen=True)
class Relation:
    """A key of a model, or the one in the table between for a many-to-many, that names an organisation."""

    field: "ForeignKey[Any, Any]"
    says: Any  # the model that says what becomes of it
    name: str  # the field there

    @property
    def label(self) -> str:
        return f"{self.says._meta.label}.{self.name}"

    @property
    def fate(self) -> Fate | None:
        """What the model says; None where it says nothing, which no test lets pass."""
        fates: dict[str, Fate] = vars(self.says).get("WHEN_JOINED", {})
        return fates.get(self.name)

    def rows(self, organisation: "Organisation") -> QuerySet[Any]:
        """The rows that name this organisation."""
        return self.field.model._base_manager.filter(**{self.field.name: organisation})

    def moving(self, duplicate: "Organisation", into: "Organisation") -> QuerySet[Any]:
        """Those of the duplicate's rows that will name the other one. Raises LookupError where nobody said which."""
        if self.fate is None:
            raise LookupError(f"{self.label} does not say what becomes of it when two organisations are joined.")
        rows = self.rows(duplicate)
        if self.fate.stays is None:
            return rows
        staying = rows.filter(self.fate.stays(duplicate, into)).values_list("pk", flat=True)
        return rows.exclude(pk__in=list(staying))


@dataclass(frozen=True)
class Part:
    """How many rows of a model move, how many stay with the duplicate, and why."""

    model: Any
    moves: int
    stays: int = 0
    why: Any = ""


def relations(models: Iterable[Any] | None = None) -> list[Relation]:
    """Every key to an organisation in every room, found in the registry of models (or in these models)."""
    found = apps.get_models(include_auto_created=True) if models is None else models
    return [relation for model in found for relation in _relations_of(model)]


def _relations_of(model: Any) -> Iterator[Relation]:
    organisation = apps.get_model("ground", "Organisation")
    for field in model._meta.local_fields:
        if not isinstance(field, ForeignKey) or field.related_model is not organisation:
            continue
        if model._meta.auto_created:  # the table between, which Django made for a many-to-many
            owner = model._meta.auto_created
            yield from (
                Relation(field, owner, each.name)
                for each in owner._meta.local_many_to_many
                if each.remote_field.through is model
            )
        else:
            yield Relation(field, model, field.name)


def scoped() -> list[Any]:
    """The models whose rows hold a kind and a number of their scope: where that is the duplicate, they move."""
    return [
        model
        for model in apps.get_models()
        if {"scope_kind", "scope_id"} <= {field.name for field in model._meta.fields}
    ]


def held_over(model: Any, organisation: "Organisation") -> QuerySet[Any]:
    """The rows of one of these models whose scope is this organisation."""
    return model._base_manager.filter(scope_kind=ScopeKind.ORGANISATION, scope_id=organisation.pk)


def parts(duplicate: "Organisation", into: "Organisation") -> list[Part]:
    """What would move and what would stay, without what names the duplicate in no row; for a look beforehand."""
    known = relations()
    numbers = how_many([relation.rows(duplicate) for relation in known])
    named = [(relation, every) for relation, every in zip(known, numbers, strict=True) if every]
    moving = how_many([relation.moving(duplicate, into) for relation, _every in named])
    return [
        Part(relation.field.model, moves, every - moves, relation.fate.why if relation.fate and moves < every else "")
        for (relation, every), moves in zip(named, moving, strict=True)
    ]


def left_with(organisation: "Organisation") -> list[Part]:
    """What still names a duplicate, of each model how many rows."""
    known = relations()
    numbers = how_many([relation.rows(organisation) for relation in known])
    return [Part(each.field.model, 0, number) for each, number in zip(known, numbers, strict=True) if number]
