"""A browser without script: reads a page's own form and sends it as it stands, with what was changed."""

import csv
import io
from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html

from saanjh.ground.models import Person


def parsed(response: Any) -> Any:
    """The page as a tree."""
    return html.fromstring(response.content.decode())


def words(response: Any) -> str:
    """All words of the page's main part, with single spaces."""
    return " ".join(parsed(response).get_element_by_id("main").text_content().split())


def form(response: Any) -> dict[str, list[str]]:
    """The fields of the page's own form (the one with a once key) as they would be sent."""
    page = parsed(response)
    mine = next(each for each in page.forms if each.xpath(".//input[@name='once']"))
    sent: dict[str, list[str]] = {}
    for name, value in mine.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def send(client: Client, url: str, **changed: Any) -> HttpResponse:
    """Open the page, change these fields, send its form. `__` in a name stands for `-`; None takes a field away."""
    fields: dict[str, Any] = form(client.get(url))
    for name, value in changed.items():
        fields[name.replace("__", "-")] = value
    return client.post(url, {name: value for name, value in fields.items() if value is not None})


def links(response: Any) -> list[str]:
    """The addresses that the page's main part links to."""
    return [str(a.get("href")) for a in parsed(response).get_element_by_id("main").iter("a")]


def mistakes(response: Any) -> list[str]:
    """What the error summary says, in order."""
    return [li.text_content().strip() for li in parsed(response).xpath("//*[@class='mend']//li")]


def page(client: Client, url: str) -> Any:
    """The page at the address, which must be there, as a tree."""
    response = client.get(url)
    assert response.status_code == 200, url
    return parsed(response)


def texts(tree: Any, path: str) -> list[str]:
    """The words of what the path finds, their spaces evened out."""
    return [" ".join(each.text_content().split()) for each in tree.xpath(path)]


def titles(response: Any) -> list[str]:
    """The headings of the entries of a list."""
    return [each.text_content() for each in parsed(response).xpath("//ol[@class='entries']//h3")]


def sheet(client: Client, url: str) -> list[dict[str, str]]:
    """The rows of a sheet that must be there."""
    response = client.get(url)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def client_of(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client
