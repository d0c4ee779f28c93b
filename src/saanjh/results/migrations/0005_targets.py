"""Baselines and targets of grants, version by version; sealed."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models
from saanjh.ground.sealing import append_only, sealing


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0003_ends'),
        ('programmes', '0004_offices'),
        ('results', '0004_programmes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('kind', models.CharField(choices=[('baseline', 'Baseline'), ('target', 'Target')], max_length=8, verbose_name='what it is')),
                ('version', models.PositiveSmallIntegerField()),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='value')),
                ('numerator', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='of them, how many')),
                ('n', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='how many are asked or counted')),
                ('deviation', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='standard deviation')),
                ('by_day', models.DateField(verbose_name='by which day')),
                ('reason', saanjh.ground.fields.FreeText(blank=True, max_length=1000, verbose_name='why it changed')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the reason')),
                ('set_at', models.DateTimeField()),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='awards.award')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.indicator')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['award', 'indicator', 'kind', '-version'],
                'constraints': [models.UniqueConstraint(fields=('award', 'indicator', 'kind', 'version'), name='target_version_once'), models.CheckConstraint(condition=models.Q(('version', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='target_changed_why'), models.CheckConstraint(condition=models.Q(('numerator', None), ('numerator__lte', models.F('n')), _connector='OR'), name='target_part_of_whole'), models.CheckConstraint(condition=models.Q(('deviation', None), ('deviation__gt', 0), _connector='OR'), name='target_deviation_above_0')],
            },
        ),
        sealing(*append_only('results_target', 'baselines and targets are only set anew')),
    ]
