"""What only the database can hold: an activity and its headcounts stay as they were recorded."""

from django.db import migrations

from saanjh.ground.sealing import append_only, sealing

STAYS = "recorded activities are append-only"


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial")]
    operations = [sealing(*append_only("awards_activity", STAYS), *append_only("awards_headcount", STAYS))]
