"""Whether the lot decides in the noise of the ranking's cut."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0013_panel_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='panelrules',
            name='noise_tied',
            field=models.BooleanField(default=False),
        ),
    ]
