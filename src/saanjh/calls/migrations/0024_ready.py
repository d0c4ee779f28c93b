"""When those who sign were told that an application is ready."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0023_intakes'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='ready_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
