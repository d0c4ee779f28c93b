"""The plan of a grant and what becomes of it: steps done, permits, risks, pauses, what people said."""

import django.db.models.deletion
import saanjh.ground.fields
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models
from saanjh.ground.sealing import append_only, sealing, set_aside

BEFORE, AFTER = set_aside('awards_activity')


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0005_agreements'),
        ('programmes', '0005_rates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BEFORE,
        migrations.AddField(
            model_name='activity',
            name='step',
            field=models.CharField(blank=True, max_length=8, verbose_name='which step of the plan it belongs to'),
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('day', models.DateField(verbose_name='day')),
                ('said', saanjh.ground.fields.FreeText(max_length=1000, verbose_name='what was said, in short')),
                ('has_changed', models.BooleanField(verbose_name='it changed something')),
                ('step', models.CharField(blank=True, max_length=8, verbose_name='which step it changed')),
                ('changed', saanjh.ground.fields.FreeText(max_length=1000, verbose_name='what it changed, or why nothing')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the words')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='awards.award')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('with_whom', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.theme', verbose_name='with whom')),
            ],
            options={
                'ordering': ['-day', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Consulted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sex', models.CharField(choices=[('women', 'Women and girls'), ('men', 'Men and boys'), ('transgender', 'Transgender people'), ('unknown', 'Sex not noted')], max_length=12)),
                ('age_band', models.CharField(choices=[('0-14', 'Under 15'), ('15-29', '15 to 29'), ('30-59', '30 to 59'), ('60+', '60 and older'), ('unknown', 'Age not noted')], max_length=8)),
                ('disability', models.CharField(choices=[('with', 'With a disability'), ('without', 'Without a disability'), ('unknown', 'Disability not noted')], max_length=8)),
                ('people', models.PositiveIntegerField()),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='headcounts', to='awards.consultation')),
            ],
            options={
                'verbose_name_plural': 'consulted',
                'ordering': ['consultation', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('from_day', models.DateField()),
                ('why', models.CharField(choices=[('safety', 'For safety'), ('access', 'We cannot get there'), ('other', 'For another reason')], max_length=6, verbose_name='why')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='awards.award')),
                ('paused_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-from_day', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Permit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('kind', models.CharField(max_length=20, verbose_name='what it is for')),
                ('issuer', models.CharField(max_length=24, verbose_name='who issues it')),
                ('applied_on', models.DateField(verbose_name='asked for on')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='permits', to='awards.award')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-applied_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PermitFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('granted', 'Granted'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn by the authority'), ('mistaken', 'Written down by mistake')], max_length=10, verbose_name='what became of it')),
                ('day', models.DateField(verbose_name='on')),
                ('expires_on', models.DateField(null=True, verbose_name='its last day')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('permit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='awards.permit')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['permit', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Resumption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('pause', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='resumption', to='awards.pause')),
                ('resumed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Risk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('kind', models.CharField(max_length=20, verbose_name='what kind of risk')),
                ('what', saanjh.ground.fields.FreeLine(max_length=200, verbose_name='what could happen')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the words')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risks', to='awards.award')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['award', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RiskReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('day', models.DateField()),
                ('likelihood', models.PositiveSmallIntegerField(choices=[(1, 'Hardly'), (2, 'Not likely'), (3, 'Possible'), (4, 'Likely'), (5, 'Nearly sure')], verbose_name='how likely')),
                ('harm', models.PositiveSmallIntegerField(choices=[(1, 'Slight'), (2, 'Small'), (3, 'Middling'), (4, 'Great'), (5, 'The worst: a life, or the work')], verbose_name='how much harm')),
                ('doing', saanjh.ground.fields.FreeText(max_length=1000, verbose_name='what is done about it')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the words')),
                ('owner', models.CharField(choices=[('signatory', 'Signatory'), ('editor', 'Editor'), ('field_officer', 'Field officer'), ('programme_officer', 'Programme officer')], max_length=20, verbose_name='who looks after it')),
                ('next_on', models.DateField(null=True, verbose_name='looked at again on')),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('risk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='awards.risk')),
            ],
            options={
                'ordering': ['risk', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='StepMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('step', models.CharField(max_length=8)),
                ('done_on', models.DateField(null=True, verbose_name='done on')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='step_marks', to='awards.award')),
                ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['award', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('has_changed', True), ('step', ''), _connector='OR'), name='consultation_changed_a_step'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('said', ''), _negated=True), models.Q(('changed', ''), _negated=True)), name='consultation_says_what'),
        ),
        migrations.AddConstraint(
            model_name='consulted',
            constraint=models.UniqueConstraint(fields=('consultation', 'sex', 'age_band', 'disability'), name='consulted_cell_once'),
        ),
        migrations.AddConstraint(
            model_name='consulted',
            constraint=models.CheckConstraint(condition=models.Q(('people__gte', 1), ('people__lte', 100000)), name='consulted_cell_in_bounds'),
        ),
        migrations.AddConstraint(
            model_name='permitfact',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on', None), models.Q(('expires_on__gte', models.F('day')), ('what', 'granted')), _connector='OR'), name='permitfact_lasts'),
        ),
        migrations.AddConstraint(
            model_name='riskreview',
            constraint=models.CheckConstraint(condition=models.Q(('harm__range', (1, 5)), ('likelihood__range', (1, 5))), name='riskreview_one_to_five'),
        ),
        sealing(
            *append_only('awards_stepmark', 'what was said of a step is append-only'),
            *append_only('awards_permit', 'permits are append-only'),
            *append_only('awards_permitfact', 'what came of a permit is append-only'),
            *append_only('awards_risk', 'risks are append-only'),
            *append_only('awards_riskreview', 'reviews of risks are append-only'),
            *append_only('awards_pause', 'pauses are append-only'),
            *append_only('awards_resumption', 'ends of pauses are append-only'),
            *append_only('awards_consultation', 'consultations are append-only'),
            *append_only('awards_consulted', 'who was asked is append-only'),
        ),
        AFTER,
    ]
