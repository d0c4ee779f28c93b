"""The plan of a grant and what becomes of it: steps done, permits, risks, pauses, what people said."""

import django.db.models.deletion
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models
from saanjh.ground.sealing import append_only, sealing, set_aside

BEFORE, AFTER = set_aside('awards_activity')


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0005_agreements'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BEFORE,
        migrations.AddField(
            model_name='activity',
            name='step',
            field=models.CharField(blank=True, max_length=8, verbose_name='which step of the plan it belongs to'),
        ),
        migrations.CreateModel(
            name='StepMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('step', models.CharField(max_length=8)),
                ('done_on', models.DateField(null=True, verbose_name='done on')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='step_marks', to='awards.award')),
                ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['award', 'pk'],
            },
        ),
        sealing(
            *append_only('awards_stepmark', 'what was said of a step is append-only'),
        ),
        AFTER,
    ]
