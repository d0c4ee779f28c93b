"""What only the database can hold: a source's text, and where a passage lies in it, stay as they were."""

from django.db import migrations

from saanjh.ground.sealing import Seal, sealing

STAYS = "the texts of sources are frozen"


class Migration(migrations.Migration):
    dependencies = [("research", "0001_initial")]
    operations = [
        sealing(
            Seal("research_source", "UPDATE", STAYS, "OLD.text <>? NEW.text"),
            Seal(
                "research_passage",
                "UPDATE",
                STAYS,
                "OLD.source_id <>? NEW.source_id OR OLD.start <>? NEW.start OR OLD.\"end\" <>? NEW.\"end\"",
            ),
        )
    ]
