"""The desk's navigation: what a person of this standing has a reason to open."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from saanjh.ground.access import standing_of
from saanjh.web import policies
from saanjh.web.desk.doors import DOORS


@dataclass(frozen=True)
class Item:
    """One entry: its words, its address, whether it is where we are."""

    label: Any
    url: str
    current: bool


def desk(request: HttpRequest) -> list[Item]:
    """The entries whose route admits this person, in the order of the work."""
    standing = standing_of(request.user)
    here = request.path_info
    items = []
    for name, label, view in DOORS:
        policy = policies.of(view, None)
        if policy is not None and policy.admits(standing):
            url = reverse(name)
            items.append(Item(label, url, here == url if name == "waiting" else here.startswith(url)))
    return items
