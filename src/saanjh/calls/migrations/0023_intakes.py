"""How an application came that an officer entered for its organisation."""

import django.db.models.deletion
import saanjh.ground.public_ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0022_extensions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('came', models.CharField(choices=[('paper', 'On paper'), ('voice', 'By voice'), ('in_person', 'In person')], max_length=9, verbose_name='how it came')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='intake', to='calls.application')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
