"""What was typed is not lost when a session ends in the middle of a form."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from saanjh.web import account_forms, errors

FIELD = "kept"
HOURS = 24
LARGEST = 400_000  # characters of one form that are carried; beyond that they are shown, to be copied
SKIPPED = {"csrfmiddlewaretoken", FIELD, "once"}


def _box() -> Fernet:
    key = hashlib.sha256(b"kept words" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str) -> str:
    """The text encrypted, to lie for a while in a page or a session."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What `seal` was given, for as long as words are kept; InvalidToken after that or for anything else."""
    return _box().decrypt(sealed.encode(), ttl=HOURS * 3600).decode()


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """A sign-in page that holds what was typed, sealed, until the person is back. Status 401."""
    words = _words(request)
    text = json.dumps([request.path, words], ensure_ascii=False)
    fits = len(text) <= LARGEST
    context = {
        "form": account_forms.SignIn(request=request),
        "sealed": seal(text) if words and fits else "",
        "typed": [] if fits else errors.typed_words(request),
        "had_files": bool(request.FILES),
        "next": _back_to(request),
    }
    return render(request, "account/session_ended.html", context, status=401)


def _words(request: HttpRequest) -> dict[str, list[str]]:
    """What was typed into a form of ours; nothing of the sign-in library's, which are passwords and codes."""
    match = request.resolver_match
    if match is None or not hasattr(match.func, "policy"):
        return {}
    lists = {str(name): [str(value) for value in values] for name, values in request.POST.lists()}
    return {name: values for name, values in lists.items() if name not in SKIPPED and "password" not in name}


def _back_to(request: HttpRequest) -> str:
    """The form's own address; the desk where that address only takes what is sent."""
    policy = getattr(request, "policy", None)
    shows = policy is None or "GET" in policy.methods
    return request.get_full_path() if shows else reverse(settings.LOGIN_REDIRECT_URL)


def remember(request: HttpRequest) -> None:
    """Put the sealed words into the session, still sealed, to be offered on the form they came from."""
    sealed = request.POST.get(FIELD, "")
    try:
        path, _words = json.loads(unseal(sealed))
    except (InvalidToken, ValueError):
        return
    request.session[FIELD] = {"path": path, "sealed": sealed}


def offered(request: HttpRequest) -> QueryDict | None:
    """What the person had typed into this form before the session ended, once; None when there is nothing."""
    held: dict[str, Any] | None = request.session.get(FIELD)
    if not held or held["path"] != request.path:
        return None
    del request.session[FIELD]
    try:
        _path, lists = json.loads(unseal(held["sealed"]))
    except (InvalidToken, ValueError):
        return None
    words = QueryDict(mutable=True)
    for name, values in lists.items():
        words.setlist(name, values)
    return words
