"""An applicant’s one appeal on the procedure, the answer, and the decisions that an upheld one took back."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models
from saanjh.ground.sealing import Seal, append_only, sealing, unsealing

TOLD = 'a decision that was told is frozen'
KEPT = 'NOT EXISTS (SELECT 1 FROM calls_earlierdecision WHERE public_id = OLD.public_id)'


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0024_ready'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('ground', models.CharField(max_length=20, verbose_name='what went wrong')),
                ('what_happened', saanjh.ground.fields.FreeText(max_length=3000, verbose_name='what happened')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of these words')),
                ('state', models.CharField(choices=[('lodged', 'Waits for an answer'), ('upheld', 'Upheld'), ('dismissed', 'Dismissed')], default='lodged', max_length=9)),
                ('lodged_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('answer', saanjh.ground.fields.FreeText(blank=True, max_length=3000, verbose_name='reasons')),
                ('answer_written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the reasons')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='calls.application')),
                ('lodged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EarlierDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('outcome', models.CharField(max_length=8)),
                ('reason', saanjh.ground.fields.FreeText(max_length=4000)),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2)),
                ('decided_at', models.DateTimeField()),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='earlier', to='calls.appeal')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(fields=['state', 'due_on'], name='calls_appea_state_426972_idx'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('state', 'lodged')), models.Q(models.Q(('state', 'lodged'), _negated=True), models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='appeal_answered_whole'),
        ),
        unsealing('calls_decision_delete_sealed', 'calls_decision'),
        sealing(Seal('calls_decision', 'DELETE', TOLD, KEPT), *append_only('calls_earlierdecision', TOLD)),
    ]
