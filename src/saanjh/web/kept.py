"""What was typed is not lost when a session ends in the middle of a form."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

FIELD = "kept"
HOURS = 24
LARGEST = 200_000  # characters: the longest form there is, twice over
SKIPPED = {"csrfmiddlewaretoken", FIELD, "password", "login", "code", "once"}


def _box() -> Fernet:
    key = hashlib.sha256(b"kept words" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """A sign-in page that holds what was typed, sealed, until the person is back. Status 401."""
    words = {name: values for name, values in request.POST.lists() if name not in SKIPPED}
    text = json.dumps([request.path, words], ensure_ascii=False)
    sealed = _box().encrypt(text.encode()).decode() if len(text) <= LARGEST else ""
    context = {"sealed": sealed, "next": request.path}
    return render(request, "account/session_ended.html", context, status=401)


def remember(request: HttpRequest) -> None:
    """Put the sealed words into the session, to be offered on the form they came from."""
    try:
        text = _box().decrypt(request.POST[FIELD].encode(), ttl=HOURS * 3600)
    except (InvalidToken, ValueError):
        return
    path, words = json.loads(text)
    request.session[FIELD] = {"path": path, "words": words}


def offered(request: HttpRequest) -> QueryDict | None:
    """What the person had typed into this form before the session ended, once; None when there is nothing."""
    held: dict[str, Any] | None = request.session.get(FIELD)
    if not held or held["path"] != request.path:
        return None
    del request.session[FIELD]
    words = QueryDict(mutable=True)
    for name, values in held["words"].items():
        words.setlist(name, values)
    return words
