"""Why the panel's rules were changed once scores were known, or a safeguard was given up; sealed."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models
from saanjh.ground.sealing import append_only, sealing


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0032_money_raises'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RulesChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.PositiveIntegerField()),
                ('fields', models.JSONField()),
                ('reason', saanjh.ground.fields.FreeText(max_length=2000, verbose_name='reason')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the reason')),
                ('as_role', models.CharField(choices=[('programme_officer', 'Programme officer'), ('panel_chair', 'Panel chair')], max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules_changes', to='calls.call')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='rules_change_says_why')],
            },
        ),
        sealing(*append_only('calls_ruleschange', 'the reason for a change of the rules stays')),
    ]
