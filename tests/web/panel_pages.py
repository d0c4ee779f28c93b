"""Where the pages of a panel are, and what they say of one application."""

from typing import Any

from django.urls import reverse

from tests.web.browsing import parsed

RULES_TABLE = "//section[.//h2='The rules']//tbody/tr/*"


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def reason_of(response: Any, serial: int) -> str:
    """What the list says of the application with this number."""
    entries = parsed(response).xpath("//ol[@class='entries']/li")
    entry = next(each for each in entries if each.xpath(".//bdi")[0].text.endswith(f"-{serial:04d}"))
    return " ".join(entry.xpath("./p[2]")[0].text_content().split()).replace("\u2068", "").replace("\u2069", "")
