"""Whether the least of single criteria holds: for rules that stand already, as before, it does not."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0029_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='panelrules',
            name='criteria_least',
            field=models.BooleanField(default=False),
        ),
    ]
