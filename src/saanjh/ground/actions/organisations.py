"""Organisations are registered, corrected, and joined when one was registered twice."""

from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, search
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Invitation, Organisation, Person, RoleHeld
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh
from saanjh.kit import text

FIELDS = {"name_en", "name_ur", "kind", "home", "about", "written_in", "women_led", "youth_led", "is_public"}


@action
def register(*, by: Person, **facts: Any) -> Organisation:
    """Register an organisation. Raises Refusal when one of the same name exists: that may be the same one."""
    may_register(by)
    organisation = Organisation(**{name: value for name, value in facts.items() if name in FIELDS})
    organisation.search_name = search_name(organisation)
    _check_name(organisation)
    organisation.save()
    search.follow(organisation)
    history.record("organisation_registered", organisation, by=by, kind=organisation.kind)
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

    Foreign keys of all rooms are moved, and people keep their roles, now at the organisation that stays; so do those
    who were invited. The duplicate stays as a row that points on, so that old addresses and history still lead
    somewhere. What may never change (a recorded decision) or is there already (the same member of a network) stays
    with the duplicate.
    """
    for each in sorted((duplicate, into), key=lambda row: row.pk):  # in one order, so that two merges never block
        afresh(each)
    may_merge(duplicate, into=into, by=by)
    moved = sum(_move(field, duplicate, into) for field in _pointing_here())
    moved += _move_roles(duplicate, into)
    invited = Invitation.objects.filter(scope_kind=ScopeKind.ORGANISATION, scope_id=duplicate.pk)
    moved += invited.update(scope_id=into.pk)
    duplicate.merged_into = into
    duplicate.is_public = False
    duplicate.save(update_fields=["merged_into", "is_public"])
    search.follow(duplicate)
    search.follow_naming(into)
    history.record("organisation_merged", duplicate, by=by, into=into.public_id, moved=moved)
    return into


def may_merge(duplicate: Organisation, *, into: Organisation, by: Person) -> None:
    """Refusal unless `by` may join these two, and they are two that stand for themselves."""
    if by.username != SYSTEM and not may(by, Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER):
        raise Refusal(_("Only a programme officer or an administrator joins organisations."))
    if duplicate.pk == into.pk:
        raise Refusal(_("Choose two different organisations."), field="into")
    if duplicate.merged_into_id or into.merged_into_id:
        raise Refusal(_("One of the two was already joined into another."), field="into")


def belongings(organisation: Organisation) -> list[tuple[type[models.Model], int]]:
    """What names the organisation: (model, number of rows), without what names it no row; for a preview of a merge."""
    counted: dict[type[models.Model], int] = {}
    for field in _pointing_here():
        counted[field.model] = counted.get(field.model, 0) + _rows(field, organisation).count()
    for model in (RoleHeld, Invitation):
        here = model._base_manager.filter(scope_kind=ScopeKind.ORGANISATION, scope_id=organisation.pk)
        counted[model] = here.count()
    return [(model, number) for model, number in counted.items() if number]


def _pointing_here() -> list[models.ForeignKey[Any, Any]]:
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Organisation
    ]


def _rows(field: models.ForeignKey[Any, Any], organisation: Organisation) -> models.QuerySet[Any]:
    return field.model._base_manager.filter(**{field.name: organisation})


def _move(field: models.ForeignKey[Any, Any], duplicate: Organisation, into: Organisation) -> int:
    """Move all rows at once; where one of them may not move, each by itself, leaving that one."""
    rows = _rows(field, duplicate)
    try:
        with transaction.atomic():
            return int(rows.update(**{field.name: into}))
    except IntegrityError:
        return sum(_move_one(field, pk, into) for pk in list(rows.values_list("pk", flat=True)))


def _move_one(field: models.ForeignKey[Any, Any], pk: Any, into: Organisation) -> int:
    try:
        with transaction.atomic():
            return int(field.model._base_manager.filter(pk=pk).update(**{field.name: into}))
    except IntegrityError:
        return 0


def _move_roles(duplicate: Organisation, into: Organisation) -> int:
    here = RoleHeld.objects.filter(scope_kind=ScopeKind.ORGANISATION, scope_id=duplicate.pk)
    there = RoleHeld.objects.filter(scope_kind=ScopeKind.ORGANISATION, scope_id=into.pk, until=None)
    held_there = set(there.values_list("person_id", "role"))
    moved = 0
    for held in here:
        if held.until is None and (held.person_id, held.role) in held_there:
            continue  # the same person holds the same role there already; this row stays where it was
        held.scope_id = into.pk
        held.save(update_fields=["scope_id"])
        moved += 1
    return moved


def _check_name(organisation: Organisation) -> None:
    """Refusal where either name is either name of another organisation: that may be the same one."""
    others = Organisation.objects.current().exclude(pk=organisation.pk)
    for field in ("name_en", "name_ur"):
        name = text.normalise(getattr(organisation, field)).strip()
        alike = others.filter(search_name__contains=name).values_list("name_en", "name_ur") if name else ()
        if any(name in {text.normalise(each).strip() for each in pair} for pair in alike):
            raise Refusal(_("An organisation of this name is registered already."), field=field)


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
