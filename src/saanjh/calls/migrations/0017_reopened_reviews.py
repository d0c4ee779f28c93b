"""When a review is due and who was reminded; a reopened one stays sealed, and another stands in its place."""

import django.db.models.deletion
import saanjh.ground.fields
from django.conf import settings
from django.db import migrations, models

from saanjh.ground.sealing import Seal, sealing, unsealing

SEALED = "(SELECT state FROM calls_review WHERE id = {row}.review_id) IN ('submitted', 'reopened')"
CHANGED = " OR ".join(f"OLD.{column} <>? NEW.{column}" for column in ("review_id", "criterion_id", "score"))
FROZEN = "a review that was handed in is frozen"
VERBS = ("insert", "update", "delete")
OF_REVIEWS = ("calls_score", "calls_applicantcomment")


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0016_third_reviews'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(unsealing(f"{table}_{verb}_sealed", table) for table in OF_REVIEWS for verb in VERBS),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('soon', 'Soon'), ('today', 'Today'), ('late', 'Late'), ('hand', 'By Hand')], max_length=5)),
                ('day', models.DateField()),
            ],
            options={
                'ordering': ['review', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='review',
            name='review_once',
        ),
        migrations.RemoveConstraint(
            model_name='review',
            name='review_submitted_when',
        ),
        migrations.AddField(
            model_name='review',
            name='due_on',
            field=models.DateField(blank=True, null=True, verbose_name='due on'),
        ),
        migrations.AddField(
            model_name='review',
            name='replaces',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='calls.review'),
        ),
        migrations.AlterField(
            model_name='review',
            name='state',
            field=models.CharField(choices=[('assigned', 'Assigned'), ('submitted', 'Handed in'), ('stepped_down', 'Stepped down'), ('reopened', 'Reopened')], default='assigned', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'reopened'), _negated=True), fields=('application', 'reviewer'), name='review_once'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['submitted', 'reopened']), ('submitted_at__isnull', False)), models.Q(models.Q(('state__in', ['submitted', 'reopened']), _negated=True), ('submitted_at', None)), _connector='OR'), name='review_submitted_when'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reminder',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='calls.review'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'hand'), _negated=True), fields=('review', 'kind'), name='reminder_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'hand')), fields=('review', 'day'), name='reminder_by_hand_once_a_day'),
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('why', saanjh.ground.fields.FreeText(max_length=2000, verbose_name='why it was reopened')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reopening', to='calls.review')),
            ],
            options={
                'ordering': ['review'],
                'constraints': [models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='reopening_says_why')],
            },
        ),
        sealing(
            Seal("calls_score", "INSERT", FROZEN, SEALED.format(row="NEW")),
            Seal("calls_score", "UPDATE", FROZEN, f"{SEALED.format(row='OLD')} AND (NEW.reason <> '' OR {CHANGED})"),
            Seal("calls_score", "DELETE", FROZEN, SEALED.format(row="OLD")),
            *(
                Seal("calls_applicantcomment", verb, FROZEN, SEALED.format(row="NEW" if verb == "INSERT" else "OLD"))
                for verb in ("INSERT", "UPDATE", "DELETE")
            ),
            Seal("calls_review", "UPDATE", "a review that was reopened stays as it was", "OLD.state = 'reopened'"),
        ),
    ]
