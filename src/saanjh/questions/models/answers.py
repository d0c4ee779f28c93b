"""The answers that somebody gives to one version of a form: a draft, then frozen."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.fields import WrittenIn, guard_words
from saanjh.ground.models import Person
from saanjh.ground.records import Record
from saanjh.ground.refusals import Refusal
from saanjh.questions.models.forms import FormVersion


class AnswersField(models.JSONField):
    """The answers as one document. No word in it may be personal data, however it came here."""

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = super().pre_save(instance, add)
        for code, words in _words(value):
            try:
                guard_words(words)
            except ValidationError as found:
                raise Refusal(found.messages[0], field=code) from found
        return value


def _words(answers: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for code, value in answers.items():
        if isinstance(value, str):
            yield code, value
        elif isinstance(value, list):  # the rows of a table
            for row in value:
                if isinstance(row, dict):
                    yield from ((code, words) for words in row.values() if isinstance(words, str))


class AnswerSheet(Record):
    """A filled form. Triggers refuse any change to what was handed in (migration 0002).

    `answers` maps a question's code to its value: text; a number as text; {"minor": 150000, "currency": "PKR"};
    a date as 2026-03-01; the code of a choice; a list of codes; a list of districts' slugs;
    of a table or a budget a list of rows, each mapping the code of a column to its value;
    of files and practices a list of public ids.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Handed in")

    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="sheets")
    answers = AnswersField(default=dict)
    written_in = WrittenIn(_("language of the answers"))
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    saved_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of version and answers, taken when handed in

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None, submitted_by=None, digest="")
                | Q(state="submitted", submitted_at__isnull=False, submitted_by__isnull=False) & ~Q(digest=""),
                name="answer_sheet_submitted_whole",
            ),
        ]
