"""Where an application is brought on paper, and whom to ask."""

import saanjh.ground.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0003_titled'),
    ]

    operations = [
        migrations.AddField(
            model_name='programme',
            name='office_en',
            field=saanjh.ground.fields.FreeText(blank=True, default='', max_length=600, verbose_name='the office, in English'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='programme',
            name='office_ur',
            field=saanjh.ground.fields.FreeText(blank=True, default='', max_length=600, verbose_name='the office, in Urdu'),
            preserve_default=False,
        ),
    ]
