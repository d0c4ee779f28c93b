"""Reviewers' readings of applications, and the conflicts of interest that bar them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.applications import Application
from saanjh.calls.models.calls import Criterion
from saanjh.ground.access import ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows

NOT_STANDING = ("stepped_down", "reopened")  # of a review: another one may stand in its place


class Conflict(models.Model):
    """That a person said to be too close to an applicant to judge it. Why is nobody's business."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "person"], name="conflict_once")]


class ReviewRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """One's own only, and none from which one stepped down: a conflict bars reading as well as scoring.

        Of one that was reopened, the one that stands in its place.
        """
        if standing.person is None:
            return self.none()
        mine = self.filter(reviewer=standing.person).exclude(state__in=NOT_STANDING)
        return mine.select_related(
            "application__call__programme",
            "application__call__simplified",
            "application__intake",
            "application__organisation__merged_into",
            "application__sheet__version",
            "comment",
            "replaces__reopening",
        )

    def standing(self) -> Self:
        """Without those from which a reviewer stepped down, and those that were reopened: one of each reviewer."""
        return self.exclude(state__in=NOT_STANDING)


class Review(Record):
    """One reviewer's reading of one application. Handed in, it is sealed; reopened it stays, and another is begun."""

    class State(models.TextChoices):
        ASSIGNED = "assigned", _("Assigned")
        SUBMITTED = "submitted", _("Handed in")
        STEPPED_DOWN = "stepped_down", _("Stepped down")
        REOPENED = "reopened", pgettext_lazy("review", "Reopened")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASSIGNED)
    written_in = WrittenIn(_("language of the reasons"))
    submitted_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="replaced_by"
    )

    objects = ReviewRows.as_manager()

    class Meta:
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], condition=~Q(state="reopened"), name="review_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "reopened"], submitted_at__isnull=False)
                | ~Q(state__in=["submitted", "reopened"]) & Q(submitted_at=None),
                name="review_submitted_when",
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "state"])]

    def __str__(self) -> str:
        return str(self.application)

    def scopes(self) -> Scopes:
        """The call and the programme; not the organisation, which never sees who read it."""
        return tuple(scope for scope in self.application.scopes() if scope[0] != ScopeKind.ORGANISATION)


class ApplicantComment(models.Model):
    """What a reviewer says to the applicant, who reads it once it is decided, without her name.

    The reasons of the scores are for the panel. Triggers seal it with them.
    """

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="comment")
    text = FreeText(_("for the applicant"), max_length=2000)

    class Meta:
        ordering = ["pk"]


class Reopening(models.Model):
    """Who opened a sealed review again, and why: read by its reviewer and by the programme."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="reopening")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = FreeText(_("why it was reopened"), max_length=2000)

    class Meta:
        ordering = ["review"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="reopening_says_why")]


class Score(models.Model):
    """A review's score for one criterion, with its reason. Triggers seal it once the review is handed in."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    reason = FreeText(_("reason"), max_length=2000, blank=True)

    class Meta:
        ordering = ["review", "criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="score_once"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__gte=1, score__lte=5), name="score_from_1_to_5"),
        ]
