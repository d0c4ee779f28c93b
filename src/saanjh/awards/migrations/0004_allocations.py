"""Money of contributions set aside for calls and grants; the rows never change."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models
from saanjh.ground.sealing import append_only, sealing


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0003_ends'),
        ('calls', '0032_money_raises'),
        ('programmes', '0005_rates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('drawn', models.BooleanField(default=False)),
                ('amount_minor', models.BigIntegerField(verbose_name='amount')),
                ('there_minor', models.BigIntegerField()),
                ('allocated_on', models.DateField(verbose_name='set aside on')),
                ('allocated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('award', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='awards.award')),
                ('call', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='calls.call')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='programmes.contribution')),
                ('rate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.exchangerate')),
            ],
            options={
                'ordering': ['-allocated_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TakenBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', saanjh.ground.fields.FreeText(max_length=2000, verbose_name='reason')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the reason')),
                ('taken_back_at', models.DateTimeField(auto_now_add=True)),
                ('allocation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='awards.allocation')),
                ('taken_back_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'taken back',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0), ('there_minor__gt', 0)), name='allocation_of_something'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('award', None), ('call__isnull', False), ('drawn', False)), models.Q(('award__isnull', False), ('call', None)), _connector='OR'), name='allocation_for_one'),
        ),
        migrations.AddConstraint(
            model_name='takenback',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='taken_back_says_why'),
        ),
        sealing(
            *append_only('awards_allocation', 'what was set aside is append-only'),
            *append_only('awards_takenback', 'what was taken back is append-only'),
        ),
    ]
