"""A gathering has a title in one language at least; it need not be English."""

import saanjh.ground.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_sealed'),
        ('ground', '0004_search_without_visibility'),
        ('programmes', '0003_titled'),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='title_en',
            field=saanjh.ground.fields.FreeLine(blank=True, max_length=160, verbose_name='title in English'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('title_en', ''), ('title_ur', ''), _negated=True), name='event_titled'),
        ),
    ]
