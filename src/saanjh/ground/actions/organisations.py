"""Organisations are registered, corrected, and joined when one was registered twice."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import batches, history, merging, search
from saanjh.ground.access import Role, may
from saanjh.ground.fields import reading_once
from saanjh.ground.how_many import how_many
from saanjh.ground.models import Organisation, Person, RoleHeld
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh
from saanjh.kit import text

FIELDS = {"name_en", "name_ur", "kind", "home", "about", "written_in", "women_led", "youth_led", "is_public"}
DIGESTED = ("public_id", "name_en", "name_ur", "kind", "home_id", "about", "written_in", "women_led", "youth_led")


@action
def register(*, by: Person, **facts: Any) -> Organisation:
    """Register an organisation. Raises Refusal when one of the same name exists: that may be the same one."""
    may_register(by)
    organisation = _new(facts)
    _check_name(organisation)
    organisation.save()
    search.follow(organisation)
    history.record("organisation_registered", organisation, by=by, kind=organisation.kind)
    return organisation


@action
def register_many(rows: Sequence[Mapping[str, Any]], *, by: Person) -> list[Organisation]:
    """Register many at once, each by the rules of `register`. Raises RowsRefused, and registers none, where one fails.

    Rows are looked at in their order: one that bears a name of an earlier one is refused as if that stood already.
    """
    may_register(by)
    taken = _names(Organisation.objects.current().values_list("name_en", "name_ur"))

    def check(facts: Mapping[str, Any]) -> Organisation:
        organisation = _new(facts)
        _refuse_taken(organisation, taken)
        batches.guard(organisation)
        taken.update(_names([(organisation.name_en, organisation.name_ur)]))
        return organisation

    with reading_once():
        made = Organisation.objects.bulk_create(batches.each(rows, check))
    search.follow(*made)
    digest = batches.digest_of(made, DIGESTED)
    history.record_many("organisations_registered", Organisation, by=by, count=len(made), digest=digest)
    return made


def _new(facts: Mapping[str, Any]) -> Organisation:
    organisation = Organisation(**{name: value for name, value in facts.items() if name in FIELDS})
    organisation.search_name = search_name(organisation)
    return organisation


@action
def correct(organisation: Organisation, *, by: Person, **facts: Any) -> Organisation:
    """Change what is said of an organisation."""
    if not may_correct(organisation, by=by):
        raise Refusal(_("Only a signatory of the organisation or a programme officer changes this."))
    if afresh(organisation).merged_into_id:
        raise Refusal(_("This organisation was joined into another: choose that one."))
    changed = [name for name in sorted(FIELDS & facts.keys()) if getattr(organisation, name) != facts[name]]
    need_change(changed)
    for name in changed:
        setattr(organisation, name, facts[name])
    if {"name_en", "name_ur"} & set(changed):
        _check_name(organisation)
    organisation.search_name = search_name(organisation)
    organisation.save(update_fields=[*changed, "search_name"])
    search.follow(organisation)
    search.follow_naming(organisation)
    history.record("organisation_corrected", organisation, by=by, fields=",".join(changed))
    return organisation


@action
def merge(duplicate: Organisation, *, into: Organisation, by: Person) -> Organisation:
    """Join a duplicate into the organisation that stays: what named it names the other; nothing is deleted.

    Rows of all rooms are moved as their models say (`WHEN_JOINED`), and people keep their roles, now at the
    organisation that stays; so do those who were invited. The duplicate stays as a row that points on, so that old
    addresses and history still lead somewhere, with what its models leave to it.
    """
    for each in sorted((duplicate, into), key=lambda row: row.pk):  # in one order, so that two merges never block
        afresh(each)
    may_merge(duplicate, into=into, by=by)
    moved = Counter[str]()
    for relation in merging.relations():
        moved[relation.field.model._meta.label_lower] += _move(relation, duplicate, into)
    moved["ground.roleheld"], doubled = _move_roles(duplicate, into)
    for model in _others_scoped():
        moved[model._meta.label_lower] = merging.held_over(model, duplicate).update(scope_id=into.pk)
    stayed = doubled + sum(part.stays for part in merging.left_with(duplicate))
    duplicate.merged_into = into
    duplicate.is_public = False
    duplicate.save(update_fields=["merged_into", "is_public"])
    search.follow(duplicate)
    search.follow_naming(into)
    counts = {f"moved_{label}": number for label, number in sorted(moved.items()) if number}
    total = sum(moved.values())
    history.record("organisation_merged", duplicate, by=by, into=into.public_id, moved=total, stayed=stayed, **counts)
    return into


def may_merge(duplicate: Organisation, *, into: Organisation, by: Person) -> None:
    """Refusal unless `by` may join these two, and they are two that stand for themselves."""
    if by.username != SYSTEM and not may(by, Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER):
        raise Refusal(_("Only a programme officer or an administrator joins organisations."))
    if duplicate.pk == into.pk:
        raise Refusal(_("Choose two different organisations."), field="into")
    if duplicate.merged_into_id or into.merged_into_id:
        raise Refusal(_("One of the two was already joined into another."), field="into")


def parts_of_merge(duplicate: Organisation, into: Organisation) -> list[merging.Part]:
    """What would move and what would stay, of each kind; for a look beforehand."""
    others = _others_scoped()
    asked = [_roles(duplicate), _doubled(duplicate, into), *(merging.held_over(model, duplicate) for model in others)]
    roles, doubled, *numbers = how_many(asked)
    why = _("Who holds the same role in both keeps it once: the one at the duplicate ends today.")
    held = [merging.Part(RoleHeld, roles - doubled, doubled, why if doubled else "")]
    held += [merging.Part(model, number) for model, number in zip(others, numbers, strict=True)]
    return [*merging.parts(duplicate, into), *(part for part in held if part.moves or part.stays)]


def _move(relation: merging.Relation, duplicate: Organisation, into: Organisation) -> int:
    return int(relation.moving(duplicate, into).update(**{relation.field.name: into}))


def _others_scoped() -> list[Any]:
    """What is held over an organisation besides roles, of which one may be held only once: invitations, forms."""
    return [model for model in merging.scoped() if model is not RoleHeld]


def _roles(organisation: Organisation) -> models.QuerySet[RoleHeld]:
    return merging.held_over(RoleHeld, organisation)


def _doubled(duplicate: Organisation, into: Organisation) -> models.QuerySet[RoleHeld]:
    """The roles held at the duplicate today by people who hold the same one at the other."""
    there = _roles(into).filter(until=None, person=models.OuterRef("person"), role=models.OuterRef("role"))
    return _roles(duplicate).filter(models.Exists(there), until=None)


def _move_roles(duplicate: Organisation, into: Organisation) -> tuple[int, int]:
    """(how many moved, how many ended here); past ones move too: who ever belonged is too close to judge."""
    doubled = list(_doubled(duplicate, into).values_list("pk", flat=True))
    _roles(duplicate).filter(pk__in=doubled).update(until=timezone.now())
    moved = _roles(duplicate).exclude(pk__in=doubled).update(scope_id=into.pk)
    return moved, len(doubled)


def _check_name(organisation: Organisation) -> None:
    """Refusal where either name is either name of another organisation: that may be the same one."""
    others = Organisation.objects.current().exclude(pk=organisation.pk)
    names = _names([(organisation.name_en, organisation.name_ur)])
    alike = Q(*(Q(search_name__contains=name) for name in sorted(names)), _connector=Q.OR)
    _refuse_taken(organisation, _names(others.filter(alike).values_list("name_en", "name_ur")) if names else set())


def _refuse_taken(organisation: Organisation, taken: Container[str]) -> None:
    for field in ("name_en", "name_ur"):
        if _plain(getattr(organisation, field)) in taken:
            raise Refusal(_("An organisation of this name is registered already."), field=field)


def _names(pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Every name of these pairs, as names are compared."""
    return {plain for pair in pairs for name in pair if (plain := _plain(name))}


def _plain(name: str) -> str:
    return text.normalise(name).strip()


def search_name(organisation: Organisation) -> str:
    """Both names through the one normaliser: how duplicates are found."""
    return text.normalise(f"{organisation.name_en} {organisation.name_ur}")[:420]


def may_register(by: Person) -> None:
    """Refusal unless `by` runs a programme or the installation."""
    if by.username != SYSTEM and not may(by, Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER):
        raise Refusal(_("Only a programme officer or an administrator registers organisations."))


def may_correct(organisation: Organisation, *, by: Person) -> bool:
    """Whether `by` may change what is said of the organisation."""
    return may(by, Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER) or may(
        by, Role.SIGNATORY, Role.EDITOR, over=organisation.scopes()
    )
