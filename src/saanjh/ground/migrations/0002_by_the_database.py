"""What only the database can hold: history that refuses change, and the full-text index beside search entries."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER ground_line_no_update BEFORE UPDATE ON ground_line
       BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER ground_line_no_delete BEFORE DELETE ON ground_line
       BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE VIRTUAL TABLE ground_search_words USING fts5(
       text, content='ground_searchentry', content_rowid='id', tokenize='unicode61', prefix='2 3')""",
    """CREATE TRIGGER ground_search_added AFTER INSERT ON ground_searchentry
       BEGIN INSERT INTO ground_search_words(rowid, text) VALUES (new.id, new.text); END""",
    """CREATE TRIGGER ground_search_gone AFTER DELETE ON ground_searchentry
       BEGIN INSERT INTO ground_search_words(ground_search_words, rowid, text) VALUES ('delete', old.id, old.text); END""",
    """CREATE TRIGGER ground_search_changed AFTER UPDATE ON ground_searchentry
       BEGIN
         INSERT INTO ground_search_words(ground_search_words, rowid, text) VALUES ('delete', old.id, old.text);
         INSERT INTO ground_search_words(rowid, text) VALUES (new.id, new.text);
       END""",
]
POSTGRES = [
    """CREATE FUNCTION ground_line_stays() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$""",
    """CREATE TRIGGER ground_line_stays BEFORE UPDATE OR DELETE ON ground_line
       FOR EACH ROW EXECUTE FUNCTION ground_line_stays()""",
    """CREATE INDEX ground_search_words ON ground_searchentry USING gin (to_tsvector('simple', text))""",
]


def forwards(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ground", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
