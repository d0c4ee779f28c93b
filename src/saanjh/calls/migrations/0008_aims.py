"""A call says what it is for, where, who may apply, and by when each step is done."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0007_reopened'),
        ('ground', '0007_leaving'),
        ('programmes', '0003_titled'),
        ('questions', '0004_conditions_and_rows'),
    ]

    operations = [
        migrations.AddField(
            model_name='call',
            name='contracts_by',
            field=models.DateField(blank=True, null=True, verbose_name='grants signed by'),
        ),
        migrations.AddField(
            model_name='call',
            name='districts',
            field=models.ManyToManyField(blank=True, related_name='+', to='ground.district'),
        ),
        migrations.AddField(
            model_name='call',
            name='for_academia',
            field=models.BooleanField(default=True, verbose_name='universities and research institutes may apply'),
        ),
        migrations.AddField(
            model_name='call',
            name='for_csos',
            field=models.BooleanField(default=True, verbose_name='civil society organisations may apply'),
        ),
        migrations.AddField(
            model_name='call',
            name='objectives',
            field=models.ManyToManyField(blank=True, related_name='+', to='programmes.objective'),
        ),
        migrations.AddField(
            model_name='call',
            name='reviewed_by',
            field=models.DateField(blank=True, null=True, verbose_name='read by the reviewers by'),
        ),
        migrations.AddField(
            model_name='call',
            name='screened_by',
            field=models.DateField(blank=True, null=True, verbose_name='screened by'),
        ),
        migrations.AddField(
            model_name='call',
            name='themes',
            field=models.ManyToManyField(blank=True, related_name='+', to='programmes.theme'),
        ),
        migrations.AddField(
            model_name='call',
            name='through_host',
            field=models.BooleanField(default=False, verbose_name='a group without registration may apply through a host'),
        ),
        migrations.AddField(
            model_name='call',
            name='with_partners',
            field=models.BooleanField(default=False, verbose_name='several may apply together, one of them leading'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('for_csos', True), ('for_academia', True), _connector='OR'), name='call_for_somebody'),
        ),
    ]
