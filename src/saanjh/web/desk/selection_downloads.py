"""The record of a selection to take away: as JSON to choose again from, as a PDF to print and sign."""

import json

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.calls import selection_records
from saanjh.calls.models import Call
from saanjh.calls.models.applications import READERS
from saanjh.calls.queries import untold
from saanjh.calls.rules import panel_rules as rules
from saanjh.formats.typeset import NotSet
from saanjh.ground.models import Purpose
from saanjh.ground.refusals import Refusal
from saanjh.web import downloads
from saanjh.web.desk import selection_paper
from saanjh.web.guards import DeskRequest, guard


@guard(*READERS, finds=Call, methods=("GET",), sensitive=Purpose.DOWNLOAD)
def selection_record_pdf(request: DeskRequest, call: Call) -> HttpResponse:
    """The record as a PDF, in the language of whoever asks."""
    rules.may_see(call, by=request.user)
    try:
        body = selection_paper.pdf(call, get_language() or "en")
    except NotSet as problem:
        words = _("The PDF could not be made here. Tell whoever runs the server: %(why)s")
        raise Refusal(words % {"why": problem}) from problem
    return _file(call, body, "application/pdf", "pdf")


@guard(*READERS, finds=Call, methods=("GET",), sensitive=Purpose.DOWNLOAD)
def selection_record_json(request: DeskRequest, call: Call) -> HttpResponse:
    """The record as JSON, the same that the command prints."""
    rules.may_see(call, by=request.user)
    if untold(call, request.user):  # organisations stand in it by the ids of their pages
        words = _(
            "You are to review in this call, which hides from reviewers who applies; the record tells it. Hand in your "
            "reviews first, or step down from them."
        )
        raise Refusal(words)
    text = json.dumps(selection_records.record(call), ensure_ascii=False, indent=1, sort_keys=True)
    return _file(call, text.encode(), "application/json", "json")


def _file(call: Call, body: bytes, kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = downloads.attachment(f"selection-{call.code}", ending)
    response["Content-Security-Policy"] = downloads.POLICY
    return response


urlpatterns = [
    path("calls/<str:id>/selection-record.pdf", selection_record_pdf, name="selection_record_pdf"),
    path("calls/<str:id>/selection-record.json", selection_record_json, name="selection_record_json"),
]
