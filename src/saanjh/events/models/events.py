"""Gatherings of a programme, and how many people came to them."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, Scopes, Standing
from saanjh.ground.counting import MOST, AgeBand, Sex
from saanjh.ground.fields import FreeLine
from saanjh.ground.models import District, Person
from saanjh.ground.naming import both, said_in_both
from saanjh.ground.records import Record, Rows, Words
from saanjh.programmes.models import Programme

# Who opens the programme's own gatherings at the desk; all others see those that were held, on the portal.
READERS = (Role.PROGRAMME_OFFICER, Role.VERIFIER)


class EventRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Those of the programmes that one runs or checks."""
        return self.filter(programme__in=standing.ids(ScopeKind.PROGRAMME, *READERS)).select_related(
            "programme", "district", "course"
        )

    def public(self) -> Self:
        """Those that were held: where and when people will gather is nobody's business beforehand."""
        held = self.filter(state=Event.State.HELD).exclude(programme__state=Programme.State.DRAFT)
        return held.select_related("programme", "district__province", "course")

    def findable(self) -> Self:
        return self.select_related("district")


class Event(Record):
    """A gathering to which the programme invites, such as the orientation of new grantees."""

    class Kind(models.TextChoices):
        ORIENTATION = "orientation", _("Orientation")
        TRAINING = "training", _("Training")
        WORKSHOP = "workshop", _("Workshop")
        MEETING = "meeting", _("Meeting")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title_en = FreeLine(_("title in English"), max_length=160, blank=True)
    title_ur = FreeLine(_("title in Urdu"), max_length=160, blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+", verbose_name=_("district"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    course = models.ForeignKey("events.Course", null=True, on_delete=models.PROTECT, related_name="events")

    FOUND_THROUGH = ("district",)

    objects = EventRows.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="", title_ur=""), name="event_titled"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="event_days_in_order"),
        ]
        indexes = [models.Index(fields=["programme", "state"])]

    def __str__(self) -> str:
        return self.title_en or self.title_ur

    def found_by(self) -> Words:
        """Its titles, what kind of gathering it is, and where."""
        more = [*said_in_both(self.Kind(self.kind).label), *both(self.district, "name").values()]
        return Words(self.title_en, self.title_ur, more)

    def scopes(self) -> Scopes:
        return ((ScopeKind.PROGRAMME, self.programme_id),)


class Attendance(Record):
    """How many came, as somebody counted on a day. A correction is a further version; the first stays (triggers)."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attendances")
    version = models.PositiveSmallIntegerField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["event", "-version", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "version"], name="attendance_version_once")]

    def scopes(self) -> Scopes:
        return self.event.scopes()


class AttendanceCount(models.Model):
    """One cell of the count. Cells that are not there held nobody."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="counts")
    sex = models.CharField(max_length=12, choices=Sex.choices)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["attendance", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["attendance", "sex", "age_band"], name="attendance_cell_once"),
            models.CheckConstraint(condition=Q(people__gte=1, people__lte=MOST), name="attendance_cell_in_bounds"),
        ]
