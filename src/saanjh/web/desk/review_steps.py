"""The office and its reviewers: which reviews are under way and late; who is reminded, replaced, or asked again."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls import chasing
from saanjh.calls.actions import chasing as actions
from saanjh.calls.actions import reviews
from saanjh.calls.models import Application, Call, Review
from saanjh.calls.rules import chasing as rules
from saanjh.ground.access import Role
from saanjh.ground.models import Purpose
from saanjh.web import answers
from saanjh.web.components.inputs import Words
from saanjh.web.desk.confirming import Question, why_not
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


@guard(Role.PROGRAMME_OFFICER, finds=Call, methods=("GET",), sensitive=Purpose.ASSIGNING)
def call_reviews(request: DeskRequest, call: Call) -> HttpResponse:
    """The reviews that are not in yet, the latest first."""
    page = Pages(chasing.open_in(call, by=request.user), PAGE).get_page(request.GET.get("page"))
    rows = [chasing.as_open(each, timezone.localdate()) for each in page]
    return render(request, "desk/calls/reviews.html", {"call": call, "page": page, "rows": rows})


class WhoseForm(forms.Form):
    """Whose review of the application is meant."""

    def __init__(self, *args: Any, reviews: Sequence[Review], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reviews = {each.public_id: each for each in reviews}
        self.fields["review"] = forms.ChoiceField(
            label=_("Whose review?"),
            choices=[(each.public_id, each.reviewer.name) for each in reviews],
            widget=forms.RadioSelect,
        )
        if len(reviews) == 1:
            self.initial = {"review": reviews[0].public_id, **self.initial}

    def clean_review(self) -> Review:
        return self.reviews[self.cleaned_data["review"]]


class WhyForm(WhoseForm):
    """The same, with the reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = Words(
            label=_("Reason"),
            help_text=_("The reviewer reads it, and it is kept with the review."),
            max_length=2000,
            lines=4,
        )


def _asked(
    request: DeskRequest,
    application: Application,
    question: Question,
    *,
    state: str,
    nobody: Any,
    act: Callable[..., Any],
    then: str,
    said: Any,
    form: type[WhoseForm] = WhoseForm,
) -> HttpResponse:
    """Ask whose review is meant, of those that stand so; why there is none to choose, where there is none."""
    refused = why_not(lambda: rules.may_lead(application, by=request.user))
    rows = list(application.reviews.filter(state=state).select_related("reviewer").order_by("pk"))
    if not refused and not rows:
        refused = nobody
    of = request.GET.get("of", "")
    initial = {"review": of} if of in {each.public_id for each in rows} else {}
    return answers.answer(
        request,
        answers.form_for(request, form, reviews=[] if refused else rows, initial=initial),
        "desk/confirm.html",
        {"question": question, "refused": refused},
        act=lambda data: act(data.pop("review"), by=request.user, **data),
        then=lambda made: then,
        said=said,
    )


@guard(Role.PROGRAMME_OFFICER, finds=Application, sensitive=Purpose.ASSIGNING)
def application_remind(request: DeskRequest, application: Application) -> HttpResponse:
    """Remind somebody of a review that is not in."""
    late = reverse("call_reviews", args=[application.call.public_id])
    question = Question(
        _("Send a reminder?"),
        _("The reviewer gets a message: this review is waited for. Once a day is enough."),
        _("Send a reminder"),
        late,
        [(_("Application"), application.number)],
    )
    return _asked(
        request,
        application,
        question,
        state=Review.State.ASSIGNED,
        nobody=NOBODY,
        act=actions.remind,
        then=late,
        said=_("The reminder is sent."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Application, sensitive=Purpose.ASSIGNING)
def application_take_back(request: DeskRequest, application: Application) -> HttpResponse:
    """Take a review back, and go on to name another reviewer."""
    question = Question(
        _("Take this review back?"),
        _(
            "What was written of it so far is deleted, and the reviewer is told. Then you name somebody else. A review "
            "that was opened again counts again as it was handed in, and nobody else is named."
        ),
        _("Take it back"),
        reverse("call_reviews", args=[application.call.public_id]),
        [(_("Application"), application.number)],
    )
    return _asked(
        request,
        application,
        question,
        state=Review.State.ASSIGNED,
        nobody=NOBODY,
        act=actions.take_back,
        then=reverse("application_reviewers", args=[application.public_id]),
        said=_("The review is taken back."),
    )


NOBODY = _("No review of this application is under way.")


@guard(Role.PROGRAMME_OFFICER, finds=Application, sensitive=Purpose.ASSIGNING)
def application_reopen_review(request: DeskRequest, application: Application) -> HttpResponse:
    """Open a sealed review again for its reviewer."""
    page = reverse("application", args=[application.public_id])
    question = Question(
        _("Open a review again?"),
        _(
            "What was handed in stays as it is, to be read by the programme. The reviewer changes a copy and hands it "
            "in anew; until then nothing of this reviewer counts."
        ),
        _("Open it again"),
        page,
        [(_("Application"), application.number)],
    )
    return _asked(
        request,
        application,
        question,
        state=Review.State.SUBMITTED,
        nobody=_("No review of this application was handed in."),
        act=reviews.reopen,
        then=page,
        said=_("The review is open again, and the reviewer has been told."),
        form=WhyForm,
    )


urlpatterns = [
    path("calls/<str:id>/reviews/", call_reviews, name="call_reviews"),
    path("applications/<str:id>/remind/", application_remind, name="application_remind"),
    path("applications/<str:id>/take-back/", application_take_back, name="application_take_back"),
    path("applications/<str:id>/reopen-review/", application_reopen_review, name="application_reopen_review"),
]
