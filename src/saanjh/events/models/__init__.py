"""The tables of gatherings: what was held and who came in counts; certificates without names."""

from saanjh.events.models.certificates import Certificate, PrintedPart, Printing, written_number
from saanjh.events.models.events import READERS, Attendance, AttendanceCount, Event

__all__ = [
    "READERS",
    "Attendance",
    "AttendanceCount",
    "Certificate",
    "Event",
    "PrintedPart",
    "Printing",
    "written_number",
]
