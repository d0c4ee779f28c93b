"""What the worker reckons for a call."""

import django.db.models.deletion
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0004_emptied'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reckoning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('kind', models.CharField(choices=[('assignment', 'Assignment of reviewers'), ('ranking', 'Ranking'), ('portfolio', 'Portfolio')], max_length=10)),
                ('state', models.CharField(choices=[('asked', 'Being reckoned'), ('done', 'Reckoned'), ('failed', 'Failed')], default='asked', max_length=6)),
                ('question', models.JSONField()),
                ('answer', models.JSONField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reckonings', to='calls.call')),
            ],
            options={
                'ordering': ['call', 'kind', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('call', 'kind'), name='reckoning_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('answer__isnull', False), ('done_at__isnull', False), ('state', 'done')), models.Q(('state', 'done'), _negated=True), _connector='OR'), name='reckoning_done_whole')],
            },
        ),
    ]
