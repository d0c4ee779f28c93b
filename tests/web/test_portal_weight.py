"""A first visit fits into the first flight of packets, and no public page leaks what was excluded."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from lxml import html

from saanjh.atlas.models import Initiative
from saanjh.bench.visits import pages
from saanjh.web.guards import Audience

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MOST = 14_600  # ten packets of 1,460 bytes: what a server sends before it waits for an answer
STATIC_HEADERS = 500  # of a style sheet or picture, as WhiteNoise and the server send them
LINE = 4  # ": " and the line's end, for each header


def wire(response: Any) -> int:
    """Bytes of an answer: its status line, its headers, its body."""
    headers = sum(len(name) + len(value) + LINE for name, value in response.items())
    return len("HTTP/1.1 200 OK\r\n\r\n") + headers + len(response.content)


@cache
def weight(address: str) -> int:
    """Bytes of a style sheet or picture on the wire, compressed once as strongly as can be."""
    file = finders.find(address.removeprefix("/static/"))
    return STATIC_HEADERS + len(brotli.compress(Path(str(file)).read_bytes(), quality=11))


def fetched(page: Any) -> list[str]:
    """What a browser fetches beside the page itself."""
    found = [*page.xpath("//head/link[@rel='stylesheet' or @rel='icon']/@href"), *page.xpath("//@src")]
    return [str(each) for each in found if not each.startswith("data:")]


def crawl(language: str) -> dict[str, Any]:
    """Address -> answer, brotli and all: the portal from its first page on, two of each kind of thing, and ways in."""
    client, seen, waiting = Client(), {}, [f"/{language}/", *ways_in(language)]
    kinds: Counter[str] = Counter()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen[address] = client.get(address, headers={"accept-encoding": "br"})
        for link in links(seen[address]):
            place = link.split("#")[0]
            kind = "/".join(place.split("?")[0].split("/")[2:4]) if place.count("/") > 3 else place
            if place.startswith(f"/{language}/") and kinds[kind] < 2:
                kinds[kind] += 1
                waiting.append(place)
    return seen


def ways_in(language: str) -> list[str]:
    """The pages of accounts that are open to anybody: sign-in, a password forgotten, joining."""
    return [
        address.replace("/en/", f"/{language}/", 1)
        for _name, address, policy in pages()
        if "/account/" in address and policy.audience is Audience.ANYONE
    ]


def said(response: Any) -> bytes:
    """The answer's body as it was before it was compressed."""
    body: bytes = response.content
    return brotli.decompress(body) if response.get("Content-Encoding") == "br" else body


def links(response: Any) -> list[str]:
    """The addresses that a page links to; none for a sheet, and none for what leads on."""
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return []
    return [str(each) for each in html.fromstring(said(response)).xpath("//a/@href")]


CRAWLED: dict[tuple[int, str], dict[str, Any]] = {}


@pytest.fixture(params=["en", "ur"])
def portal(world: Any, request: Any) -> dict[str, Any]:
    """Every kind of public page of the demo, in one language; walked once."""
    key = (id(world), request.param)
    if key not in CRAWLED:
        CRAWLED[key] = crawl(request.param)
    return CRAWLED[key]


def test_a_first_visit_of_any_public_page_is_light(portal: dict[str, Any]) -> None:
    shown = {
        address: response
        for address, response in portal.items()
        if response.status_code == 200 and response["Content-Type"].startswith("text/html")
    }
    more = {address: fetched(html.fromstring(said(response))) for address, response in shown.items()}
    weights = {
        address: wire(response) + sum(weight(each) for each in more[address]) for address, response in shown.items()
    }
    assert len(shown) > 20
    assert shown.keys() >= set(ways_in("en")) or shown.keys() >= set(ways_in("ur"))
    assert {address: bytes for address, bytes in weights.items() if bytes > MOST} == {}
    assert {address: each for address, each in more.items() if len(each) > 2} == {}


def test_every_link_of_the_portal_leads_somewhere(portal: dict[str, Any]) -> None:
    astray = {address: each for address, each in portal.items() if each.status_code != 200}
    assert [address for address, each in astray.items() if each.get("Location") not in portal] == []


def test_no_page_that_can_be_reached_tells_of_an_excluded_initiative(portal: dict[str, Any]) -> None:
    excluded = list(Initiative.objects.filter(excluded_for_safety=True))
    assert excluded
    words = [word.encode() for each in excluded for word in (each.title_en, each.title_ur, each.slug, each.public_id)]
    assert [(address, word) for address, each in portal.items() for word in words if word in said(each)] == []
