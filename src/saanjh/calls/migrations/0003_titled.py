"""A call has a title in one language at least; it need not be English."""

import saanjh.ground.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0002_sealed'),
        ('programmes', '0003_titled'),
        ('questions', '0002_frozen'),
    ]

    operations = [
        migrations.AlterField(
            model_name='call',
            name='title_en',
            field=saanjh.ground.fields.FreeLine(blank=True, max_length=160, verbose_name='title in English'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('title_en', ''), ('title_ur', ''), _negated=True), name='call_titled'),
        ),
    ]
