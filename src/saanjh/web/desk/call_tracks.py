"""The simplified track of a draft call: offered beside the full one, changed, or taken out again."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls.actions import tracks as actions
from saanjh.calls.models import Call
from saanjh.calls.models.tracks import simplified
from saanjh.calls.rules import calls as rules
from saanjh.ground.access import Role
from saanjh.ground.writing import afresh
from saanjh.questions import queries as forms_read
from saanjh.web import answers
from saanjh.web.components.choosing import FormChosen
from saanjh.web.components.inputs import Amount, Number
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.guards import DeskRequest, guard


class TrackForm(forms.Form):
    """The terms on which small groups apply."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        money = {"currency": call.currency, "help_text": call.currency}
        self.fields |= {
            "form_version": FormChosen(
                forms_read.published(call.programme.scopes()[0]),
                label=_("Form"),
                empty_label=None,
                help_text=_(
                    "By default five questions: what is wrong here, what will you do, with whom, what could go "
                    "wrong, what will it cost."
                ),
            ),
            "floor_minor": Amount(label=_("Smallest grant"), **money),
            "ceiling_minor": Amount(
                label=_("Largest grant"),
                currency=call.currency,
                help_text=_(
                    "In %(currency)s. What 10,000 US dollars come to is a usual measure; no rate of exchange is kept "
                    "here."
                )
                % {"currency": call.currency},
            ),
            "reviews": Number(
                label=_("Reviewers of each application"),
                whole=True,
                lowest=1,
                highest=call.reviews,
                help_text=_("With one reviewer and the chair, no reviewer’s severity can be reckoned."),
            ),
        }


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_simplified(request: DeskRequest, call: Call) -> HttpResponse:
    """Offer a simplified track, or change its terms."""
    if request.method != "POST":
        rules.may_prepare(call, by=request.user)
    form = answers.form_for(request, TrackForm, call=call, initial=_terms(call))
    return answers.answer(
        request,
        form,
        "desk/calls/simplified.html",
        {"call": call, "offered": simplified(call), "no_form": not form.fields["form_version"].queryset.exists()},
        act=lambda data: actions.offer(call, by=request.user, **data),
        then=lambda made: _page(call),
        said=_("The simplified track is kept."),
        stands=lambda: TrackForm(call=call, initial=_terms(Call.objects.get(pk=afresh(call).pk))),
    )


def _terms(call: Call) -> dict[str, Any]:
    """What the form shows: the track as it stands, or what a new one begins with."""
    track = simplified(call)
    if track is None:
        return {"floor_minor": call.floor_minor, "reviews": 1}
    shown = {name: getattr(track, name) for name in ("floor_minor", "ceiling_minor", "reviews")}
    return shown | {"form_version": track.form_version_id}


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_simplified_drop(request: DeskRequest, call: Call) -> HttpResponse:
    """Do without the simplified track."""
    question = Question(
        _("Take the simplified track out?"),
        _("Everybody then applies with the full form."),
        _("Take it out"),
        _page(call),
    )
    return confirm(
        request,
        question,
        act=lambda: actions.drop(call, by=request.user),
        then=lambda made: _page(call),
        said=_("The simplified track is taken out."),
        check=lambda: rules.may_prepare(call, by=request.user),
    )


def _page(call: Call) -> str:
    return reverse("desk_call", args=[call.public_id])


urlpatterns = [
    path("calls/<str:id>/simplified/", call_simplified, name="call_simplified"),
    path("calls/<str:id>/simplified/drop/", call_simplified_drop, name="call_simplified_drop"),
]
