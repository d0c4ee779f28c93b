"""A browser without script: reads a page's own form and sends it as it stands, with what was changed."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html


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
