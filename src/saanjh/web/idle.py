"""A session of staff ends when no page was opened for a while: a screen that was left behind is nobody's for long.

When the last page was opened stands in a signed cookie, which is renewed at most once a minute: no page asks the
database for it, and none writes. Without the cookie the time of the sign-in counts, which the session holds.
"""

from time import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.core.signing import BadSignature, Signer
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

BEGAN = "began"  # in the session: when it began, in seconds
EVERY = 60  # seconds between two renewals of the cookie


@receiver(user_logged_in)
def note_beginning(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Remember in the session when it began."""
    request.session[BEGAN] = int(time())


def ended(request: HttpRequest) -> bool:
    """Whether the session of this person of staff is over: too long without a page, or too long in all.

    It is ended then: whoever finds the browser holds a key to nothing.
    """
    began, last = _times(request)
    is_idle = time() - last > settings.STAFF_IDLE_SECONDS
    if not is_idle and time() - began <= settings.SESSION_COOKIE_AGE:
        return False
    logout(request)
    if is_idle and request.method == "GET":
        minutes = settings.STAFF_IDLE_SECONDS // 60
        messages.info(
            request,
            _("You were signed out, because no page was opened for %(minutes)s minutes. Sign in to go on.")
            % {"minutes": minutes},
        )
    return True


def renew(request: HttpRequest, response: HttpResponse) -> None:
    """Note that this person of staff has opened a page, unless that was noted less than a minute ago."""
    began, last = _times(request)
    if time() - last < EVERY:
        return
    response.set_cookie(
        settings.STAFF_ACTIVE_COOKIE_NAME,
        _signer(request, began).sign(str(int(time()))),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _times(request: HttpRequest) -> tuple[int, int]:
    """When the session began and when its last page was opened, in seconds; a cookie that is not ours says nothing."""
    began = int(request.session.get(BEGAN, 0))
    try:
        last = int(_signer(request, began).unsign(request.COOKIES.get(settings.STAFF_ACTIVE_COOKIE_NAME, "")))
    except BadSignature:
        last = began
    return began, max(began, last)


def _signer(request: HttpRequest, began: int) -> Signer:
    """Made for this session of this person: the cookie of another is worth nothing here."""
    return Signer(salt=f"saanjh.web.idle {request.user.pk} {began}")
