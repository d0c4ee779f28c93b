"""Districts that may hand in later, until when and why."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0021_partners'),
        ('ground', '0007_leaving'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('until', models.DateTimeField(verbose_name='can be handed in until')),
                ('reason', models.CharField(choices=[('connectivity', 'No connection'), ('security', 'Security'), ('disaster', 'A disaster'), ('our_fault', 'Our own fault')], max_length=12, verbose_name='reason')),
                ('note', saanjh.ground.fields.FreeText(max_length=500, verbose_name='note for the public')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the note')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='calls.call')),
                ('districts', models.ManyToManyField(related_name='+', to='ground.district')),
                ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['call', 'until', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='extension_says_why')],
            },
        ),
    ]
