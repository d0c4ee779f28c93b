"""That a third person reads an application whose two reviews differ, or why nobody does."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0015_decisions_by_two'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ThirdReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('why', models.CharField(choices=[('gap', 'far apart'), ('cut', 'on either side of the cut')], max_length=3)),
                ('state', models.CharField(choices=[('wanted', 'Wanted'), ('dismissed', 'Done without'), ('lapsed', 'Not needed any more')], default='wanted', max_length=9)),
                ('dismissed_at', models.DateTimeField(blank=True, null=True)),
                ('reason', saanjh.ground.fields.FreeText(blank=True, max_length=2000, verbose_name='reason')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the reason')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='third_review', to='calls.application')),
                ('dismissed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'dismissed'), _negated=True), ('dismissed_at', None), ('dismissed_by', None)), models.Q(('dismissed_at__isnull', False), ('dismissed_by__isnull', False), ('state', 'dismissed'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='third_review_dismissed_whole')],
            },
        ),
    ]
