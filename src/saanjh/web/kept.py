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
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from saanjh.ground.models import Person
from saanjh.web import account_forms, errors, policies
from saanjh.web.components import languages

FIELD = "kept"
WHOSE = "whose"  # the field that says whom a form was shown to
HOURS = 24
LARGEST = 400_000  # characters of one form that are carried; beyond that they are shown, to be copied
SKIPPED = {"csrfmiddlewaretoken", FIELD, WHOSE, "once"}


def _box() -> Fernet:
    key = hashlib.sha256(b"kept words" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str) -> str:
    """The text encrypted, to lie for a while in a page or a session."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What `seal` was given, for as long as words are kept; InvalidToken after that or for anything else."""
    return _box().decrypt(sealed.encode(), ttl=HOURS * 3600).decode()


def mark_of(person: Person) -> str:
    """A mark in each form of whom it was shown to, and in which language; it tells nobody else anything more.

    It cannot be made up.
    """
    return f"{salted_hmac('kept words', person.public_id).hexdigest()[:32]}-{languages.active()}"


def _is_of(whose: str, person: Person) -> bool:
    """Whether this is the person's mark, whichever language the page spoke."""
    return constant_time_compare(whose.partition("-")[0], mark_of(person).partition("-")[0])


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """A sign-in page that holds what was typed, sealed, until the person is back. Status 401.

    The words are for the person whom the form was shown to: a phone is shared. Where the form does not say who
    that was, or the words are too long, they are shown, to be copied.
    """
    words, whose = _words(request), request.POST.get(WHOSE, "")
    if (spoke := whose.rpartition("-")[2]) in languages.OURS:  # who it was is not known any more, but how she read
        translation.activate(spoke)
    text = json.dumps([request.path, words, whose], ensure_ascii=False)
    carried = bool(whose) and len(text) <= LARGEST
    context = {
        "form": account_forms.SignIn(request=request),
        "sealed": seal(text) if words and carried else "",
        "typed": [] if carried or not words else errors.typed_words(request),
        "had_files": bool(request.FILES),
        "next": _back_to(request),
    }
    return render(request, "account/session_ended.html", context, status=401)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token did not match: cookies that are gone, or a page from before a sign-in.

    Whoever is signed in no more signs in again and goes on; else what was typed is shown, to be copied.
    """
    match = request.resolver_match
    policy = policies.of(match.func, match.url_name) if match else None
    if policy is not None and request.method not in policy.methods:
        return errors.not_allowed(request, policy.methods)
    if policy is not None and not policy.is_open and not request.user.is_authenticated:
        return sign_in_again(request)
    typed, back = errors.typed_words(request), errors.same_address(request)
    return errors.page(request, 403, "403", typed=typed, back=back)


def _words(request: HttpRequest) -> dict[str, list[str]]:
    """What was typed into a form of ours; nothing of the sign-in library's, which are passwords and codes."""
    match = request.resolver_match
    if match is None or not hasattr(match.func, "policy"):
        return {}
    lists = {str(name): [str(value) for value in values] for name, values in request.POST.lists()}
    return {name: values for name, values in lists.items() if name not in SKIPPED and "password" not in name}


def _back_to(request: HttpRequest) -> str:
    """The form's own address; the desk where that address only takes what is sent."""
    match = request.resolver_match
    policy = policies.of(match.func, match.url_name) if match else None
    shows = policy is None or "GET" in policy.methods
    return request.get_full_path() if shows else reverse(settings.LOGIN_REDIRECT_URL)


def remember(request: HttpRequest) -> None:
    """Put the sealed words into the session, still sealed, to be offered on the form they came from."""
    sealed = request.POST.get(FIELD, "")
    try:
        path, _words, _whose = json.loads(unseal(sealed))
    except (InvalidToken, ValueError):
        return
    request.session[FIELD] = {"path": path, "sealed": sealed}


def offered(request: HttpRequest) -> QueryDict | None:
    """What this person had typed into this form before the session ended, once; None when there is nothing."""
    held: dict[str, Any] | None = request.session.get(FIELD)
    if not held or held["path"] != request.path:
        return None
    del request.session[FIELD]
    try:
        _path, lists, whose = json.loads(unseal(held["sealed"]))
    except (InvalidToken, ValueError):
        return None
    if not request.user.is_authenticated or not _is_of(whose, request.user):
        return None
    words = QueryDict(mutable=True)
    for name, values in lists.items():
        words.setlist(name, values)
    return words
