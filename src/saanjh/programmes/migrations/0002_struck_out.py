"""Money that was recorded by mistake is struck out by a further row; neither row changes."""

import django.db.models.deletion
import saanjh.ground.fields
from django.conf import settings
from django.db import migrations, models
from saanjh.ground.sealing import append_only, sealing

STAYS = 'what arrived is append-only'

class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StrikeOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', saanjh.ground.fields.FreeText(max_length=2000, verbose_name='reason')),
                ('written_in', saanjh.ground.fields.WrittenIn(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=2, verbose_name='language of the reason')),
                ('struck_out_at', models.DateTimeField(auto_now_add=True)),
                ('receipt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='struck_out', to='programmes.receipt')),
                ('struck_out_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='strike_out_says_why')],
            },
        ),
        sealing(*append_only('programmes_receipt', STAYS), *append_only('programmes_strikeout', STAYS)),
    ]
