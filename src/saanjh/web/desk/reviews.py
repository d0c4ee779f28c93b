"""A reviewer's own readings: what was assigned, a score with its reason for each criterion, sealed when handed in."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls import blind, panels, queries
from saanjh.calls.actions import reviews as actions
from saanjh.calls.models import Criterion, Review
from saanjh.calls.rules.calibrations import must_have_tried
from saanjh.calls.rules.closeness import has_conflict
from saanjh.calls.rules.reviews import may_review
from saanjh.ground.access import Role, standing_of
from saanjh.ground.fields import Written
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import afresh
from saanjh.web import answers
from saanjh.web.components.drafts import Draft
from saanjh.web.components.inputs import Words
from saanjh.web.components.languages import worded
from saanjh.web.desk import reading
from saanjh.web.desk.confirming import Question, confirm, why_not
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25
LONGEST_REASON = 2000


class ReviewForm(Draft):
    """A score and a reason for each criterion. Half of it can be kept; handing in needs all."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for each in criteria:
            scores = range(each.score_min, each.score_max + 1)
            self.fields[f"score_{each.code}"] = forms.TypedChoiceField(
                label=worded(each, "label")[0],
                help_text=worded(each, "asks")[0],
                choices=[(str(score), str(score)) for score in scores],
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
            )
            self.fields[f"reason_{each.code}"] = Words(label=_("Reason"), max_length=LONGEST_REASON, lines=3)
        self.fields["for_applicant"] = Words(
            label=_("For the applicant"),
            help_text=_(
                "The applicant reads this when it is decided, not your name and not the reasons above. Say what was "
                "good and what would help. It is asked for where a score is 2 or less."
            ),
            max_length=LONGEST_REASON,
            lines=4,
            required=False,
        )
        self.fields["written_in"] = forms.ChoiceField(
            label=_("Language of the reasons"), choices=Written.choices, widget=forms.RadioSelect
        )

    def clean(self) -> None:
        """Whoever goes on to hand in is told what is missing; whoever keeps it for later is not."""
        if "later" in self.data:
            return
        for each in self.criteria:
            if self.cleaned_data.get(f"score_{each.code}", 0) is None:
                self.add_error(f"score_{each.code}", _("Choose a score."))
            if self.cleaned_data.get(f"reason_{each.code}", " ") == "":
                self.add_error(f"reason_{each.code}", _("Give the reason for this score."))
        scores = [self.cleaned_data.get(f"score_{each.code}") for each in self.criteria]
        if actions.needs_comment(scores) and self.cleaned_data.get("for_applicant", " ") == "":
            self.add_error("for_applicant", actions.SAY_WHAT_WOULD_HELP)

    def given(self) -> dict[str, tuple[int | None, str]]:
        """code of a criterion → (score or none yet, reason)."""
        data = self.cleaned_data
        return {each.code: (data[f"score_{each.code}"], data[f"reason_{each.code}"]) for each in self.criteria}


@guard(Role.REVIEWER, methods=("GET",))
def reviews(request: DeskRequest) -> HttpResponse:
    """What this person was asked to review."""
    page = Pages(queries.reviews_of(standing_of(request.user)), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "calls": panels.calls_to_review(standing_of(request.user))}
    return render(request, "desk/reviews/list.html", context)


@guard(Role.REVIEWER, finds=Review)
def review(request: DeskRequest, review: Review) -> HttpResponse:
    """The application with the scores beside it; once they are in, what the other reviewer wrote.

    Whoever came too close to the applicant meanwhile steps down, and reads neither.
    """
    if has_conflict(request.user, review.application):
        if request.method == "POST" or review.state != Review.State.ASSIGNED:
            raise Refusal(_("You are too close to this applicant to read its application or its reviews."))
        return HttpResponseRedirect(_step(review, "review_step_down"))
    shown = blind.for_reviewer(review.application, reading.answered(review.application.sheet))
    context = {
        "review": review,
        "application": review.application,
        "pages": shown.pages,
        "shown": shown,
        "districts": list(review.application.districts.select_related("province")),
    }
    if review.state != Review.State.ASSIGNED and request.method != "POST":
        context["read"] = queries.reviews_in(review.application)
        return render(request, "desk/reviews/sealed.html", context)
    if request.method != "POST":
        context["untried"] = why_not(lambda: must_have_tried(review.application.call, by=request.user))
    criteria = list(review.application.call.criteria.all())
    form = answers.form_for(request, ReviewForm, criteria=criteria, initial=_shown(review))
    return answers.answer(
        request,
        form,
        "desk/reviews/review.html",
        context,
        act=lambda data: actions.score(
            review,
            form.given(),
            for_applicant=data["for_applicant"],
            written_in=data["written_in"],
            by=request.user,
        ),
        then=lambda made: reverse("reviews") if "later" in request.POST else _step(review, "review_hand_in"),
        said=_("Your scores are kept."),
        stands=lambda: ReviewForm(criteria=criteria, initial=_shown(_still_open(review, by=request.user))),
    )


def _still_open(review: Review, *, by: Person) -> Review:
    """The same as it is now, locked; Refusal where it was handed in from another page meanwhile."""
    may_review(afresh(review), by=by)
    return review


def _shown(review: Review) -> dict[str, Any]:
    shown: dict[str, Any] = {"written_in": review.written_in}
    if hasattr(review, "comment"):
        shown["for_applicant"] = review.comment.text
    for score in review.scores.select_related("criterion"):
        shown[f"score_{score.criterion.code}"] = score.score
        shown[f"reason_{score.criterion.code}"] = score.reason
    return shown


@guard(Role.REVIEWER, finds=Review)
def review_hand_in(request: DeskRequest, review: Review) -> HttpResponse:
    """Seal the review."""
    question = Question(
        _("Hand in this review?"),
        _("It is sealed: you cannot change it afterwards. Then you may read what the other reviewer wrote.")
        if review.application.readers > 1
        else _("It is sealed: you cannot change it afterwards."),
        _("Hand in"),
        _step(review, "review"),
    )
    return confirm(
        request,
        question,
        act=lambda: actions.submit(review, by=request.user),
        then=lambda made: _step(review, "review"),
        said=_("Your review is handed in. Thank you."),
    )


@guard(Role.REVIEWER, finds=Review)
def review_step_down(request: DeskRequest, review: Review) -> HttpResponse:
    """Declare a conflict of interest."""
    if review.application.call.is_blind:
        title = _("Do you believe you know who this is?")
    else:
        title = _("Are you too close to this applicant?")
    question = Question(
        title,
        _(
            "If you work or worked with them, if family or friends do, or if you could gain from it, say so: "
            "nobody asks why. The application is closed to you from then on, and somebody else reads it."
        ),
        _("Yes, I step down"),
        # The review itself opens for nobody who is too close already: it leads here.
        reverse("reviews") if has_conflict(request.user, review.application) else _step(review, "review"),
    )
    return confirm(
        request,
        question,
        act=lambda: actions.step_down(review, by=request.user),
        then=lambda made: reverse("reviews"),
        said=_("You stepped down. The officers name somebody else."),
    )


def _step(review: Review, name: str) -> str:
    return reverse(name, args=[review.public_id])


urlpatterns = [
    path("reviews/", reviews, name="reviews"),
    path("reviews/<str:id>/", review, name="review"),
    path("reviews/<str:id>/hand-in/", review_hand_in, name="review_hand_in"),
    path("reviews/<str:id>/step-down/", review_step_down, name="review_step_down"),
]
