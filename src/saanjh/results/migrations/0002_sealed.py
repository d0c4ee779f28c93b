"""What only the database can hold: a value that was handed in keeps its figures, and the reasons of a return stay."""

from django.db import migrations

from saanjh.ground.sealing import Seal, append_only, sealing

STAYS = "a value that was handed in is frozen"
FIGURES = (
    "award_id", "indicator_id", "series", "corrects_id", "definition_en", "definition_ur", "period_start", "period_end",
    "value", "numerator", "n", "method", "low", "high", "evidence_level", "source", "written_in", "submitted_by_id",
)  # fmt: skip
CHANGED = " OR ".join(f"OLD.{column} <>? NEW.{column}" for column in FIGURES)


class Migration(migrations.Migration):
    dependencies = [("results", "0001_initial")]
    operations = [
        sealing(
            Seal("results_value", "UPDATE", STAYS, f"OLD.state <> 'draft' AND ({CHANGED})"),
            Seal("results_value", "DELETE", STAYS, "OLD.state <> 'draft'"),
            *append_only("results_return", "the reasons of a return are append-only"),
        )
    ]
