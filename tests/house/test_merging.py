"""Two organisations that are one: every key of every room says what becomes of it, and a merge does what they say."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.db.models import Count
from django.test.utils import isolate_apps

from saanjh.atlas.models import Initiative
from saanjh.ground import merging, search
from saanjh.ground.access import Role
from saanjh.ground.actions import organisations
from saanjh.ground.models import Invitation, Line, Organisation, RoleHeld, SearchEntry
from saanjh.networks.models import Membership
from tests.factories import holding

pytestmark = pytest.mark.django_db
RELATIONS = [pytest.param(each, id=each.label) for each in merging.relations()]


def pointing_here() -> set[Any]:
    """Every column of every table that holds the key of an organisation, as Django sees it from the other end."""
    keys: list[Any] = Organisation._meta.get_fields(include_hidden=True)
    return {each.field for each in keys if each.auto_created and not each.concrete and not each.many_to_many}


def test_every_key_of_every_room_is_known() -> None:
    assert {each.field for each in merging.relations()} == pointing_here()
    assert len(RELATIONS) >= 7


@pytest.mark.parametrize("relation", RELATIONS)
def test_every_key_says_what_becomes_of_it(relation: Any) -> None:
    assert relation.fate is not None, f"{relation.label}: say it in WHEN_JOINED of the model"
    assert bool(relation.fate.stays) == bool(str(relation.fate.why))  # what stays is told in words


@isolate_apps("tests.house")
def test_a_new_key_that_says_nothing_is_found() -> None:
    class Visit(models.Model):
        host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
        guests = models.ManyToManyField(Organisation, related_name="+")

        class Meta:
            app_label = "house"

    found = merging.relations([Visit, Visit.guests.through])
    assert [(each.label, each.fate) for each in found] == [("house.Visit.host", None), ("house.Visit.guests", None)]
    with pytest.raises(LookupError, match=r"house\.Visit\.host does not say"):
        found[0].moving(Organisation(pk=1), Organisation(pk=2))


def test_nothing_is_said_of_a_key_that_is_not_there() -> None:
    known = {each.label for each in merging.relations()}
    said = {f"{model._meta.label}.{name}" for model in apps.get_models() for name in vars(model).get("WHEN_JOINED", {})}
    assert said == known


@pytest.mark.parametrize("relation", RELATIONS)
def test_where_there_may_be_only_one_an_organisation_it_is_said_which_stay(relation: Any) -> None:
    meta = relation.field.model._meta
    once = [fields for fields in meta.unique_together if relation.field.name in fields]
    once += [each for each in meta.total_unique_constraints if relation.field.name in each.fields]
    once += [
        each
        for each in meta.constraints
        if isinstance(each, models.UniqueConstraint) and relation.field.name in each.fields
    ]
    assert not (once or relation.field.unique) or relation.fate.stays


def test_of_what_is_held_over_an_organisation_only_a_role_is_held_once() -> None:
    """Roles and invitations hold a kind and a number of their scope; all move, and roles alone may meet their like."""
    assert {RoleHeld, Invitation} <= set(merging.scoped())
    once = {
        model
        for model in merging.scoped()
        for each in model._meta.constraints
        if isinstance(each, models.UniqueConstraint) and "scope_id" in each.fields
    }
    assert once == {RoleHeld}


def count_rows() -> dict[str, int]:
    return {
        model._meta.label_lower: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model not in {Line, SearchEntry}
    }


def busiest(most: int) -> list[Organisation]:
    """The organisations of the demo that most applications and grants name."""
    rows = Organisation.objects.current().annotate(
        much=Count("applications", distinct=True) + Count("awards", distinct=True) + Count("initiatives", distinct=True)
    )
    return list(rows.order_by("-much", "pk")[:most])


def entangled(world: Any) -> tuple[Organisation, Organisation]:
    """Two organisations of the demo that share all that two can share: a call, a network, partners, a donor's part."""
    duplicate, into = busiest(2)
    work = Initiative.objects.exclude(organisation__in=[duplicate, into])[0]
    work.partners.set([duplicate, into])
    into.initiatives.all()[0].partners.add(duplicate)
    Initiative.objects.exclude(organisation__in=[duplicate, into])[1].partners.set([duplicate])
    network = world.networks[0]
    for each in (duplicate, into):
        Membership.objects.get_or_create(
            network=network, organisation=each, until=None, defaults={"since": world.today}
        )
    Membership.objects.get_or_create(
        network=world.networks[-1], organisation=duplicate, until=None, defaults={"since": world.today}
    )
    Membership.objects.filter(network=world.networks[-1], organisation=into).delete()
    ended = Membership.objects.create(network=network, organisation=duplicate, since=world.today, until=world.today)
    assert ended.until is not None
    return duplicate, into


