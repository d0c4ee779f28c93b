"""A study: one question, put to documents by people who say how they found what they found."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models import Programme

READERS = (Role.RESEARCHER, Role.CODER)


def studied_by(standing: Standing, prefix: str = "") -> Q:
    """The rows of one's studies, and of those of the programmes that one leads."""
    mine = standing.ids(ScopeKind.STUDY, *READERS)
    led = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    return Q(**{f"{prefix}pk__in": mine}) | Q(**{f"{prefix}programme__in": led})


class StudyRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """One's own; those of the programmes that one leads; all for an administrator, who gives its roles."""
        return self if standing.has(Role.ADMINISTRATOR) else self.filter(studied_by(standing))

    def public(self) -> Self:
        return self.filter(programme__in=Programme.objects.public())


class Study(Record):
    """A question that a programme wants answered from documents. It is public from the day on which it is asked."""

    class State(models.TextChoices):
        OPEN = "open", _("Under way")
        CLOSED = "closed", _("Closed")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="studies")
    title_en = FreeLine(_("the question, in English"), max_length=200, blank=True)
    title_ur = FreeLine(_("the question, in Urdu"), max_length=200, blank=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)

    objects = StudyRows.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(title_en="", title_ur=""), name="study_titled")]

    def __str__(self) -> str:
        return self.title_en or self.title_ur

    def scopes(self) -> Scopes:
        return ((ScopeKind.STUDY, self.pk), (ScopeKind.PROGRAMME, self.programme_id))
