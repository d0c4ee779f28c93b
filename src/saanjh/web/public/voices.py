"""Telling us something, and reading the answer: without account, cookie, script, or anything that says who."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from saanjh.ground.fields import Written
from saanjh.ground.models import District
from saanjh.ground.refusals import Refusal
from saanjh.kit import receipts
from saanjh.programmes.models import Programme
from saanjh.voices import queries
from saanjh.voices.actions import messages
from saanjh.voices.models import ACKNOWLEDGE_WITHIN, ANSWER_WITHIN, Message
from saanjh.web.components.choosing import OneOf
from saanjh.web.components.districts import grouped
from saanjh.web.components.inputs import Words
from saanjh.web.guards import open_to_all
from saanjh.web.public import form_tokens
from saanjh.web.public.hourly import Backstop

BOTH = ("GET", "POST")
AN_HOUR = Backstop(200)  # messages, in each process
TOKEN = "once"  # the field's name: error pages that show what was typed leave it out


class Letter(forms.Form):
    """What somebody tells us."""

    category = forms.ChoiceField(label=_("What is it?"), choices=Message.Category.choices, widget=forms.RadioSelect)
    programme = OneOf(Programme.objects.none(), name="title", label=_("Which programme is it about?"), empty_label=None)
    district = forms.ChoiceField(label=_("District"), required=False)
    text = Words(
        label=_("Your message"),
        help_text=_("Write no names, telephone or identity card numbers, neither yours nor anybody else’s."),
        max_length=5000,
        lines=8,
        error_messages={
            "personal_data": _(
                "Please take out %(what)s. What we do not have cannot be lost, stolen or asked from us; "
                "your message is understood without it."
            )
        },
    )
    written_in = forms.ChoiceField(
        label=_("In which language have you written?"), choices=Written.choices, widget=forms.RadioSelect
    )
    # a trap for machines that fill in everything
    homepage = forms.CharField(label=_("Leave this empty"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"written_in": get_language()}, **kwargs})
        self.programmes = Programme.objects.public().order_by("state", "-starts_on", "-pk")
        self.fields["programme"].queryset = self.programmes  # type: ignore[attr-defined]
        self.fields["district"].choices = [("", _("I would rather not say")), *grouped()]  # type: ignore[attr-defined]
        if len(self.programmes) == 1:
            del self.fields["programme"]

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(_("Leave the hidden field empty: it is there to stop machines."))
        return ""

    def words(self) -> dict[str, Any]:
        """What the action needs."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "homepage"}
        data["district"] = District.objects.current().filter(slug=data["district"]).first()
        data.setdefault("programme", self.programmes[0])
        return data


@csrf_exempt  # there is no account to misuse; the form's own token stands in its place
@open_to_all(methods=BOTH, cache=0, logged=False)
def voices_new(request: HttpRequest) -> HttpResponse:
    """The promise, the form, and once it was sent the receipt."""
    form, status = Letter(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _receipt(request, _send(form, request.POST.get(TOKEN, "")))
            except Refusal as refusal:
                status = STATUSES.get(type(refusal), 422)
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.why)
    context = {"form": form, "token": form_tokens.new(timezone.now()), "open": form.programmes}
    days = {"acknowledged": ACKNOWLEDGE_WITHIN, "answered": ANSWER_WITHIN}
    return render(request, "public/voices/new.html", {**context, **days}, status=status)


class TooMany(Refusal):
    """More came within the hour than is taken in."""


STATUSES = {TooMany: 429, messages.SentBefore: 409}


def _send(form: Letter, typed: str) -> messages.Sent:
    """Carry the form out; Refusal when its token is not ours, too old, or when too much is coming in."""
    token = form_tokens.read(typed, timezone.now())
    used = token is not None and queries.is_used(messages.digest_of(token.secret))
    if token is None or not (token.is_fresh or used):
        raise Refusal(_("This page was open for longer than half an hour. Your words are still here: send them again."))
    if not token.is_fresh:
        raise Refusal(_("This page was sent before, and what it said then is kept. Send it again only to say more."))
    words = form.words()
    if not used and not AN_HOUR.admits():
        raise TooMany(
            _("Very much is coming in just now. Leave this page open and send it again later; nothing is lost.")
        )
    return messages.send(words.pop("programme"), secret=token.secret, today=timezone.localdate(), **words)


def _receipt(request: HttpRequest, sent: messages.Sent) -> HttpResponse:
    half = receipts.LENGTH // 2  # two lines, three groups in each, on every screen
    lines = [receipts.grouped(part) for part in (sent.code[:half], sent.code[half:])]
    context = {"code": lines, "again": sent.again}
    days = {"acknowledged": ACKNOWLEDGE_WITHIN, "answered": ANSWER_WITHIN}
    return render(request, "public/voices/sent.html", {**context, **days})


class Code(forms.Form):
    """A receipt's code, in the digits of any script, with or without spaces and dashes."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("24 digits, as they stand on your receipt."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}),
    )

    def clean_code(self) -> receipts.Receipt:
        typed = self.cleaned_data["code"]
        if (written := receipts.digits_in(typed)) != receipts.LENGTH:
            raise forms.ValidationError(
                _("%(needed)s digits are needed, you wrote %(written)s."),
                params={"needed": receipts.LENGTH, "written": written},
            )
        try:
            return receipts.read(typed)
        except ValueError:
            raise forms.ValidationError(
                _("At least one digit is wrong. Compare them with your receipt, four by four.")
            ) from None


@csrf_exempt
@open_to_all(methods=BOTH, cache=0, logged=False)
def voices_answer(request: HttpRequest) -> HttpResponse:
    """The answer under a code. A code without an answer and a code that nobody has look the same."""
    form, status = Code(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                message = queries.under(form.cleaned_data["code"])
                return render(request, "public/voices/answer.html", {"message": _with_news(message)})
            except Refusal as refusal:
                form.add_error(None, refusal.why)
    return render(request, "public/voices/code.html", {"form": form}, status=status)


def _with_news(message: Message | None) -> Message | None:
    """The message if there is anything to say to it."""
    return None if message is None or message.state == Message.State.RECEIVED else message


@open_to_all(cache=0, logged=False)
def leave(request: HttpRequest) -> HttpResponse:
    """Leave at once, without a script: to the portal's first page, and the browser forgets what it kept of this site.

    Only the list of visited pages stays, which no site can change. Cookies stay too: nobody is signed out by it.
    """
    response = HttpResponseRedirect(reverse("home"), status=303)
    response["Clear-Site-Data"] = '"cache", "prefetchCache"'
    return response


urlpatterns = [
    path("voices/", voices_new, name="voices_new"),
    path("voices/answer/", voices_answer, name="voices_answer"),
    path("voices/leave/", leave, name="leave"),
]
