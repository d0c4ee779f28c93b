"""The cash book of a grant, what explains it, and its balances beside the bank's; the rows never change."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models

from saanjh.ground.sealing import append_only, sealing


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0006_plan_and_do'),
        ('ground', '0007_leaving'),
        ('programmes', '0005_rates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CashLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('day', models.DateField(verbose_name='day')),
                ('kind', models.CharField(choices=[('received', 'Money received from the programme'), ('spent', 'Money spent'), ('moved', 'Moved between bank and petty cash'), ('advanced', 'Advance given for costs'), ('given_back', 'Rest of an advance given back'), ('returned', 'Money returned to the programme')], max_length=10)),
                ('pot', models.CharField(choices=[('bank', 'Bank'), ('cash', 'Petty cash'), ('advance', 'Out of an advance')], max_length=7, verbose_name='from where, or to where')),
                ('what', saanjh.ground.fields.FreeLine(max_length=200, verbose_name='what it was for, in a few words')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the words')),
                ('currency', models.CharField(max_length=3)),
                ('paid_minor', models.BigIntegerField()),
                ('amount_minor', models.BigIntegerField()),
                ('bank_minor', models.BigIntegerField(default=0)),
                ('cash_minor', models.BigIntegerField(default=0)),
                ('advance_minor', models.BigIntegerField(default=0)),
                ('spent_minor', models.BigIntegerField(default=0)),
                ('voucher', saanjh.ground.fields.FreeLine(blank=True, max_length=30, verbose_name='voucher number')),
                ('tax_minor', models.BigIntegerField(default=0)),
                ('whole_minor', models.BigIntegerField(blank=True, null=True)),
                ('share_percent', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cash_lines', to='awards.award')),
                ('budget_line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='awards.budgetline')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ground.storedfile')),
                ('rate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.exchangerate')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='awards.cashline')),
            ],
            options={
                'ordering': ['-day', '-pk'],
                'indexes': [models.Index(fields=['award', 'day'], name='awards_cash_award_i_b05115_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0), ('paid_minor__gt', 0)), name='cashline_of_something'), models.CheckConstraint(condition=models.Q(('tax_minor__range', (0, models.F('paid_minor')))), name='cashline_tax_in_bounds'), models.CheckConstraint(condition=models.Q(models.Q(('share_percent', None), ('whole_minor', None)), ('whole_minor__gte', models.F('paid_minor')), _connector='OR'), name='cashline_share_of_whole'), models.CheckConstraint(condition=models.Q(models.Q(('budget_line__isnull', False), ('kind', 'spent'), models.Q(('voucher', ''), _negated=True)), models.Q(models.Q(('kind', 'spent'), _negated=True), ('budget_line', None), ('spent_minor', 0)), _connector='OR'), name='cashline_spent_on_what')],
            },
        ),
        migrations.CreateModel(
            name='Explanation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('heading', models.CharField(max_length=8)),
                ('points', models.IntegerField()),
                ('spent_minor', models.BigIntegerField()),
                ('words', saanjh.ground.fields.FreeText(max_length=1000, verbose_name='why it differs')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of these words')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='explanations', to='awards.award')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='explanation_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Reconciliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('day', models.DateField(verbose_name='day of the statement')),
                ('statement_minor', models.BigIntegerField(verbose_name='balance on the bank’s statement')),
                ('book_minor', models.BigIntegerField()),
                ('words', saanjh.ground.fields.FreeText(blank=True, max_length=1000, verbose_name='what explains the difference')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of these words')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reconciliations', to='awards.award')),
                ('reconciled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-day', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('statement_minor', models.F('book_minor')), models.Q(('words', ''), _negated=True), _connector='OR'), name='reconciliation_explained')],
            },
        ),
        sealing(
            *append_only('awards_cashline', 'the cash book is append-only'),
            *append_only('awards_explanation', 'what was explained is append-only'),
            *append_only('awards_reconciliation', 'what was compared with the bank is append-only'),
        ),
    ]
