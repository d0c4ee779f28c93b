"""What the tests of reviewers' pages share: who signs in, where a page is, and an application to read."""

from typing import Any

from django.test import Client
from django.urls import reverse

from saanjh.calls.models import Application, Call
from saanjh.ground.access import Role
from tests.calls.factories import an_application
from tests.factories import an_organisation, holding, second_factor
from tests.web.browsing import client_of


def staff(role: Role, call: Call) -> Client:
    return client_of(second_factor(holding(role, over=call.programme_id)))


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def applied(call: Call, **facts: Any) -> Application:
    return an_application(call, an_organisation(**facts), "submitted")
