"""What only the database can hold: terms that were put forward stand still, adopted ones for ever; reports are never changed."""

from django.db import migrations

from saanjh.ground.sealing import Seal, append_only, sealing

STATE = "(SELECT state FROM networks_termsofreference WHERE id = {row}.terms_id) <> 'draft'"
STANDS_STILL = "terms that were put forward are frozen"
ADOPTED = "adopted terms are frozen"


class Migration(migrations.Migration):
    dependencies = [("networks", "0001_initial")]
    operations = [
        sealing(
            Seal("networks_termssection", "INSERT", STANDS_STILL, STATE.format(row="NEW")),
            Seal(
                "networks_termssection",
                "UPDATE",
                STANDS_STILL,
                f"{STATE.format(row='OLD')} OR {STATE.format(row='NEW')}",
            ),
            Seal("networks_termssection", "DELETE", STANDS_STILL, STATE.format(row="OLD")),
            Seal("networks_termsofreference", "UPDATE", ADOPTED, "OLD.state = 'adopted'"),
            Seal("networks_termsofreference", "DELETE", ADOPTED, "OLD.state = 'adopted'"),
            *append_only("networks_statusreport", "reports on the roadmap are append-only"),
        )
    ]
