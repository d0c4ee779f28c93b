"""How many verified values each grant has, written down beside them: counted once here for what is there already."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count, Max


def count(apps, schema_editor):
    values, tallies = apps.get_model("results", "Value"), apps.get_model("results", "Tally")
    rows = values.objects.filter(state="verified").exclude(corrected_by__state="verified").order_by()
    counts = rows.values("award_id").annotate(verified=Count("pk"), best_evidence=Max("evidence_level"))
    tallies.objects.bulk_create(tallies(**row) for row in counts)


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial"), ("results", "0002_sealed")]
    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "award",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="tally",
                        serialize=False,
                        to="awards.award",
                    ),
                ),
                ("verified", models.PositiveIntegerField()),
                ("best_evidence", models.PositiveSmallIntegerField()),
            ],
            options={"ordering": ["award"], "verbose_name_plural": "tallies"},
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
