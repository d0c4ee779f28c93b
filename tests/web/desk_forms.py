"""Signing in at the desk and sending its forms, as a browser without scripts does."""

from typing import Any

from django.test import Client
from lxml import html

from saanjh.ground.access import STAFF, Role
from saanjh.ground.models import Person
from tests.factories import holding, second_factor


def signed_in(client: Client, role: Role, over: int) -> Person:
    """The client as somebody who holds the role, with a second factor where staff need one."""
    person = holding(role, over=over)
    client.force_login(second_factor(person) if role in STAFF else person)
    return person


def opened(client: Client, url: str) -> dict[str, Any]:
    """The fields of the page's form as they stand there."""
    page = html.fromstring(client.get(url).content)
    form = page.xpath("//main//form[@method='post']")[0]
    fields = {name: form.fields[name] for name in form.fields if name != "csrfmiddlewaretoken"}
    return {name: _plain(value) for name, value in fields.items() if value is not None}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, (set, html.CheckboxValues)) else value


def sent(client: Client, url: str, **words: Any) -> Any:
    """The form at the address, sent with these words and all else as it stands there."""
    return client.post(url, {**opened(client, url), **words})


def mended(response: Any) -> list[str]:
    """The ids of the fields that the answer asks to mend."""
    page = html.fromstring(response.content)
    return [each.removesuffix("_error") for each in page.xpath("//*[@class='why']/@id")]