def test_a_merge_moves_and_leaves_what_the_rooms_say_and_loses_nothing(world: Any) -> None:
    with transaction.atomic():
        duplicate, into = entangled(world)
        officer = world.people["programme_officer"]
        stays = {
            each.label: set(each.rows(duplicate).values_list("pk", flat=True))
            - set(each.moving(duplicate, into).values_list("pk", flat=True))
            for each in merging.relations()
        }
        here = {each.label: each.rows(into).count() + each.rows(duplicate).count() for each in merging.relations()}
        parts = organisations.parts_of_merge(duplicate, into)
        assert {part.model._meta.label for part in parts if part.moves} >= {"networks.Membership", "ground.RoleHeld"}
        assert {part.model._meta.label for part in parts if part.stays} >= {
            "networks.Membership",
            "atlas.Initiative_partners",
        }
        before = count_rows()
        organisations.merge(duplicate, into=into, by=officer)
        assert count_rows() == before
        for each in merging.relations():
            own = each.rows(duplicate).exclude(pk=duplicate.pk) if each.says is Organisation else each.rows(duplicate)
            assert set(own.values_list("pk", flat=True)) == stays[each.label], each.label
            was = here[each.label] + (each.says is Organisation)  # the duplicate itself points there now
            assert each.rows(into).count() + each.rows(duplicate).count() == was, each.label
        facts = Line.objects.filter(verb="organisation_merged").latest("number").facts
        assert facts["moved"] == sum(part.moves for part in parts)
        assert facts["stayed"] == sum(part.stays for part in parts)
        assert sum(number for name, number in facts.items() if name.startswith("moved_")) == facts["moved"]
        assert search.amiss() == (0, 0)
        transaction.set_rollback(True)


def test_public_pages_name_the_one_that_stays(world: Any) -> None:
    with transaction.atomic():
        duplicate = Initiative.objects.public().filter(organisation__is_public=True)[0].organisation
        into = Organisation.objects.public().exclude(pk=duplicate.pk)[0]
        its = set(Initiative.objects.public().filter(organisation=duplicate))
        organisations.merge(duplicate, into=into, by=world.people["programme_officer"])
        assert its <= set(Initiative.objects.public().filter(organisation=into))
        assert {each.shown_organisation for each in Initiative.objects.filter(pk__in=[i.pk for i in its])} == {into}
        assert not Organisation.objects.public().filter(pk=duplicate.pk).exists()
        transaction.set_rollback(True)


def test_people_of_the_duplicate_work_on_with_all_that_moved(world: Any) -> None:
    with transaction.atomic():
        duplicate = busiest(1)[0]
        into = Organisation.objects.current().exclude(pk=duplicate.pk).order_by("-pk")[0]
        signatory = holding(Role.SIGNATORY, over=duplicate.pk)
        organisations.merge(duplicate, into=into, by=world.people["programme_officer"])
        assert signatory.roles_held.get(until=None).scope_id == into.pk
        for each in merging.relations():
            rows = each.rows(into) if hasattr(each.field.model, "scopes") else []
            assert all(("organisation", into.pk) in row.scopes() for row in rows if each.name == "organisation")
        transaction.set_rollback(True)
