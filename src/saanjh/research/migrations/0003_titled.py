"""A study or a finding has a title in one language at least; it need not be English."""

import saanjh.ground.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0003_titled'),
        ('research', '0002_sealed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='finding',
            name='title_en',
            field=saanjh.ground.fields.FreeLine(blank=True, max_length=160, verbose_name='the finding in one line, in English'),
        ),
        migrations.AlterField(
            model_name='study',
            name='title_en',
            field=saanjh.ground.fields.FreeLine(blank=True, max_length=200, verbose_name='the question, in English'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('title_en', ''), ('title_ur', ''), _negated=True), name='finding_titled'),
        ),
        migrations.AddConstraint(
            model_name='study',
            constraint=models.CheckConstraint(condition=models.Q(('title_en', ''), ('title_ur', ''), _negated=True), name='study_titled'),
        ),
    ]
