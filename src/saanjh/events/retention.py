"""How long gatherings are kept: they hold counts of people only."""

from saanjh.events.models import Attendance, AttendanceCount, Event
from saanjh.ground.holdings import told
from saanjh.ground.models import Person
from saanjh.ground.retention import kept

kept(Event, "public: that there was a gathering, where and when")
for each in (Attendance, AttendanceCount):
    kept(each, "counts of people, never who they were; sealed by the database")

told(Person, Attendance, "recorded_by", "public_id created_at")
