"""A one-time code goes from the action that made it to the page that shows it, once; nothing keeps it after that."""

from cryptography.fernet import InvalidToken
from django.http import HttpRequest

from saanjh.web import kept

FIELD = "shown_once"


def put(request: HttpRequest, about: str, code: str) -> None:
    """Lay the code, sealed, into the session of the person who asked for it."""
    request.session[FIELD] = {"about": about, "code": kept.seal(code)}


def take(request: HttpRequest, about: str) -> str:
    """The code, for the first time that its page is opened; empty text ever after."""
    held = request.session.get(FIELD)
    if not held or held["about"] != about:
        return ""
    del request.session[FIELD]
    try:
        return kept.unseal(held["code"])
    except InvalidToken:
        return ""
