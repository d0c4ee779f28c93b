"""The reason of a score can be taken out when its time is over; the score itself never changes."""

from django.db import migrations

from saanjh.ground.sealing import Seal, sealing, unsealing

HANDED_IN = "(SELECT state FROM calls_review WHERE id = OLD.review_id) = 'submitted'"
REST = ("review_id", "criterion_id", "score")
CHANGED = " OR ".join(f"OLD.{column} <>? NEW.{column}" for column in REST)


class Migration(migrations.Migration):
    dependencies = [("calls", "0003_titled"), ("ground", "0005_recoveries")]
    operations = [
        unsealing("calls_score_update_sealed", "calls_score"),
        sealing(
            Seal(
                "calls_score",
                "UPDATE",
                "a review that was handed in is frozen",
                f"{HANDED_IN} AND (NEW.reason <> '' OR {CHANGED})",
            )
        ),
    ]
