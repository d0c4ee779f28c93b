"""What only the database can hold: the scores of a review that was handed in, and a decision, refuse every change."""

from django.db import migrations

REVIEW = "(SELECT state FROM calls_review WHERE id = {row}.review_id) = 'submitted'"
SEALS = [
    ("calls_score", "INSERT", REVIEW.format(row="NEW"), "a review that was handed in is frozen"),
    ("calls_score", "UPDATE", REVIEW.format(row="OLD"), "a review that was handed in is frozen"),
    ("calls_score", "DELETE", REVIEW.format(row="OLD"), "a review that was handed in is frozen"),
    ("calls_decision", "UPDATE", "1 = 1", "a decision that was told is frozen"),
    ("calls_decision", "DELETE", "1 = 1", "a decision that was told is frozen"),
]


def forwards(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    with schema_editor.connection.cursor() as cursor:
        for table, verb, condition, message in SEALS:
            name = f"{table}_{verb.lower()}_sealed"
            if sqlite:
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                )
                continue
            cursor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END IF; RETURN {'OLD' if verb == 'DELETE' else 'NEW'}; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
