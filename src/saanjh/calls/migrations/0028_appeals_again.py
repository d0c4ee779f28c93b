"""After an upheld appeal the new decision can be appealed against too: one appeal stands, not one is all."""

import django.db.models.deletion
from django.db import migrations, models
from saanjh.ground.sealing import set_aside

TAKE_OFF, PUT_ON = set_aside("calls_appeal")


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0027_named_there"),
    ]

    operations = [
        TAKE_OFF,
        migrations.AlterField(
            model_name="appeal",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="calls.application"
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "upheld"), _negated=True),
                fields=("application",),
                name="appeal_one_stands",
            ),
        ),
        PUT_ON,
    ]
