"""What is said where two questions have one code; the database itself stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('questions', '0006_files_and_origins'),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name='question',
            name='question_code_once',
            constraint=models.UniqueConstraint(condition=models.Q(('table', None)), fields=('version', 'code'), name='question_code_once', violation_error_message='Another question has this code. Choose a different one.'),
        ),
        migrations.AlterConstraint(
            model_name='question',
            name='question_column_code_once',
            constraint=models.UniqueConstraint(fields=('table', 'code'), name='question_column_code_once', violation_error_message='Another column has this code. Choose a different one.'),
        ),
    ]
