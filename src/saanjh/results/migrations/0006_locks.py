"""Up to which day the values of a programme are closed; sealed."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models
from saanjh.ground.sealing import append_only, sealing


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0004_offices'),
        ('results', '0005_targets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PeriodLock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('until', models.DateField(blank=True, null=True, verbose_name='closed up to this day')),
                ('reason', saanjh.ground.fields.FreeText(blank=True, max_length=1000, verbose_name='why it is opened')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='period_locks', to='programmes.programme')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='period_lock_opened_why')],
            },
        ),
        sealing(*append_only('results_periodlock', 'that a period was closed or opened stays')),
    ]
