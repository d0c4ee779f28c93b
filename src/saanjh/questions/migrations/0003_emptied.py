"""A sheet that was handed in can be emptied when its time is over, and changed in no other way."""

from django.db import migrations

from saanjh.ground.sealing import Seal, sealing, unsealing

FROZEN = "what was handed in is frozen"
REST = ("public_id", "created_at", "version_id", "written_in", "state", "submitted_at", "submitted_by_id", "digest")
CHANGED = " OR ".join(f"OLD.{column} <>? NEW.{column}" for column in REST)


class Migration(migrations.Migration):
    dependencies = [("questions", "0002_frozen"), ("ground", "0005_recoveries")]
    operations = [
        unsealing("questions_answersheet_update_frozen", "questions_answersheet"),
        sealing(
            Seal(
                "questions_answersheet",
                "UPDATE",
                FROZEN,
                f"OLD.state = 'submitted' AND (CAST(NEW.answers AS text) <> '{{}}' OR {CHANGED})",
            )
        ),
    ]
