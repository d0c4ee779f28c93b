"""What only the database can hold: a published version and a handed-in sheet refuse every change."""

from django.db import migrations

# table -> how a row of it finds the id of its version
PARTS = {
    "questions_section": "{row}.version_id",
    "questions_question": "{row}.version_id",
    "questions_choice": "(SELECT version_id FROM questions_question WHERE id = {row}.question_id)",
}
PUBLISHED = "(SELECT state FROM questions_formversion WHERE id = {version}) = 'published'"


def frozen(table, verb):
    """The condition under which a change of a part of a version is refused."""
    rows = {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": ["OLD", "NEW"]}[verb]
    return " OR ".join(PUBLISHED.format(version=PARTS[table].format(row=row)) for row in rows)


def conditions():
    """(name, table, verb, condition, message) of each trigger, the same on both databases."""
    version, sheet = "a published version is frozen", "what was handed in is frozen"
    for table in PARTS:
        for verb in ("INSERT", "UPDATE", "DELETE"):
            yield f"{table}_{verb.lower()}", table, verb, frozen(table, verb), version
    for verb in ("UPDATE", "DELETE"):
        yield (
            f"questions_formversion_{verb.lower()}",
            "questions_formversion",
            verb,
            "OLD.state = 'published'",
            version,
        )
        yield f"questions_answersheet_{verb.lower()}", "questions_answersheet", verb, "OLD.state = 'submitted'", sheet


def forwards(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    with schema_editor.connection.cursor() as cursor:
        for name, table, verb, condition, message in conditions():
            if sqlite:
                cursor.execute(
                    f"CREATE TRIGGER {name}_frozen BEFORE {verb} ON {table} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                )
                continue
            cursor.execute(
                f"CREATE FUNCTION {name}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END IF; RETURN {'OLD' if verb == 'DELETE' else 'NEW'}; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER {name}_frozen BEFORE {verb} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}_frozen()"
            )


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
