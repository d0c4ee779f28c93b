"""Many numbers of rows in one query."""

from typing import Any

import pytest

from saanjh.ground.how_many import how_many
from saanjh.ground.models import Organisation, Person
from tests.factories import a_person, an_organisation

pytestmark = pytest.mark.django_db


def test_each_kind_is_counted_and_one_query_asks_all(django_assert_num_queries: Any) -> None:
    for _each in range(3):
        a_person()
    named = an_organisation(name_en="It's 100 % one of ours")
    kinds = [
        Person.objects.exclude(username="system").order_by("name"),
        Organisation.objects.none(),
        Organisation.objects.filter(name_en=named.name_en),
        Organisation.objects.filter(name_en__in=["none of them"]),
    ]
    with django_assert_num_queries(1):
        assert how_many(kinds) == [3, 0, 1, 0]


def test_nothing_asked_costs_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert how_many([]) == []
        assert how_many([Person.objects.none()]) == [0]
