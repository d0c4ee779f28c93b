"""How a grant ends: called back, completed or ended early; of one application several offers, one of which stands."""

import django.db.models.deletion
import saanjh.ground.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0002_sealed'),
        ('calls', '0002_sealed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='award',
            name='award_answered_when',
        ),
        migrations.AddField(
            model_name='award',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='award',
            name='ended_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='award',
            name='money_accounted_for',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='award',
            name='reason',
            field=saanjh.ground.fields.FreeText(blank=True, max_length=2000, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='award',
            name='written_in',
            field=saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the reason'),
        ),
        migrations.AlterField(
            model_name='award',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='calls.application'),
        ),
        migrations.AlterField(
            model_name='award',
            name='state',
            field=models.CharField(choices=[('offered', 'Offered'), ('active', 'Active'), ('declined', 'Declined'), ('called_back', 'Called back'), ('completed', 'Completed'), ('ended_early', 'Ended early')], default='offered', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'called_back'), _negated=True), fields=('application',), name='award_one_stands_an_application'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state__in', ['offered', 'called_back'])), models.Q(models.Q(('state__in', ['offered', 'called_back']), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='award_answered_when'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_by', None), ('ended_on', None), ('state__in', ['offered', 'active', 'declined'])), models.Q(('ended_by__isnull', False), ('ended_on__isnull', False), ('state', 'called_back')), models.Q(('ended_by__isnull', False), ('ended_on__gt', models.F('ends_on')), ('state', 'completed')), models.Q(('ended_by__isnull', False), ('ended_on__range', (models.F('starts_on'), models.F('ends_on'))), ('state', 'ended_early')), _connector='OR'), name='award_ended_when'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['called_back', 'completed', 'ended_early']), _negated=True), models.Q(('reason', ''), _negated=True), models.Q(('money_accounted_for', True), ('state', 'completed')), _connector='OR'), name='award_ended_why'),
        ),
    ]
