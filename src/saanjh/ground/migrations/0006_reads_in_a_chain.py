"""The log of sensitive reads becomes a chain, which triggers keep as it is."""

import hashlib
import json

from django.db import migrations, models
from django.utils import timezone

SQLITE = [
    """CREATE TRIGGER ground_sensitiveread_no_update BEFORE UPDATE ON ground_sensitiveread
       BEGIN SELECT RAISE(ABORT, 'the log of reads is append-only'); END""",
    """CREATE TRIGGER ground_sensitiveread_no_delete BEFORE DELETE ON ground_sensitiveread
       BEGIN SELECT RAISE(ABORT, 'the log of reads is append-only'); END""",
]
POSTGRES = [
    """CREATE FUNCTION ground_sensitiveread_stays() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the log of reads is append-only'; END $$""",
    """CREATE TRIGGER ground_sensitiveread_stays BEFORE UPDATE OR DELETE ON ground_sensitiveread
       FOR EACH ROW EXECUTE FUNCTION ground_sensitiveread_stays()""",
]
PURPOSES = [
    ("reading", "reading"),
    ("answering", "answering"),
    ("download", "taking the file"),
    ("helping", "looking after an account"),
    ("selecting", "following a selection"),
    ("assigning", "naming reviewers"),
    ("deciding", "deciding with the reviews"),
    ("inviting", "looking after invitations"),
    ("auditing", "auditing"),
]


def link(apps, schema_editor):
    """Number the rows that are there in their order, and chain them."""
    previous = "0" * 64
    for number, row in enumerate(apps.get_model("ground", "SensitiveRead").objects.order_by("pk"), 1):
        microseconds = int(row.at.timestamp()) * 1_000_000 + row.at.microsecond
        whole = [previous, number, microseconds, row.person, row.kind, row.object_id, row.purpose]
        canonical = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        row.number, row.previous = number, previous
        row.digest = previous = hashlib.sha256(canonical.encode()).hexdigest()
        row.save()


def seal(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ground", "0005_recoveries")]
    operations = [
        migrations.AlterModelOptions(name="sensitiveread", options={"ordering": ["number"]}),
        migrations.AddField("sensitiveread", "number", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("sensitiveread", "previous", models.CharField(max_length=64, null=True)),
        migrations.AddField("sensitiveread", "digest", models.CharField(max_length=64, null=True)),
        migrations.AlterField("sensitiveread", "at", models.DateTimeField(default=timezone.now)),
        migrations.AlterField("sensitiveread", "object_id", models.CharField(blank=True, max_length=40)),
        migrations.AlterField("sensitiveread", "purpose", models.CharField(choices=PURPOSES, max_length=60)),
        migrations.RunPython(link, migrations.RunPython.noop),
        migrations.AlterField("sensitiveread", "number", models.PositiveBigIntegerField(unique=True)),
        migrations.AlterField("sensitiveread", "previous", models.CharField(max_length=64, unique=True)),
        migrations.AlterField("sensitiveread", "digest", models.CharField(max_length=64, unique=True)),
        migrations.AddIndex(
            "sensitiveread", models.Index(fields=["person", "at"], name="ground_sens_person_7b5be6_idx")
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
