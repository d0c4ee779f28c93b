"""Two invented proposals on which the reviewers of a call try their scores."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0018_blind'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TrialProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('position', models.PositiveSmallIntegerField()),
                ('title', saanjh.ground.fields.FreeLine(max_length=160, verbose_name='title')),
                ('summary', saanjh.ground.fields.FreeText(max_length=5000, verbose_name='summary')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the texts')),
                ('key', models.JSONField(default=dict)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trials', to='calls.call')),
            ],
            options={
                'ordering': ['call', 'position'],
            },
        ),
        migrations.CreateModel(
            name='TrialScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scores', models.JSONField()),
                ('scored_at', models.DateTimeField(auto_now_add=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('trial', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='calls.trialproposal')),
            ],
            options={
                'ordering': ['trial', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='trialproposal',
            constraint=models.UniqueConstraint(fields=('call', 'position'), name='trial_place_once'),
        ),
        migrations.AddConstraint(
            model_name='trialproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('summary', ''), _negated=True)), name='trial_has_words'),
        ),
        migrations.AddConstraint(
            model_name='trialscore',
            constraint=models.UniqueConstraint(fields=('trial', 'person'), name='trial_scored_once'),
        ),
    ]
