"""The tables of gatherings: what was held and who came in counts; courses; certificates without names."""

from saanjh.events.models.certificates import Certificate, PrintedPart, Printing, written_number
from saanjh.events.models.changes import Change
from saanjh.events.models.courses import Course, Session, SessionPlan, Tally, TallyCount
from saanjh.events.models.events import READERS, Attendance, AttendanceCount, Event

__all__ = [
    "READERS",
    "Attendance",
    "AttendanceCount",
    "Certificate",
    "Change",
    "Course",
    "Event",
    "PrintedPart",
    "Printing",
    "Session",
    "SessionPlan",
    "Tally",
    "TallyCount",
    "written_number",
]
