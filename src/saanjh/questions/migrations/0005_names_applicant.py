"""A question may be marked as one whose answer tells who applies."""

from django.db import migrations, models

from saanjh.ground.sealing import set_aside

BEFORE, AFTER = set_aside("questions_question")


class Migration(migrations.Migration):

    dependencies = [
        ('questions', '0004_conditions_and_rows'),
    ]

    operations = [
        BEFORE,
        migrations.AddField(
            model_name='question',
            name='names_applicant',
            field=models.BooleanField(default=False, verbose_name='its answer tells who applies'),
        ),
        AFTER,
    ]
