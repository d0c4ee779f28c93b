"""The latest initiatives are read in their order, whatever their state and programme."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('atlas', '0002_titled'),
        ('awards', '0003_ends'),
        ('ground', '0005_recoveries'),
        ('programmes', '0003_titled'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='initiative',
            name='atlas_initi_state_0d8b66_idx',
        ),
        migrations.AddIndex(
            model_name='initiative',
            index=models.Index(fields=['-starts_on', '-id'], name='atlas_initi_starts__aa49fe_idx'),
        ),
        migrations.AddIndex(
            model_name='initiative',
            index=models.Index(fields=['-published_at', '-id'], name='atlas_initi_publish_86d0c3_idx'),
        ),
    ]
