"""What is agreed on a grant, in versions, and how they are changed; what is fixed stays as it is."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models

from saanjh.ground.sealing import Seal, sealing

FIXED = "what was agreed or proposed does not change"
ANSWERED = "a proposal and its answer do not change"
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
PARTS = ("budgetline", "milestone", "tranche", "agreement_districts", "agreement_indicators")
TERMS = (
    "public_id", "created_at", "award_id", "is_fixed", "amount_minor", "starts_on", "ends_on", "level", "level_reason",
    "is_unseen", "visibility", "written_in", "made_by_id",
)  # fmt: skip
PROPOSED = (
    "public_id", "created_at", "award_id", "kind", "side", "changes_id", "proposes_id", "reason", "effect",
    "written_in", "proposed_by_id",
)  # fmt: skip


def differs(columns):
    return " OR ".join(f"NEW.{column} <>? OLD.{column}" for column in columns)


def fixed(verb):
    found = (f"(SELECT is_fixed FROM awards_agreement WHERE id = {row}.agreement_id)" for row in ROWS[verb])
    return " OR ".join(found)


SEALS = [
    Seal("awards_agreement", "UPDATE", FIXED, f"OLD.is_fixed AND (OLD.number IS NOT NULL OR {differs(TERMS)})"),
    Seal("awards_agreement", "DELETE", FIXED),
    *(Seal(f"awards_{part}", verb, FIXED, fixed(verb)) for part in PARTS for verb in ROWS),
    Seal("awards_amendment", "UPDATE", ANSWERED, f"OLD.state <> 'open' OR {differs(PROPOSED)}"),
    Seal("awards_amendment", "DELETE", ANSWERED),
]


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0004_allocations'),
        ('ground', '0007_leaving'),
        ('programmes', '0004_offices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('number', models.PositiveSmallIntegerField(null=True)),
                ('from_day', models.DateField(null=True)),
                ('is_fixed', models.BooleanField(default=False)),
                ('amount_minor', models.BigIntegerField(verbose_name='amount')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('level', models.CharField(choices=[('low', 'Low risk'), ('moderate', 'Moderate risk'), ('significant', 'Significant risk'), ('high', 'High risk')], max_length=11, verbose_name='level of risk')),
                ('level_reason', saanjh.ground.fields.FreeText(blank=True, max_length=1000, verbose_name='why this level')),
                ('is_unseen', models.BooleanField(default=False, verbose_name='visibility is waived for safety')),
                ('visibility', saanjh.ground.fields.FreeText(blank=True, max_length=2000, verbose_name='how the grant is shown, or why it is not')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of these words')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='awards.award')),
                ('districts', models.ManyToManyField(related_name='+', to='ground.district', verbose_name='districts')),
                ('indicators', models.ManyToManyField(blank=True, related_name='+', to='programmes.chosenindicator', verbose_name='indicators that are measured')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['award', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('kind', models.CharField(choices=[('extension', 'A later last day, without more money'), ('budget', 'Money moved between budget lines'), ('districts', 'Districts added or left')], max_length=9)),
                ('state', models.CharField(choices=[('open', 'Waits for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('taken_back', 'Taken back'), ('by_notice', 'In force by notice')], default='open', max_length=10)),
                ('side', models.CharField(choices=[('organisation', 'The organisation'), ('programme', 'The programme')], max_length=12)),
                ('reason', saanjh.ground.fields.FreeText(max_length=2000, verbose_name='why')),
                ('effect', saanjh.ground.fields.FreeText(max_length=2000, verbose_name='what it changes for the work')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of these words')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer', saanjh.ground.fields.FreeText(blank=True, max_length=2000, verbose_name='reason')),
                ('answer_written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the reason')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='awards.award')),
                ('changes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='awards.agreement')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposes', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='amendment', to='awards.agreement')),
            ],
            options={
                'ordering': ['award', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('heading', models.CharField(max_length=8)),
                ('label_en', saanjh.ground.fields.FreeLine(max_length=200)),
                ('label_ur', saanjh.ground.fields.FreeLine(blank=True, max_length=200)),
                ('what', saanjh.ground.fields.FreeLine(max_length=200, verbose_name='what it is for')),
                ('amount_minor', models.BigIntegerField()),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='awards.agreement')),
            ],
            options={
                'ordering': ['agreement', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=8)),
                ('label_en', saanjh.ground.fields.FreeLine(max_length=200)),
                ('label_ur', saanjh.ground.fields.FreeLine(blank=True, max_length=200)),
                ('due_on', models.DateField()),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='awards.agreement')),
            ],
            options={
                'ordering': ['agreement', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Tranche',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('percent', models.PositiveSmallIntegerField()),
                ('amount_minor', models.BigIntegerField()),
                ('milestone', models.CharField(max_length=8)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tranches', to='awards.agreement')),
            ],
            options={
                'ordering': ['agreement', 'position', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('award', 'number'), name='agreement_number_once'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(condition=models.Q(('is_fixed', False)), fields=('award',), name='agreement_one_is_written'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('from_day', None), ('number', None)), models.Q(('from_day__isnull', False), ('is_fixed', True), ('number__gte', 1)), _connector='OR'), name='agreement_in_force_from'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='agreement_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gte', 1)), name='agreement_more_than_nothing'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('is_unseen', False), models.Q(('visibility', ''), _negated=True), _connector='OR'), name='agreement_waived_why'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('award',), name='amendment_one_is_open'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('state__in', ['open', 'by_notice'])), models.Q(('answered_by__isnull', False), ('state__in', ['accepted', 'declined', 'taken_back']), ('answered_at__isnull', False)), _connector='OR'), name='amendment_answered_when'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'by_notice'), _negated=True), ('side', 'organisation'), _connector='OR'), name='amendment_notice'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='amendment_declined_why'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), models.Q(('answered_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='amendment_by_two'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.UniqueConstraint(fields=('agreement', 'position'), name='budgetline_place_once'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gte', 1)), name='budgetline_more_than_nothing'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.UniqueConstraint(fields=('agreement', 'code'), name='milestone_once'),
        ),
        migrations.AddConstraint(
            model_name='tranche',
            constraint=models.UniqueConstraint(fields=('agreement', 'position'), name='tranche_place_once'),
        ),
        migrations.AddConstraint(
            model_name='tranche',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gte', 0), ('percent__lte', 100)), name='tranche_in_bounds'),
        ),
        sealing(*SEALS),
    ]
