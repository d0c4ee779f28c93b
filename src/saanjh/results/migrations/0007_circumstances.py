"""What else happened in a district while results were measured there."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ground', '0007_leaving'),
        ('programmes', '0004_offices'),
        ('results', '0006_locks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Circumstance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('what', models.CharField(max_length=20, verbose_name='what it was')),
                ('words', saanjh.ground.fields.FreeText(max_length=1000, verbose_name='what happened')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the words')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ground.district', verbose_name='district')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='circumstances', to='ground.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circumstances', to='programmes.programme')),
            ],
            options={
                'ordering': ['-last_day', '-pk'],
                'indexes': [models.Index(fields=['programme', 'district', 'last_day'], name='results_cir_program_94620f_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='circumstance_days_in_order'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='circumstance_says_what')],
            },
        ),
    ]
