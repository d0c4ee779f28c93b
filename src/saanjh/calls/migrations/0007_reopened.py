"""An application that is opened again is a draft with the number that its receipt has."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0006_tracks'),
        ('ground', '0007_leaving'),
        ('questions', '0004_conditions_and_rows'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='application',
            name='application_submitted_whole',
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', ''), ('serial', None), ('state', 'draft'), ('submitted_at', None)), models.Q(('serial__isnull', False), ('state', 'draft'), ('submitted_at', None), models.Q(('number', ''), _negated=True)), models.Q(models.Q(('state', 'draft'), _negated=True), models.Q(('number', ''), _negated=True), ('amount_minor__gte', 1), ('months__gte', 1), ('serial__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='application_submitted_whole'),
        ),
    ]
