"""Courses: what is taught in which order, in versions, so that one that was held keeps what was taught."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.events.models.events import READERS, Event
from saanjh.ground.access import ScopeKind, Scopes, Standing
from saanjh.ground.counting import MOST, AgeBand, Disability, Sex
from saanjh.ground.fields import FreeLine, FreeText
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models import Programme

MOST_MINUTES = 600  # of one session
USUAL_PERCENT = 80


class CourseRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Those of the programmes that one runs or checks."""
        rows = self.filter(programme__in=standing.ids(ScopeKind.PROGRAMME, *READERS))
        return rows.select_related("programme")

    def public(self) -> Self:
        """Those that were taught at a gathering which the public sees."""
        return self.filter(pk__in=Event.objects.public().order_by().values("course"))

    def current(self) -> Self:
        """The last version of each."""
        return self.filter(replaced_by=None)


class Course(Record):
    """One version of a course: what people can do afterwards, and the sessions. Never changed (triggers)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="courses")
    kind = models.CharField(_("kind"), max_length=12, choices=Event.Kind.choices)
    title_en = FreeLine(_("title in English"), max_length=160, blank=True)
    title_ur = FreeLine(_("title in Urdu"), max_length=160, blank=True)
    outcome_en = FreeText(_("what people can do afterwards, in English"), max_length=1000, blank=True)
    outcome_ur = FreeText(_("what people can do afterwards, in Urdu"), max_length=1000, blank=True)
    least_percent = models.PositiveSmallIntegerField(_("sessions needed, in percent"), default=USUAL_PERCENT)
    origin = models.CharField(max_length=40, blank=True)  # the code of the sample that it began from
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = CourseRows.as_manager()

    class Meta:
        ordering = ["title_en", "title_ur", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="", title_ur=""), name="course_titled"),
            models.CheckConstraint(condition=Q(least_percent__gte=1, least_percent__lte=100), name="course_percent"),
        ]

    def __str__(self) -> str:
        return self.title_en or self.title_ur

    def scopes(self) -> Scopes:
        return ((ScopeKind.PROGRAMME, self.programme_id),)


class SessionPlan(models.Model):
    """One session of a course, by its place."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    title_en = FreeLine(_("title in English"), max_length=160, blank=True)
    title_ur = FreeLine(_("title in Urdu"), max_length=160, blank=True)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["course", "number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="session_plan_number_once"),
            models.CheckConstraint(condition=~Q(title_en="", title_ur=""), name="session_plan_titled"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="session_minutes"),
        ]


class SessionRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Those of the programmes that one runs or checks."""
        rows = self.filter(event__programme__in=standing.ids(ScopeKind.PROGRAMME, *READERS))
        return rows.select_related("event__programme", "plan")


class Session(Record):
    """A session of a course as it is held at one gathering: on which day, once somebody has counted who came."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sessions")
    plan = models.ForeignKey(SessionPlan, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(null=True)

    objects = SessionRows.as_manager()

    class Meta:
        ordering = ["event", "plan__number", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "plan"], name="session_once")]

    def scopes(self) -> Scopes:
        return self.event.scopes()


class Tally(models.Model):
    """How many were at a session, or completed the course (no session); corrected by a further version."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="tallies")
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="tallies")
    version = models.PositiveSmallIntegerField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["event", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "version"], condition=Q(session__isnull=False), name="tally_of_session_once"
            ),
            models.UniqueConstraint(
                fields=["event", "version"], condition=Q(session=None), name="tally_of_completion_once"
            ),
        ]


class TallyCount(models.Model):
    """One cell of a tally. Cells that are not there held nobody."""

    tally = models.ForeignKey(Tally, on_delete=models.PROTECT, related_name="counts")
    sex = models.CharField(max_length=12, choices=Sex.choices)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices)
    disability = models.CharField(max_length=8, choices=Disability.choices)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["tally", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tally", "sex", "age_band", "disability"], name="tally_cell_once"),
            models.CheckConstraint(condition=Q(people__gte=1, people__lte=MOST), name="tally_cell_in_bounds"),
        ]
