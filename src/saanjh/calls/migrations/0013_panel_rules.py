"""What an application says of its organisation and themes; the rules of the panel, and where it departs."""

import django.core.validators
import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0012_gates'),
        ('ground', '0007_leaving'),
        ('programmes', '0003_titled'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='themes',
            field=models.ManyToManyField(blank=True, related_name='+', to='programmes.theme'),
        ),
        migrations.AddField(
            model_name='application',
            name='women_led',
            field=models.BooleanField(blank=True, null=True, verbose_name='led by women'),
        ),
        migrations.AddField(
            model_name='application',
            name='youth_led',
            field=models.BooleanField(blank=True, null=True, verbose_name='led by young people'),
        ),
        migrations.CreateModel(
            name='Departure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('is_in', models.BooleanField()),
                ('reason', saanjh.ground.fields.FreeText(max_length=2000, verbose_name='reason')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the reason')),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departures', to='calls.application')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('application',), name='departure_one_stands'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='departure_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', None)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='departure_taken_back_by')],
            },
        ),
        migrations.CreateModel(
            name='PanelRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('money_minor', models.BigIntegerField()),
                ('points_least', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('province_percent', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('shares_of', models.CharField(choices=[('money', 'the money awarded'), ('awards', 'the number of grants')], default='money', max_length=6)),
                ('women_percent', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('youth_percent', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('first_time_percent', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('district_least', models.PositiveSmallIntegerField(default=1)),
                ('district_most', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('organisation_most', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('seed', models.CharField(max_length=40, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9-]{1,40}\\Z', 'Use Latin letters, digits and hyphens, at most 40.')])),
                ('version', models.PositiveIntegerField(default=1)),
                ('call', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='panel_rules', to='calls.call')),
                ('districts', models.ManyToManyField(blank=True, related_name='+', to='ground.district')),
                ('themes', models.ManyToManyField(blank=True, related_name='+', to='programmes.theme')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('money_minor__gte', 1)), name='panel_rules_money'), models.CheckConstraint(condition=models.Q(('points_least__isnull', True), ('points_least__lte', 100), _connector='OR'), name='panel_rules_points'), models.CheckConstraint(condition=models.Q(('province_percent__isnull', True), ('province_percent__lte', 100), _connector='OR'), name='panel_rules_province_percent'), models.CheckConstraint(condition=models.Q(('women_percent__isnull', True), ('women_percent__lte', 100), _connector='OR'), name='panel_rules_women_percent'), models.CheckConstraint(condition=models.Q(('youth_percent__isnull', True), ('youth_percent__lte', 100), _connector='OR'), name='panel_rules_youth_percent'), models.CheckConstraint(condition=models.Q(('first_time_percent__isnull', True), ('first_time_percent__lte', 100), _connector='OR'), name='panel_rules_first_time_percent')],
            },
        ),
    ]
