"""The purpose may be in Urdu alone, and what is wrong with a call is said in words; the database itself stays as it is."""

import saanjh.ground.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0028_appeals_again'),
    ]

    operations = [
        migrations.AlterField(
            model_name='call',
            name='purpose_en',
            field=saanjh.ground.fields.FreeText(blank=True, max_length=5000, verbose_name='purpose in English'),
        ),
        migrations.AlterConstraint(
            model_name='call',
            name='call_titled',
            constraint=models.CheckConstraint(condition=models.Q(('title_en', ''), ('title_ur', ''), _negated=True), name='call_titled', violation_error_message='Write the title in English or in Urdu.'),
        ),
        migrations.AlterConstraint(
            model_name='call',
            name='call_reviews_in_bounds',
            constraint=models.CheckConstraint(condition=models.Q(('reviews__gte', 1), ('reviews__lte', 3)), name='call_reviews_in_bounds', violation_error_message='The number of reviewers is outside its bounds.'),
        ),
        migrations.AlterConstraint(
            model_name='call',
            name='call_for_somebody',
            constraint=models.CheckConstraint(condition=models.Q(('for_csos', True), ('for_academia', True), _connector='OR'), name='call_for_somebody', violation_error_message='Say who may apply: nobody could.'),
        ),
    ]
