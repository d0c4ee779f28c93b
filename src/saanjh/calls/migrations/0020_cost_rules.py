"""The rules for costs of a call, frozen once it is published."""

import django.db.models.deletion
from django.db import migrations, models

import saanjh.ground.fields
from saanjh.ground.sealing import Seal, sealing

FROZEN = "the rules for costs of a published call are frozen"
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def frozen(verb):
    states = (f"(SELECT state FROM calls_call WHERE id = {row}.call_id)" for row in ROWS[verb])
    return " OR ".join(f"{state} <> 'draft'" for state in states)


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0019_trials'),
    ]

    operations = [
        migrations.CreateModel(
            name='CostRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ruleset', models.CharField(max_length=20)),
                ('position', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=20)),
                ('kind', models.CharField(choices=[('unit', 'What one unit may cost'), ('share', 'What certain lines may take of the budget together'), ('never', 'What is never paid')], max_length=6)),
                ('heading', models.CharField(blank=True, max_length=8)),
                ('percent', models.PositiveSmallIntegerField(null=True)),
                ('percent_of', models.CharField(choices=[('total', 'of the whole budget'), ('direct_costs', 'of all other headings')], default='total', max_length=12)),
                ('amount_minor', models.BigIntegerField(null=True)),
                ('stated', models.CharField(blank=True, max_length=24)),
                ('words', saanjh.ground.fields.FreeText(blank=True, max_length=2000, verbose_name='words by which such a line is known')),
                ('label_en', saanjh.ground.fields.FreeLine(max_length=200, verbose_name='words in English')),
                ('label_ur', saanjh.ground.fields.FreeLine(blank=True, max_length=200, verbose_name='words in Urdu')),
                ('source', saanjh.ground.fields.FreeLine(max_length=200)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cost_rules', to='calls.call')),
            ],
            options={
                'ordering': ['call', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('call', 'code'), name='cost_rule_once'), models.UniqueConstraint(fields=('call', 'position'), name='cost_rule_place_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'unit'), ('percent', None), ('words', '')), models.Q(('amount_minor', None), ('kind', 'share'), ('percent__gte', 0), ('percent__lte', 100), models.Q(models.Q(('words', ''), _negated=True), models.Q(('heading', ''), _negated=True), _connector='OR')), models.Q(('amount_minor', None), ('kind', 'never'), ('percent', None), models.Q(('words', ''), _negated=True)), _connector='OR'), name='cost_rule_of_its_kind'), models.CheckConstraint(condition=models.Q(('amount_minor', None), ('amount_minor__gte', 1), _connector='OR'), name='cost_rule_amount')],
            },
        ),
        sealing(*(Seal("calls_costrule", verb, FROZEN, frozen(verb)) for verb in ROWS)),
    ]
