"""Which applications named a district of an extension when it was given: only those have longer by it."""

from typing import Any

from django.db import migrations, models


def as_they_stand(apps: Any, schema_editor: Any) -> None:
    """What was given already holds for whoever names one of its districts now, as was told then."""
    Application = apps.get_model("calls", "Application")
    for extension in apps.get_model("calls", "Extension").objects.order_by("pk"):
        places = extension.districts.order_by().values("pk")
        there = Application.objects.filter(call_id=extension.call_id, districts__in=places)
        extension.named_there.set(there.order_by().distinct())


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0026_wanted"),
    ]

    operations = [
        migrations.AddField(
            model_name="extension",
            name="named_there",
            field=models.ManyToManyField(related_name="+", to="calls.application"),
        ),
        migrations.RunPython(as_they_stand, migrations.RunPython.noop),
    ]
