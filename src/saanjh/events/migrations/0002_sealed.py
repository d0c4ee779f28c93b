"""What only the database can hold: a count of those who came stays as it was recorded."""

from django.db import migrations

from saanjh.ground.sealing import append_only, sealing

STAYS = "recorded attendance is append-only"


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [sealing(*append_only("events_attendance", STAYS), *append_only("events_attendancecount", STAYS))]
