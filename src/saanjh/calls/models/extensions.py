"""That a call closes later where something kept people from it: connectivity, security, a disaster, our own fault."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.applications import Application
from saanjh.calls.models.calls import Call
from saanjh.ground.access import Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import District, Person
from saanjh.ground.records import Record, Rows


class ExtensionRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Everybody's: who has longer, and why, is as public as the call."""
        return self

    def public(self) -> Self:
        return self


class Extension(Record):
    """A later closing of one call for some districts. It is granted once, never shortened and never taken back.

    It holds for an organisation whose office is recorded in one of the districts, and for an application that named
    one of them as a district of its work when the extension was given, and still does. The first covers who cannot
    send, the second who cannot reach the people with whom the application is written; nobody is asked to prove
    anything, and nobody wins time by naming a district afterwards. More than one may hold: the latest counts.
    """

    class Reason(models.TextChoices):
        CONNECTIVITY = "connectivity", pgettext_lazy("extension", "No connection")
        SECURITY = "security", pgettext_lazy("extension", "Security")
        DISASTER = "disaster", pgettext_lazy("extension", "A disaster")
        OUR_FAULT = "our_fault", pgettext_lazy("extension", "Our own fault")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="extensions")
    districts = models.ManyToManyField(District, related_name="+")
    named_there = models.ManyToManyField(
        Application, related_name="+"
    )  # those that named one of them when it was given
    until = models.DateTimeField(_("can be handed in until"))  # the first moment at which it no longer can
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    note = FreeText(_("note for the public"), max_length=500)
    written_in = WrittenIn(_("language of the note"))
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = ExtensionRows.as_manager()

    class Meta:
        ordering = ["call", "until", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="extension_says_why")]

    def __str__(self) -> str:
        return f"{self.call.code} {self.until:%Y-%m-%d %H:%M}"

    def scopes(self) -> Scopes:
        return self.call.scopes()
