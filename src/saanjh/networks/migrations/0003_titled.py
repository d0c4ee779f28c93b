"""A network or an action of the roadmap has a title in one language at least; it need not be English."""

import saanjh.ground.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('networks', '0002_sealed'),
        ('programmes', '0003_titled'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='network',
            name='network_named_once',
        ),
        migrations.AlterField(
            model_name='network',
            name='title_en',
            field=saanjh.ground.fields.FreeLine(blank=True, max_length=120, verbose_name='name in English'),
        ),
        migrations.AlterField(
            model_name='roadmapaction',
            name='title_en',
            field=saanjh.ground.fields.FreeLine(blank=True, max_length=160, verbose_name='action in English'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(('title_en', ''), ('title_ur', ''), _negated=True), name='network_titled'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.UniqueConstraint(condition=models.Q(('title_en', ''), _negated=True), fields=('programme', 'title_en'), name='network_named_once'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.UniqueConstraint(condition=models.Q(('title_en', '')), fields=('programme', 'title_ur'), name='network_named_once_in_urdu'),
        ),
        migrations.AddConstraint(
            model_name='roadmapaction',
            constraint=models.CheckConstraint(condition=models.Q(('title_en', ''), ('title_ur', ''), _negated=True), name='action_titled'),
        ),
    ]
