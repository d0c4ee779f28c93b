"""Lessons: what somebody expected, what happened instead, and why; the failed ones too."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award, seen_by
from saanjh.ground.access import Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.models import Organisation, Person
from saanjh.ground.records import Record, Rows, Words


class LessonRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Those of one's organisation and of the programmes that one runs."""
        return self.filter(seen_by(standing, "award__")).select_related("award__organisation", "written_by")

    def public(self) -> Self:
        return self.filter(state=Lesson.State.PUBLISHED).select_related("award__organisation")

    def findable(self) -> Self:
        return self.filter(state=Lesson.State.PUBLISHED)


class Lesson(Record):
    """Something learnt in the work of a grant, told so that others can use it or avoid it. It names nobody."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        HANDED_IN = "handed_in", _("Handed in")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Confidence(models.IntegerChoices):
        """How much stands behind it: four steps of our own, to be looked at by the programme."""

        ONE_CASE = 1, _("One case")
        SEVERAL_CASES = 2, _("Several cases, one place")
        ONE_CONTEXT = 3, _("Several cases, one context")
        SEVERAL_CONTEXTS = 4, _("Several contexts")

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="lessons")
    title_en = FreeLine(_("the lesson in one line, in English"), max_length=160, blank=True)
    title_ur = FreeLine(_("the lesson in one line, in Urdu"), max_length=160, blank=True)
    expected = FreeText(_("what you expected"), max_length=1500)
    happened = FreeText(_("what happened"), max_length=1500)
    why = FreeText(_("why, and how you know"), max_length=1500)
    next_time = FreeText(_("what you would do now"), max_length=1500)
    written_in = WrittenIn(_("language of these texts"))
    confidence = models.PositiveSmallIntegerField(_("how much stands behind it"), choices=Confidence.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = LessonRows.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="", title_ur=""), name="lesson_titled"),
            models.CheckConstraint(condition=Q(confidence__range=(1, 4)), name="lesson_confidence"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, published_by__isnull=False),
                name="lesson_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title_en or self.title_ur

    def found_by(self) -> Words:
        return Words(self.title_en, self.title_ur, [self.expected, self.happened, self.why, self.next_time])

    def scopes(self) -> Scopes:
        return self.award.scopes()

    @property
    def shown_organisation(self) -> Organisation | None:
        """Whose lesson it is; None where the organisation wishes not to be named in public."""
        organisation = self.award.organisation
        return organisation if organisation.is_public else None
