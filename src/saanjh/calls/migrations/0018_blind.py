"""A call may hide the applicants from its reviewers."""

from django.db import migrations, models

from saanjh.ground.sealing import set_aside

BEFORE, AFTER = set_aside("calls_call")


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0017_reopened_reviews'),
    ]

    operations = [
        BEFORE,
        migrations.AddField(
            model_name='call',
            name='is_blind',
            field=models.BooleanField(default=False, verbose_name='reviewers are not told who applies'),
        ),
        AFTER,
    ]
