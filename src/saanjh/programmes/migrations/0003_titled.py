"""A programme has a title in one language at least; it need not be English."""

import saanjh.ground.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0002_struck_out'),
    ]

    operations = [
        migrations.AlterField(
            model_name='programme',
            name='title_en',
            field=saanjh.ground.fields.FreeLine(blank=True, max_length=200, verbose_name='title in English'),
        ),
        migrations.AddConstraint(
            model_name='programme',
            constraint=models.CheckConstraint(condition=models.Q(('title_en', ''), ('title_ur', ''), _negated=True), name='programme_titled'),
        ),
    ]
