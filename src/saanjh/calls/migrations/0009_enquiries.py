"""What is asked about a call, and answered for all."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0008_aims'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('text', saanjh.ground.fields.FreeText(max_length=1000, verbose_name='question')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the question')),
                ('state', models.CharField(choices=[('asked', 'Waits for an answer'), ('answered', 'Answered for all'), ('set_aside', 'Set aside')], default='asked', max_length=9)),
                ('answer', saanjh.ground.fields.FreeText(blank=True, max_length=3000, verbose_name='answer')),
                ('answer_written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the answer')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='calls.call')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['call', 'pk'],
                'indexes': [models.Index(fields=['call', 'state'], name='calls_enqui_call_id_7723e6_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'asked')), models.Q(('ended_at__isnull', False), ('state', 'set_aside')), models.Q(('ended_at__isnull', False), ('state', 'answered'), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='enquiry_answered_whole')],
            },
        ),
    ]
