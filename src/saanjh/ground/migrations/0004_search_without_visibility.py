"""Who may find a thing is asked of the thing itself, no longer kept in the search index."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ground", "0003_addresses_as_digests")]
    operations = [migrations.RemoveField("SearchEntry", "is_public")]
