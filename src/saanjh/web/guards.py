"""Every route says who may come in. A route that says nothing lets nobody in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from saanjh.ground import reads
from saanjh.ground.access import Role, Standing, standing_of
from saanjh.ground.models import Person, Purpose
from saanjh.ground.refusals import Refusal
from saanjh.web import errors

View = Callable[..., HttpResponse]


class DeskRequest(HttpRequest):
    """A request behind a sign-in: the guard has made sure that there is a person."""

    user: Person


class Audience(StrEnum):
    """Who a route is for."""

    ANYONE = "anyone"  # no account, no cookie
    SIGNED_IN = "signed in"
    ROLES = "roles"
    MACHINE = "machine"  # health and readiness: no session is read


@dataclass(frozen=True)
class Policy:
    """What a route declares: for whom, over which thing, by which methods, how long it may be cached.

    A route that is not `logged` leaves no line in the log, whose hour could tell who was there. One that is
    `sensitive` shows restricted things: whoever opens it is written down with that purpose, and the thing, or what
    it is a list of (`shows`); not those who hold a role over the thing to whom it shows no more than their own
    (`unless`).
    """

    audience: Audience
    roles: frozenset[Role] = frozenset()
    finds: type[models.Model] | None = None
    by: str = "public_id"
    methods: tuple[str, ...] = ("GET",)
    cache_seconds: int = 0
    logged: bool = True
    sensitive: Purpose | None = None
    shows: type[models.Model] | None = None
    unless: frozenset[Role] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether no account is asked for."""
        return self.audience in {Audience.ANYONE, Audience.MACHINE}

    def admits(self, standing: Standing, thing: Any = None) -> bool:
        """Whether somebody of this standing may open the route, for this thing where it finds one."""
        if self.is_open:
            return True
        if standing.person is None:
            return False
        if self.audience is Audience.SIGNED_IN:
            return True
        if thing is None:
            return standing.has(*self.roles)
        everywhere = self.roles.intersection(getattr(thing, "HELD_ANYWHERE", ()))
        return standing.has(*self.roles, over=thing.scopes()) or standing.has(*everywhere)


def open_to_all(
    *,
    finds: type[models.Model] | None = None,
    by: str = "public_id",
    methods: Iterable[str] = ("GET",),
    cache: int = 60,
    logged: bool = True,
) -> Callable[[View], View]:
    """A public page. A thing it finds comes from `.public()`; the answer may be cached for `cache` seconds."""
    policy = Policy(Audience.ANYONE, finds=finds, by=by, methods=tuple(methods), cache_seconds=cache, logged=logged)
    return _declare(policy)


def for_machines() -> Callable[[View], View]:
    """Health and readiness: open, never cached, no session."""
    return _declare(Policy(Audience.MACHINE))


def signed_in(
    *,
    finds: type[models.Model] | None = None,
    methods: Iterable[str] = ("GET", "POST"),
    sensitive: Purpose | None = None,
) -> Callable[[View], View]:
    """A page for everybody with an account; a thing it finds is one that the person may see."""
    return _declare(Policy(Audience.SIGNED_IN, finds=finds, methods=tuple(methods), sensitive=sensitive))


def guard(
    *roles: Role,
    finds: type[models.Model] | None = None,
    by: str = "public_id",
    methods: Iterable[str] = ("GET", "POST"),
    sensitive: Purpose | None = None,
    shows: type[models.Model] | None = None,
    unless: Iterable[Role] = (),
) -> Callable[[View], View]:
    """A page for those who hold one of the roles; with `finds`, over the thing that the address names.

    The view gets the thing in place of its id: `def page(request, application)` for `<str:id>`. A thing that the
    person may not see, one over which no such role is held, and one that does not exist are the same 404.

    A page that shows restricted things names the purpose (`sensitive`), and a list also what it shows.
    """
    if sensitive is not None and (finds is None) == (shows is None):
        raise ValueError("What is sensitive is a thing that the route finds, or else a list of what it shows.")
    if not roles:
        raise ValueError("A guard names its roles; `signed_in` is for everybody with an account.")
    return _declare(
        Policy(
            Audience.ROLES,
            frozenset(roles),
            finds=finds,
            by=by,
            methods=tuple(methods),
            sensitive=sensitive,
            shows=shows,
            unless=frozenset(unless),
        )
    )


def _declare(policy: Policy) -> Callable[[View], View]:
    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in policy.methods and request.method not in {"HEAD", "OPTIONS"}:
                return HttpResponseNotAllowed(policy.methods)
            thing = find(policy, request, kwargs)
            try:
                _write_down(policy, request, thing)
                return view(request, *args, **kwargs) if thing is None else view(request, thing, *args, **kwargs)
            except Refusal as refusal:  # a page without a form to show it beside
                layout = "layouts/public.html" if policy.is_open else "layouts/desk.html"
                context = {"why": refusal.why, "layout": layout, "typed": errors.typed_words(request)}
                return render(request, "refused.html", context, status=422)

        guarded.policy = policy  # type: ignore[attr-defined]
        return guarded

    return declare


def _write_down(policy: Policy, request: HttpRequest, thing: Any) -> None:
    """Note that something restricted is opened, before it is; Refusal beyond a day's measure.

    A thing that says it is not sensitive (`is_sensitive`) is not noted, nor is what one opens about oneself.
    """
    if policy.sensitive is None or thing == request.user or not getattr(thing, "is_sensitive", True):
        return
    if policy.unless and standing_of(request.user).has(*policy.unless, over=thing.scopes()):
        return
    model: Any = policy.shows or policy.finds
    object_id = "" if thing is None else str(getattr(thing, policy.by))
    reads.note(model._meta.label_lower, object_id, by=request.user, purpose=policy.sensitive)  # type: ignore[arg-type]


def find(policy: Policy, request: HttpRequest, kwargs: dict[str, Any]) -> Any:
    """The thing that the address names, taken out of `kwargs`; Http404 unless this person may open this route."""
    if policy.is_open:
        standing = None
    else:
        standing = standing_of(request.user)
    thing = None
    if policy.finds is not None:
        rows = policy.finds._default_manager.all()
        seen = rows.public() if standing is None else rows.visible_to(standing)  # type: ignore[attr-defined]
        thing = seen.filter(**{policy.by: kwargs.pop("id")}).first()
        if thing is None:
            raise Http404
    if standing is not None and not policy.admits(standing, thing):
        raise Http404
    return thing
