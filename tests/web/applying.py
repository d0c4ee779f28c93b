"""What the tests of applying share: who signs in, and the address of a page."""

from typing import Any

from django.test import Client
from django.urls import reverse


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(name: str, thing: Any, *more: Any) -> str:
    return reverse(name, args=[thing.public_id, *more])
