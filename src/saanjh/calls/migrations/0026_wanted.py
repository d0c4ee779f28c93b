"""When a third review came to be wanted, also where it had lapsed before."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0025_appeals"),
    ]

    operations = [
        migrations.AddField(
            model_name="thirdreview",
            name="wanted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
