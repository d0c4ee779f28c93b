"""Partners and a host of an application, as rows that answer themselves."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0020_cost_rules'),
        ('ground', '0007_leaving'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='call',
            name='host_applies',
            field=models.BooleanField(blank=True, null=True, verbose_name='a host may also apply for itself'),
        ),
        migrations.CreateModel(
            name='ApplicationPartner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('role', models.CharField(choices=[('partner', 'Partner'), ('host', 'Host')], max_length=7, verbose_name='takes part as')),
                ('name', saanjh.ground.fields.FreeLine(blank=True, max_length=200, verbose_name='name of the organisation')),
                ('share_minor', models.BigIntegerField(blank=True, null=True, verbose_name='share of the budget')),
                ('does', saanjh.ground.fields.FreeText(blank=True, max_length=500, verbose_name='what it does in the project')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the text')),
                ('state', models.CharField(choices=[('named', 'Named, not confirmed'), ('asked', 'Has not answered yet'), ('agreed', 'Agreed'), ('declined', 'Does not take part')], default='asked', max_length=8)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='calls.application')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='ground.organisation')),
            ],
            options={
                'ordering': ['application', '-role', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('application', 'organisation'), name='partner_once'), models.UniqueConstraint(condition=models.Q(('role', 'host')), fields=('application',), name='partner_one_host'), models.CheckConstraint(condition=models.Q(models.Q(('organisation', None), ('role', 'partner'), ('state', 'named'), models.Q(('name', ''), _negated=True)), models.Q(('organisation__isnull', False), models.Q(('state', 'named'), _negated=True)), _connector='OR'), name='partner_known_or_named'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state__in', ['named', 'asked'])), models.Q(('answered_at__isnull', False), ('state__in', ['agreed', 'declined'])), _connector='OR'), name='partner_answered_when'), models.CheckConstraint(condition=models.Q(('share_minor', None), ('share_minor__gte', 1), _connector='OR'), name='partner_share_counts')],
            },
        ),
    ]
