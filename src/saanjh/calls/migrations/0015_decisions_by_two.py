"""A decision is proposed by one person and confirmed by another; there is a reserve; reviewers write to applicants."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models

from saanjh.ground.sealing import Seal, append_only, sealing, unsealing

HANDED_IN = "(SELECT state FROM calls_review WHERE id = {row}.review_id) = 'submitted'"
FROZEN = "a review that was handed in is frozen"
COMMENT = [
    Seal("calls_applicantcomment", verb, FROZEN, HANDED_IN.format(row="NEW" if verb == "INSERT" else "OLD"))
    for verb in ("INSERT", "UPDATE", "DELETE")
]
ENDED = "a proposed decision that was answered is frozen"


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0014_noise_tied'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # SQLite makes the table anew below, and would lose its triggers without a word.
        unsealing("calls_decision_update_sealed", "calls_decision"),
        unsealing("calls_decision_delete_sealed", "calls_decision"),
        migrations.CreateModel(
            name='ApplicantComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', saanjh.ground.fields.FreeText(max_length=2000, verbose_name='for the applicant')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ProposedDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('outcome', models.CharField(choices=[('selected', 'Selected'), ('reserve', 'On the reserve list'), ('declined', 'Declined')], max_length=8, verbose_name='decision')),
                ('place', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='place on the reserve list')),
                ('holds_until', models.DateField(blank=True, null=True, verbose_name='the reserve holds until')),
                ('reason', saanjh.ground.fields.FreeText(max_length=4000, verbose_name='reasons')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the reasons')),
                ('state', models.CharField(choices=[('waiting', 'Waits for a second person'), ('confirmed', 'Confirmed'), ('sent_back', 'Sent back'), ('taken_back', 'Taken back')], default='waiting', max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('why', saanjh.ground.fields.FreeText(blank=True, max_length=2000, verbose_name='why it is sent back')),
                ('why_written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of these words')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='holds_until',
            field=models.DateField(blank=True, null=True, verbose_name='the reserve holds until'),
        ),
        migrations.AddField(
            model_name='decision',
            name='place',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='place on the reserve list'),
        ),
        migrations.AlterField(
            model_name='application',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Handed in'), ('withdrawn', 'Withdrawn'), ('not_eligible', 'Not eligible'), ('under_review', 'Under review'), ('selected', 'Selected'), ('reserve', 'On the reserve list'), ('declined', 'Declined')], default='draft', max_length=12),
        ),
        migrations.AlterField(
            model_name='decision',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='calls.application'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='outcome',
            field=models.CharField(choices=[('selected', 'Selected'), ('reserve', 'On the reserve list'), ('declined', 'Declined')], max_length=8, verbose_name='decision'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'reserve')), fields=('application',), name='decision_on_reserve_once'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'reserve'), _negated=True), fields=('application',), name='decision_at_last_once'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('holds_until__isnull', False), ('outcome', 'reserve'), ('place__gte', 1)), models.Q(models.Q(('outcome', 'reserve'), _negated=True), ('holds_until', None), ('place', None)), _connector='OR'), name='decision_reserve_whole'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('decided_by')), _negated=True), _connector='OR'), name='decision_by_two'),
        ),
        migrations.AddField(
            model_name='applicantcomment',
            name='review',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='comment', to='calls.review'),
        ),
        migrations.AddField(
            model_name='proposeddecision',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_decisions', to='calls.application'),
        ),
        migrations.AddField(
            model_name='proposeddecision',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposeddecision',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='proposeddecision',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('application',), name='proposed_decision_one_waits'),
        ),
        migrations.AddConstraint(
            model_name='proposeddecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('holds_until__isnull', False), ('outcome', 'reserve'), ('place__gte', 1)), models.Q(models.Q(('outcome', 'reserve'), _negated=True), ('holds_until', None), ('place', None)), _connector='OR'), name='proposed_decision_reserve_whole'),
        ),
        migrations.AddConstraint(
            model_name='proposeddecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='proposed_decision_ended_whole'),
        ),
        migrations.AddConstraint(
            model_name='proposeddecision',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'waiting'), models.Q(('ended_by', models.F('proposed_by')), ('state', 'taken_back')), models.Q(('state__in', ['confirmed', 'sent_back']), models.Q(('ended_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='proposed_decision_by_two'),
        ),
        migrations.AddConstraint(
            model_name='proposeddecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent_back'), models.Q(('why', ''), _negated=True)), models.Q(models.Q(('state', 'sent_back'), _negated=True), ('why', '')), _connector='OR'), name='proposed_decision_sent_back_why'),
        ),
        sealing(
            *append_only("calls_decision", "a decision that was told is frozen"),
            # Decisions from before stay as they are; every new one is made by two.
            Seal("calls_decision", "INSERT", "nobody decides alone", "NEW.confirmed_by_id IS NULL"),
            *COMMENT,
            Seal("calls_proposeddecision", "UPDATE", ENDED, "OLD.state <> 'waiting'"),
            Seal("calls_proposeddecision", "DELETE", ENDED, "OLD.state <> 'waiting'"),
        ),
    ]
