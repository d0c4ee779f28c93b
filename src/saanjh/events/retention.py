"""How long gatherings are kept: they hold counts of people only. The names that are printed go within a week."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from saanjh.events.actions import certificates
from saanjh.events.models import (
    Attendance,
    AttendanceCount,
    Certificate,
    Change,
    Course,
    Event,
    PrintedPart,
    Printing,
    Session,
    SessionPlan,
    Tally,
    TallyCount,
)
from saanjh.ground.holdings import told
from saanjh.ground.models import Person
from saanjh.ground.retention import End, clock, kept


@clock(
    "certificates-printed",
    Printing,
    what="names typed for certificates and the papers made of them, where nobody fetched them",
    starts="they were asked for",
    end=End.BLANKED,
)
def old_papers(before: datetime) -> QuerySet[Any]:
    return Printing.objects.with_papers().filter(created_at__lt=before)


@old_papers.ends
def forget_papers(rows: Sequence[Any]) -> None:
    for row in rows:
        certificates.clear(row, by=Person.objects.system())


kept(Event, "public: that there was a gathering, where and when")
for each in (Attendance, AttendanceCount, Tally, TallyCount):
    kept(each, "counts of people, never who they were; sealed by the database")
kept(Change, "sums of at least two people’s points, never anybody’s answers; sealed by the database")
for taught in (Course, SessionPlan, Session):
    kept(taught, "what is taught: nobody’s words about anybody; a version stays as it was taught")
kept(Certificate, "no name: so that whoever has the paper can have it checked for as long as it is worth anything")
kept(PrintedPart, "goes with the papers of its printing")

told(Person, Attendance, "recorded_by", "public_id created_at")
told(Person, Course, "written_by", "public_id version created_at")
told(Person, Change, "recorded_by", "moment version created_at")
told(Person, Tally, "recorded_by", "created_at")
told(Person, Printing, "asked_by", "public_id state many created_at")
told(Person, Certificate, "withdrawn_by", "number withdrawn_on")
