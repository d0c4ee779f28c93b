"""Whether the installation is a demo is asked until it cannot change any more, and then kept."""

from typing import Any

import pytest

from saanjh.ground import installation
from saanjh.ground.access import Role
from saanjh.ground.actions import people
from saanjh.ground.actions.installation import mark_demo
from saanjh.ground.models import Mark, Person
from tests.factories import a_person

pytestmark = pytest.mark.django_db


def test_a_running_server_sees_a_demo_that_is_loaded_while_nobody_is_there() -> None:
    assert not installation.is_demo()
    mark_demo(by=Person.objects.system())
    assert installation.is_demo()


@pytest.mark.parametrize("demo", [True, False])
def test_once_people_are_there_the_answer_costs_nothing(demo: bool, django_assert_num_queries: Any) -> None:
    if demo:
        mark_demo(by=Person.objects.system())
    a_person()
    assert installation.is_demo() is demo
    with django_assert_num_queries(0):
        assert installation.is_demo() is demo


def test_a_demo_that_was_removed_is_forgotten() -> None:
    mark_demo(by=Person.objects.system())
    assert installation.is_demo()
    Mark.objects.all().delete()
    installation.forget()
    assert not installation.is_demo()


def test_a_fresh_installation_holds_nothing_of_its_own() -> None:
    assert not installation.holds_own_work()


def test_a_line_of_history_without_the_mark_is_somebodys_own_work() -> None:
    people.add(username="first", name="Somebody", by=Person.objects.system())
    Person.objects.filter(username="first").delete()
    assert installation.holds_own_work()


def test_what_a_demo_tells_is_none_but_somebody_who_joined_it_is() -> None:
    mark_demo(by=Person.objects.system())
    people.add(username="cast", name="Cast (demo)", by=Person.objects.system())
    assert not installation.holds_own_work()
    _invitation, code = people.invite(role=Role.AUDITOR, by=Person.objects.system())
    people.join(code, username="joined", name="Somebody", password="a long enough one 7")
    assert installation.holds_own_work()
