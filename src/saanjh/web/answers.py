"""One way to answer a form: show it, refuse it in words, or carry it out once and move on."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from saanjh.ground.once import Sent, digest_of, led_to, once
from saanjh.ground.refusals import Conflict, Refusal
from saanjh.web import kept, seen, sound

NOT_WORDS = {"csrfmiddlewaretoken", "once", seen.SEEN, kept.WHOSE}


def form_for(request: HttpRequest, form: type[forms.BaseForm], **kwargs: Any) -> Any:
    """The form, bound to what was sent; or to what was typed before a session ended; or fresh."""
    if request.method == "POST":
        return form(request.POST, request.FILES, **kwargs)
    typed = kept.offered(request)
    fresh: Any = form(**kwargs)
    fresh.seen = seen.digest(fresh) if typed is None else typed.get(seen.SEEN, "")
    if typed is not None:
        fresh.initial = {**fresh.initial, **_values(fresh, typed)}
        messages.info(request, _("Your session had ended. Here is what you had typed: check it and send it again."))
    return fresh


def _values(form: forms.BaseForm, typed: QueryDict) -> dict[str, Any]:
    """What was typed into each field, read as its own widget reads it."""
    return {
        name: field.widget.value_from_datadict(typed, MultiValueDict(), form.add_prefix(name))
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField)
    }


class Confirm(forms.Form):
    """Nothing to fill in: that it was sent is the answer."""


def answer(
    request: HttpRequest,
    form: Any,
    template: str,
    context: dict[str, Any],
    *,
    act: Callable[[dict[str, Any]], Any],
    then: Callable[[Any], str],
    said: Any = "",
    stands: seen.Fresh | None = None,
    keeps: Callable[[dict[str, Any]], Any] | None = None,
) -> HttpResponse:
    """Show `template` with the form; when it was sent and is well formed, `act` on its data and go where `then` says.

    A Refusal is shown beside its field with status 422 and nothing is written, but for pages that are filled in bit by
    bit: `keeps` saves what is sound, and the page says so (`rest_is_kept`). The same form sent twice is carried out
    once; the same key with other words is a 409, and so is a form that changes what somebody else changed since it was
    opened: `stands` makes the form anew from the row, locked, to see that.
    """
    status = 200
    found: dict[str, Any] = {"seen": _saw(request, form, keeps)} if stands else {}

    def carry_out() -> str:
        if stands:
            seen.check(form, found["seen"], stands)
        return then(act(form.cleaned_data))

    if request.method == "POST":
        if form.is_valid():
            try:
                place = once(_sent(request), carry_out)
                if said:
                    messages.success(request, said)
                return HttpResponseRedirect(place, status=303)
            except Refusal as refusal:
                status, more = _refused(form, refusal)
                found |= more
        else:
            status = 422
        if keeps and status == 422:
            status, more = _kept(request, form, keeps, found.get("seen", ""), stands)
            found |= more
    return render(request, template, {**context, **found, "form": form, "once": _key(request)}, status=status)


def _saw(request: HttpRequest, form: Any, keeps: Any) -> str:
    """The digest of what was seen when the form opened; where these words were kept in part, of what that left.

    So whoever sends the same mistakes twice does not overtake herself.
    """
    before = request.POST.get(seen.SEEN, "") or getattr(form, "seen", "")
    return (led_to(_in_part(request, before)) if keeps else None) or before


def _refused(form: Any, refusal: Refusal) -> tuple[int, dict[str, Any]]:
    """Say beside its field, or above the form, why; the status, and what more the page shows."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.why)
    more = {"seen": refusal.digest, "stands": refusal.stands} if isinstance(refusal, seen.Overtaken) else {}
    return (409 if isinstance(refusal, Conflict) else 422), more


def _kept(
    request: HttpRequest, form: Any, keeps: Callable[[dict[str, Any]], Any], before: str, stands: seen.Fresh | None
) -> tuple[int, dict[str, Any]]:
    """Keep what is sound of a form with mistakes, unless somebody else changed it meanwhile; the status, and more."""
    more: dict[str, Any] = {}

    def save(given: dict[str, Any]) -> None:
        if stands is None:
            keeps(given)
        else:
            more["seen"] = once(_in_part(request, before), lambda: _checked(form, before, stands, lambda: keeps(given)))

    try:
        more["rest_is_kept"] = sound.keep(form, save)
    except Refusal as refusal:
        return _refused(form, refusal)
    return 422, more


def _checked(form: Any, before: str, stands: seen.Fresh, save: Callable[[], Any]) -> str:
    """Save where the row still says what was seen; what it says then."""
    seen.check(form, before, stands)
    save()
    return seen.digest(stands())


def _in_part(request: HttpRequest, before: str) -> Sent:
    """The sending of what is sound among these words, by whoever saw this: with a key of its own."""
    sent = _sent(request)
    try:
        key = str(uuid.uuid5(uuid.UUID(sent.key), sent.digest + before))
    except ValueError:
        key = sent.key  # refused by `once`, in words
    return replace(sent, key=key)


def led_before(request: HttpRequest) -> str | None:
    """Where this very form led when the same person sent it before; None where it was not carried out.

    A second sending succeeds even where the page would refuse it by now: the form no longer fits what the first one
    made, or the thing is gone (asked by middleware/guarding.py). A form without such a key, as those of voices, is
    not looked at further: whoever sends one has no session to be read.
    """
    try:
        uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None
    return led_to(_sent(request))


def _key(request: HttpRequest) -> str:
    """A fresh key for a fresh form; the same key again when the form comes back to be mended."""
    try:
        return str(uuid.UUID(request.POST.get("once", "")))
    except ValueError:
        return str(uuid.uuid4())


def _sent(request: HttpRequest) -> Sent:
    words = [
        (name, values)
        for name, values in request.POST.lists()
        if name not in NOT_WORDS and "password" not in name  # no digest of a password is kept, however it was typed
    ]
    words += [(name, fingerprints(request, name)) for name in request.FILES]
    return sending(request, request.POST.get("once", ""), words)


def sending(request: HttpRequest, key: str, words: list[tuple[str, list[str]]]) -> Sent:
    """The sending of these words under a key; for a page that carries out a part of it by itself."""
    person = request.user.public_id if request.user.is_authenticated else ""
    return Sent(key, person, request.path, digest_of(words))


def fingerprints(request: HttpRequest, name: str) -> list[str]:
    """What stands for the files that were sent under a name."""
    return [_fingerprint(each) for each in request.FILES.getlist(name)]


def _fingerprint(file: Any) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
