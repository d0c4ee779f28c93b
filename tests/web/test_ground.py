"""The ground's pages: account, people, organisations, history, inbox, search."""

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from saanjh.ground import notices
from saanjh.ground.access import Role
from saanjh.ground.actions import organisations, people
from saanjh.ground.models import Invitation, Line, Notice, Organisation, Person, RoleHeld
from tests.factories import a_person, an_organisation, holding, second_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Person:
    return second_factor(holding(Role.ADMINISTRATOR))


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    "name",
    ["waiting", "account", "roles", "inbox", "search", "people", "invitations", "invite", "organisations",
     "register_organisation", "accept", "end_sessions", "account_change_password", "account_email", "mfa_index",
     "usersessions_list", "account_logout", "account_reauthenticate"],
)
def test_pages_open(name: str, administrator: Person) -> None:
    response = signed_in(administrator).get(reverse(name))
    assert response.status_code == 200, response.content
