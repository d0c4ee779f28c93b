"""A call may have a simplified track, and says how many people read each application."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0005_reckonings'),
        ('programmes', '0003_titled'),
        ('questions', '0004_conditions_and_rows'),
    ]

    operations = [
        migrations.CreateModel(
            name='SimplifiedTrack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('floor_minor', models.BigIntegerField(verbose_name='smallest grant')),
                ('ceiling_minor', models.BigIntegerField(verbose_name='largest grant')),
                ('reviews', models.PositiveSmallIntegerField(default=1, verbose_name='reviewers of each application')),
            ],
            options={
                'ordering': ['call'],
            },
        ),
        migrations.AddField(
            model_name='application',
            name='track',
            field=models.CharField(choices=[('full', 'Full'), ('simplified', 'Simplified')], default='full', max_length=10, verbose_name='track'),
        ),
        migrations.AddField(
            model_name='call',
            name='reviews',
            field=models.PositiveSmallIntegerField(default=2, verbose_name='reviewers of each application'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('reviews__gte', 1), ('reviews__lte', 3)), name='call_reviews_in_bounds'),
        ),
        migrations.AddField(
            model_name='simplifiedtrack',
            name='call',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='simplified', to='calls.call'),
        ),
        migrations.AddField(
            model_name='simplifiedtrack',
            name='form_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questions.formversion', verbose_name='form'),
        ),
        migrations.AddConstraint(
            model_name='simplifiedtrack',
            constraint=models.CheckConstraint(condition=models.Q(('floor_minor__gte', 1), ('floor_minor__lte', models.F('ceiling_minor'))), name='track_money_in_order'),
        ),
        migrations.AddConstraint(
            model_name='simplifiedtrack',
            constraint=models.CheckConstraint(condition=models.Q(('reviews__gte', 1), ('reviews__lte', 3)), name='track_reviews_in_bounds'),
        ),
    ]
