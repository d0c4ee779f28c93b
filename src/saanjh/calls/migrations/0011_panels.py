"""What reviewers of a call read and know, how many women and young people they are, and choices by hand."""
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0010_breaks_tie"),
        ('programmes', '0003_titled'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Composition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reviewers', models.PositiveSmallIntegerField(verbose_name='reviewers')),
                ('reviewers_women', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='women among the reviewers')),
                ('reviewers_young', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='under 30 among the reviewers')),
                ('panel', models.PositiveSmallIntegerField(verbose_name='people on the panel')),
                ('panel_women', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='women on the panel')),
                ('panel_young', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='under 30 on the panel')),
                ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='composition', to='calls.call')),
            ],
            options={
                'ordering': ['call'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reviewers_women', None), models.Q(('reviewers__gte', 3), ('reviewers_women__lte', models.F('reviewers'))), _connector='OR'), models.Q(('reviewers_young', None), models.Q(('reviewers__gte', 3), ('reviewers_young__lte', models.F('reviewers'))), _connector='OR'), models.Q(('panel_women', None), models.Q(('panel__gte', 3), ('panel_women__lte', models.F('panel'))), _connector='OR'), models.Q(('panel_young', None), models.Q(('panel__gte', 3), ('panel_young__lte', models.F('panel'))), _connector='OR')), name='composition_of_enough_people')],
            },
        ),
        migrations.CreateModel(
            name='HandChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reviewers', models.JSONField(default=list)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='calls.application')),
                ('reckoning', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices_by_hand', to='calls.reckoning')),
            ],
            options={
                'ordering': ['reckoning', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('reckoning', 'application'), name='choice_by_hand_once')],
            },
        ),
        migrations.CreateModel(
            name='ReviewerProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('languages', models.JSONField(default=list, verbose_name='languages')),
                ('most', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='most applications')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='profiles', to='calls.call')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('themes', models.ManyToManyField(blank=True, related_name='+', to='programmes.theme', verbose_name='themes')),
            ],
            options={
                'ordering': ['call', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('call', 'person'), name='reviewer_profile_once'), models.CheckConstraint(condition=models.Q(('most__gte', 1), ('most__lte', 500)), name='reviewer_profile_takes_some')],
            },
        ),
    ]
