"""A value names its programme, so that the latest ones of a programme are found without reading all of its grants."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from saanjh.ground.sealing import Seal, sealing, unsealing

STAYS = "a value that was handed in is frozen"
FIGURES = (
    "award_id", "programme_id", "indicator_id", "series", "corrects_id", "definition_en", "definition_ur",
    "period_start", "period_end", "value", "numerator", "n", "method", "low", "high", "evidence_level", "source",
    "written_in", "submitted_by_id",
)  # fmt: skip
CHANGED = " OR ".join(f"OLD.{column} <>? NEW.{column}" for column in FIGURES)


def fill(apps, schema_editor):
    values, awards = apps.get_model("results", "Value"), apps.get_model("awards", "Award")
    programme = awards.objects.filter(pk=OuterRef("award_id")).values("programme_id")[:1]
    values.objects.filter(programme=None).update(programme_id=Subquery(programme))


def column(**facts):
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme", **facts
    )


class Migration(migrations.Migration):
    dependencies = [("results", "0003_tally"), ("programmes", "0001_initial")]
    operations = [
        # SQLite writes the table anew for the column, and its seals would be lost: off here, and on again below
        unsealing("results_value_update_sealed", "results_value"),
        unsealing("results_value_delete_sealed", "results_value"),
        migrations.AlterModelOptions(name="value", options={"ordering": ["-pk"]}),
        migrations.AddField("Value", "programme", column(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("Value", "programme", column()),
        migrations.AddIndex(
            "Value",
            models.Index(
                fields=["award", "indicator", "state", "-period_end"], name="results_val_award_i_b92046_idx"
            ),
        ),
        sealing(
            Seal("results_value", "UPDATE", STAYS, f"OLD.state <> 'draft' AND ({CHANGED})"),
            Seal("results_value", "DELETE", STAYS, "OLD.state <> 'draft'"),
        ),
    ]
