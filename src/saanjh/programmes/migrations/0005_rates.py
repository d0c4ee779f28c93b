"""What one currency was worth in another on a day; the rows never change."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models
from saanjh.ground.sealing import append_only, sealing


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0004_offices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExchangeRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('of', models.CharField(max_length=3, verbose_name='from')),
                ('into', models.CharField(max_length=3, verbose_name='into')),
                ('value', models.DecimalField(decimal_places=6, max_digits=16, verbose_name='rate')),
                ('day', models.DateField(verbose_name='day')),
                ('source', saanjh.ground.fields.FreeLine(max_length=200, verbose_name='who says so')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rates', to='programmes.programme')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-day', '-pk'],
                'indexes': [models.Index(fields=['programme', 'of', 'into', '-day'], name='programmes__program_dc4743_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__gt', 0)), name='exchange_rate_above_zero'), models.CheckConstraint(condition=models.Q(('of', models.F('into')), _negated=True), name='exchange_rate_of_two_currencies'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='exchange_rate_has_a_source')],
            },
        ),
        sealing(*append_only('programmes_exchangerate', 'exchange rates are append-only')),
    ]
