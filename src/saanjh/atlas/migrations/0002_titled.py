"""An initiative has a title in one language at least; it need not be English."""

import saanjh.ground.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('atlas', '0001_initial'),
        ('awards', '0003_ends'),
        ('ground', '0004_search_without_visibility'),
        ('programmes', '0003_titled'),
    ]

    operations = [
        migrations.AlterField(
            model_name='initiative',
            name='title_en',
            field=saanjh.ground.fields.FreeLine(blank=True, max_length=160, verbose_name='public label in English'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('title_en', ''), ('title_ur', ''), _negated=True), name='initiative_titled'),
        ),
    ]
