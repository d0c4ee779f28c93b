"""That the money of a call is raised after decisions began, each time with the reason; sealed."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models
from saanjh.ground.sealing import append_only, sealing


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0031_intake_earlier'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MoneyRaise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('rules_version', models.PositiveIntegerField()),
                ('before_minor', models.BigIntegerField()),
                ('money_minor', models.BigIntegerField()),
                ('reason', saanjh.ground.fields.FreeText(max_length=2000, verbose_name='reason')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the reason')),
                ('as_role', models.CharField(choices=[('programme_officer', 'Programme officer'), ('panel_chair', 'Panel chair')], max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='money_raises', to='calls.call')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('money_minor__gt', models.F('before_minor'))), name='money_raise_is_more'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='money_raise_says_why')],
            },
        ),
        sealing(*append_only('calls_moneyraise', 'the money is only raised anew')),
    ]
