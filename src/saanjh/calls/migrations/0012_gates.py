"""The gates before the reviewers and the capacity of applicants; what was closed or assessed refuses every change."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models

from saanjh.ground.sealing import Seal, append_only, sealing

PUBLISHED = "(SELECT state FROM calls_call WHERE id = OLD.call_id) <> 'draft'"
CLOSED = "(SELECT state FROM calls_gatecheck WHERE id = {row}.check_of_id) <> 'open'"
ANSWER = " OR ".join(f"OLD.{column} <>? NEW.{column}" for column in ("check_of_id", "item_id", "said"))
KEPT = ("application_id", "gate", "outcome", "reason", "written_in", "closed_by_id", "closed_at")
CHANGED = " OR ".join(f"OLD.{column} <>? NEW.{column}" for column in KEPT)
FROZEN, FIXED = "a gate that was closed is frozen", "the gates of a published call are fixed"
SEALS = [
    Seal("calls_gateitem", "UPDATE", FIXED, PUBLISHED),
    Seal("calls_gateitem", "DELETE", FIXED, PUBLISHED),
    Seal("calls_gateanswer", "INSERT", FROZEN, CLOSED.format(row="NEW")),
    Seal("calls_gateanswer", "UPDATE", FROZEN, f"{CLOSED.format(row='OLD')} AND (NEW.note <> '' OR {ANSWER})"),
    Seal("calls_gateanswer", "DELETE", FROZEN, CLOSED.format(row="OLD")),
    Seal(
        "calls_gatecheck",
        "UPDATE",
        FROZEN,
        f"OLD.state = 'reopened' OR (OLD.state = 'closed' AND (NEW.state = 'open' OR {CHANGED}))",
    ),
    Seal("calls_gatecheck", "DELETE", FROZEN, "OLD.state <> 'open'"),
    *append_only("calls_capacity", "an assessment is kept as it is"),
    *append_only("calls_capacityscore", "an assessment is kept as it is"),
]


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0011_panels"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Capacity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('percent', models.PositiveSmallIntegerField()),
                ('level', models.CharField(choices=[('low', 'Low risk'), ('moderate', 'Moderate risk'), ('significant', 'Significant risk'), ('high', 'High risk')], max_length=11)),
                ('tranches', models.CharField(blank=True, max_length=40)),
                ('basis', saanjh.ground.fields.FreeText(blank=True, max_length=2000, verbose_name='what it rests on')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of these words')),
                ('assessed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['application', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CapacityScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=20)),
                ('area_en', saanjh.ground.fields.FreeLine(max_length=200)),
                ('area_ur', saanjh.ground.fields.FreeLine(max_length=200)),
                ('label_en', saanjh.ground.fields.FreeLine(max_length=300)),
                ('label_ur', saanjh.ground.fields.FreeLine(max_length=300)),
                ('is_key', models.BooleanField()),
                ('score', models.PositiveSmallIntegerField()),
                ('most', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['capacity', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GateAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('na', 'Does not apply')], max_length=3)),
                ('note', saanjh.ground.fields.FreeText(blank=True, max_length=1000, verbose_name='note')),
            ],
            options={
                'ordering': ['check_of', 'item__position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GateCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('gate', models.CharField(choices=[('A', 'Eligibility'), ('B', 'Do no harm')], max_length=1)),
                ('state', models.CharField(choices=[('open', 'Still open'), ('closed', 'Closed'), ('reopened', 'Reopened')], default='open', max_length=8)),
                ('outcome', models.CharField(blank=True, choices=[('passed', 'Passed'), ('conditions', 'Passed with conditions'), ('stopped', 'Not passed')], max_length=10)),
                ('reason', saanjh.ground.fields.FreeText(blank=True, max_length=2000, verbose_name='conditions or reasons')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of these words')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('reopened_at', models.DateTimeField(blank=True, null=True)),
                ('reopened_why', saanjh.ground.fields.FreeText(blank=True, max_length=2000, verbose_name='why it was reopened')),
            ],
            options={
                'ordering': ['application', 'gate', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GateItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gate', models.CharField(choices=[('A', 'Eligibility'), ('B', 'Do no harm')], max_length=1)),
                ('position', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=20)),
                ('label_en', saanjh.ground.fields.FreeLine(blank=True, max_length=300)),
                ('label_ur', saanjh.ground.fields.FreeLine(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['call', 'gate', 'position', 'pk'],
            },
        ),
        migrations.AlterField(
            model_name='application',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Handed in'), ('withdrawn', 'Withdrawn'), ('not_eligible', 'Not eligible'), ('under_review', 'Under review'), ('selected', 'Selected'), ('declined', 'Declined')], default='draft', max_length=12),
        ),
        migrations.AddField(
            model_name='capacity',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='capacities', to='calls.application'),
        ),
        migrations.AddField(
            model_name='capacity',
            name='assessed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='capacityscore',
            name='capacity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='calls.capacity'),
        ),
        migrations.AddField(
            model_name='gatecheck',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gate_checks', to='calls.application'),
        ),
        migrations.AddField(
            model_name='gatecheck',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='gatecheck',
            name='reopened_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='gateanswer',
            name='check_of',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='calls.gatecheck'),
        ),
        migrations.AddField(
            model_name='gateitem',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gate_items', to='calls.call'),
        ),
        migrations.AddField(
            model_name='gateanswer',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.gateitem'),
        ),
        migrations.AddConstraint(
            model_name='capacity',
            constraint=models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='capacity_of_100'),
        ),
        migrations.AddConstraint(
            model_name='capacityscore',
            constraint=models.UniqueConstraint(fields=('capacity', 'code'), name='capacityscore_once'),
        ),
        migrations.AddConstraint(
            model_name='capacityscore',
            constraint=models.CheckConstraint(condition=models.Q(('score__lte', models.F('most'))), name='capacityscore_in_bounds'),
        ),
        migrations.AddConstraint(
            model_name='gatecheck',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'reopened'), _negated=True), fields=('application', 'gate'), name='gatecheck_one_stands'),
        ),
        migrations.AddConstraint(
            model_name='gatecheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), models.Q(('outcome', ''), _negated=True), ('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='gatecheck_closed_whole'),
        ),
        migrations.AddConstraint(
            model_name='gatecheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'reopened'), _negated=True), ('reopened_at', None), ('reopened_by', None)), models.Q(('reopened_at__isnull', False), ('reopened_by__isnull', False), ('state', 'reopened'), models.Q(('reopened_why', ''), _negated=True)), _connector='OR'), name='gatecheck_reopened_whole'),
        ),
        migrations.AddConstraint(
            model_name='gatecheck',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'passed'), ('state', 'open'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='gatecheck_says_why'),
        ),
        migrations.AddConstraint(
            model_name='gateitem',
            constraint=models.UniqueConstraint(fields=('call', 'code'), name='gateitem_code_once'),
        ),
        migrations.AddConstraint(
            model_name='gateitem',
            constraint=models.UniqueConstraint(fields=('call', 'gate', 'position'), name='gateitem_place_once'),
        ),
        migrations.AddConstraint(
            model_name='gateitem',
            constraint=models.CheckConstraint(condition=models.Q(('label_en', ''), ('label_ur', ''), _negated=True), name='gateitem_worded'),
        ),
        migrations.AddConstraint(
            model_name='gateanswer',
            constraint=models.UniqueConstraint(fields=('check_of', 'item'), name='gateanswer_once'),
        ),
        sealing(*SEALS),
    ]
