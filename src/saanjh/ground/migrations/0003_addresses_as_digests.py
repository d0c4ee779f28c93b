"""The keys of forms keep a digest in the place of the address: that of an invitation held its code."""

import hashlib

from django.db import migrations, models


def forwards(apps, schema_editor):
    keys = apps.get_model("ground", "OnceKey")
    for key in keys.objects.filter(route__startswith="/").only("route").iterator(chunk_size=2000):
        keys.objects.filter(pk=key.pk).update(route=hashlib.sha256(key.route.encode()).hexdigest())


class Migration(migrations.Migration):
    dependencies = [("ground", "0002_by_the_database")]
    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.AlterField("OnceKey", "route", models.CharField(max_length=64)),
    ]
