"""Which criteria tell applications of equal means apart is said by the call; for earlier ones as the list of codes has it."""

from django.db import migrations, models

FROM_THE_LIST = {"C4": 1, "C2": 2}


def as_the_list_has_it(apps, schema_editor):
    """Criteria of calls so far are copies of the list's, and only their weights could be changed."""
    criteria = apps.get_model("calls", "Criterion").objects
    for code, place in FROM_THE_LIST.items():
        criteria.filter(code=code).update(breaks_tie=place)


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0009_enquiries"),
    ]

    operations = [
        migrations.AddField(
            model_name='criterion',
            name='breaks_tie',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(as_the_list_has_it, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(fields=('call', 'breaks_tie'), name='criterion_tie_once'),
        ),
    ]
