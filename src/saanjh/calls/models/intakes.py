"""An application that came on paper, by telephone or in person, and was entered by an officer."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.applications import Application
from saanjh.ground.access import Scopes, Standing
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class IntakeRows(Rows):
    def by(self, people: Collection[Person] | Collection[int]) -> Self:
        """Those that one of these people entered, to the end or in part."""
        before = Intake.earlier.through.objects.filter(person__in=people).order_by().values("intake")
        return self.filter(Q(entered_by__in=people) | Q(pk__in=before))

    def visible_to(self, standing: Standing) -> Self:
        """With the applications that one may open."""
        seen = Application.objects.all().visible_to(standing).order_by().values("pk")
        return self.filter(application__in=seen).select_related("application__call", "entered_by")


class Intake(Record):
    """How an application came that its organisation did not write here, when, and who entered it.

    Where that officer left before the end, another took it over: whoever had it before judges it as little.
    The paper itself is not kept: it bears names and signatures, which have no place here. It stays in the office.
    """

    class Way(models.TextChoices):
        PAPER = "paper", pgettext_lazy("intake", "On paper")
        VOICE = "voice", pgettext_lazy("intake", "By voice")
        IN_PERSON = "in_person", pgettext_lazy("intake", "In person")

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="intake")
    came = models.CharField(_("how it came"), max_length=9, choices=Way.choices)
    received_on = models.DateField(_("received on"))
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    earlier = models.ManyToManyField(Person, related_name="+")  # who had it in hand before, and left

    objects = IntakeRows.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.application)

    def scopes(self) -> Scopes:
        return self.application.scopes()
