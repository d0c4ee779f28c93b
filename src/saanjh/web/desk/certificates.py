"""Certificates at the desk: printed for those who completed a gathering, fetched, and withdrawn by their number."""

import io
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.events import queries
from saanjh.events.actions import certificates as actions
from saanjh.events.models import Certificate, Event, Printing
from saanjh.events.models.certificates import MOST_HOURS
from saanjh.events.rules import certificates as rules
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.fields import Written
from saanjh.ground.models import StoredFile
from saanjh.ground.refusals import Refusal
from saanjh.web import answers
from saanjh.web.components.inputs import Number, guard_controls
from saanjh.web.desk.confirming import Question, confirm, why_not
from saanjh.web.desk.files import HEADERS
from saanjh.web.downloads import attachment
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 50


class PrintForm(forms.Form):
    """Whose names are printed, in which language, and how many hours it was."""

    names = forms.CharField(
        label=_("Names"),
        help_text=_(
            "A name on each line, as it shall stand on the paper. They are kept encrypted until the papers are "
            "fetched, a week at most; then no list of them is left anywhere. Print them in the order of your list."
        ),
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
        validators=[guard_controls],
    )
    language = forms.ChoiceField(
        label=_("Language of the certificates"), choices=Written.choices, widget=forms.RadioSelect
    )
    hours = Number(label=_("Hours of the course"), whole=True, lowest=1, highest=MOST_HOURS)

    def clean_names(self) -> list[str]:
        """The names, without blank lines and needless spaces."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["names"].splitlines())
        return [line for line in lines if line]


class WithdrawForm(forms.Form):
    """Why, chosen: words would tell of somebody."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Certificate.Reason.choices, widget=forms.RadioSelect)


@guard(Role.PROGRAMME_OFFICER, Role.VERIFIER, finds=Event, methods=("GET",))
def certificates(request: DeskRequest, event: Event) -> HttpResponse:
    """How many there can be and are; the numbers; what one is having printed."""
    rows = visible(request.user, Certificate).filter(event=event)
    completed, certified = queries.completed(event), queries.certified(event)
    runs = standing_of(request.user).has(Role.PROGRAMME_OFFICER, over=event.scopes())
    context = {
        "event": event,
        "completed": completed,
        "certified": certified,
        "page": Pages(rows, PAGE).get_page(request.GET.get("page")),
        "printings": visible(request.user, Printing).filter(event=event)[:10],
        "may_print": runs and event.state == Event.State.HELD and certified < completed,
        "runs": runs,
    }
    return render(request, "desk/events/certificates.html", context)


@guard(Role.PROGRAMME_OFFICER, finds=Event)
def certificates_print(request: DeskRequest, event: Event) -> HttpResponse:
    """Have certificates printed, for one person or for a list."""
    form = answers.form_for(request, PrintForm, initial=_initial(event))
    room = queries.completed(event) - queries.certified(event)
    refused = why_not(lambda: rules.may_print(event, by=request.user)) if request.method == "GET" else ""
    return answers.answer(
        request,
        form,
        "desk/events/print.html",
        {"event": event, "room": room, "refused": refused},
        act=lambda data: actions.ask(event, by=request.user, **data),
        then=lambda made: reverse("certificates_printing", args=[made.public_id]),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Printing)
def certificates_printing(request: DeskRequest, printing: Printing) -> HttpResponse:
    """How far the printing is; then its papers."""
    if request.method == "POST":
        if not request.POST.get("once"):  # not from our page: the papers go an hour after this
            raise Refusal(_("The page was incomplete when it was sent. Load it again and send it once more."))
        return _papers(printing, actions.fetch(printing, by=request.user))
    return render(request, "desk/events/printing.html", {"printing": printing, "once": uuid.uuid4()})


def _initial(event: Event) -> dict[str, Any]:
    """The reader's language, and as many hours as the sessions of the course take together."""
    return {"language": get_language(), **({"hours": queries.hours(event.course)} if event.course else {})}


def _papers(printing: Printing, parts: Sequence[tuple[int, StoredFile]]) -> HttpResponse:
    """The papers: a PDF, or where there are many one archive of several, part after part so that memory stays small."""
    name = f"certificates-{printing.event.public_id}-{printing.first}"
    response: Any
    if len(parts) == 1:
        response = HttpResponse(actions.opened(parts[0][1]), content_type="application/pdf", headers=HEADERS)
        response["Content-Disposition"] = attachment(name, "pdf")
    else:
        response = StreamingHttpResponse(_archived(parts), content_type="application/zip", headers=HEADERS)
        response["Content-Disposition"] = attachment(name, "zip")
    return response


def _archived(parts: Sequence[tuple[int, StoredFile]]) -> Iterator[bytes]:
    """The bytes of an archive with a PDF for each part."""
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for first, file in parts:
            archive.writestr(f"certificates-from-{first:05}.pdf", actions.opened(file))
            yield pipe.taken()
    yield pipe.taken()


class Pipe(io.RawIOBase):
    """What is written into it can be taken out once."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        """Hold these bytes too."""
        self.held += content
        return len(content)

    def taken(self) -> bytes:
        """All that was written since it was asked last."""
        out, self.held = bytes(self.held), bytearray()
        return out


@guard(Role.PROGRAMME_OFFICER, finds=Certificate)
def certificate_withdraw(request: DeskRequest, certificate: Certificate) -> HttpResponse:
    """Say that a certificate is not valid any more."""
    back = reverse("desk_certificates", args=[certificate.event.public_id])
    question = Question(
        _("Withdraw this certificate?"),
        _("Whoever looks it up is told that it was withdrawn, not why. It cannot be taken back; print another one."),
        _("Withdraw it"),
        back,
        [(_("Number"), certificate.written_number)],
    )
    return confirm(
        request,
        question,
        act=lambda reason: actions.withdraw(certificate, reason=reason, by=request.user),
        check=lambda: _is_valid(certificate),
        then=lambda done: back,
        said=_("The certificate is withdrawn."),
        form=WithdrawForm,
    )


def _is_valid(certificate: Certificate) -> None:
    if certificate.state != Certificate.State.VALID:
        raise Refusal(_("This certificate was withdrawn already."))


urlpatterns = [
    path("events/<str:id>/certificates/", certificates, name="desk_certificates"),
    path("events/<str:id>/certificates/print/", certificates_print, name="certificates_print"),
    path("certificates/printed/<str:id>/", certificates_printing, name="certificates_printing"),
    path("certificates/<str:id>/withdraw/", certificate_withdraw, name="certificate_withdraw"),
]
