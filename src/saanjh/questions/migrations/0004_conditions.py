"""Pages and questions are shown by conditions, and answers are judged by checks."""

from django.db import migrations, models

import saanjh.ground.fields
from saanjh.ground.sealing import Seal, sealing, unsealing

# SQLite writes a table anew for a column, and its seals would be lost; those of the choices look into the questions.
FROZEN = "a published version is frozen"
VERSIONS = {
    "questions_section": "{row}.version_id",
    "questions_question": "{row}.version_id",
    "questions_choice": "(SELECT version_id FROM questions_question WHERE id = {row}.question_id)",
}
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def frozen(table, verb):
    versions = [VERSIONS[table].format(row=row) for row in ROWS[verb]]
    return " OR ".join(f"(SELECT state FROM questions_formversion WHERE id = {each}) = 'published'" for each in versions)


class Migration(migrations.Migration):
    dependencies = [("questions", "0003_emptied")]
    operations = [
        *(unsealing(f"{table}_{verb.lower()}_frozen", table) for table in VERSIONS for verb in ROWS),
        migrations.AddField(
            "section",
            "show_if",
            saanjh.ground.fields.FreeText(blank=True, default="", max_length=2000, verbose_name="shown if"),
            preserve_default=False,
        ),
        migrations.AddField(
            "question",
            "show_if",
            saanjh.ground.fields.FreeText(blank=True, default="", max_length=2000, verbose_name="shown if"),
            preserve_default=False,
        ),
        migrations.AddField(
            "question",
            "check_that",
            saanjh.ground.fields.FreeText(blank=True, default="", max_length=2000, verbose_name="check that"),
            preserve_default=False,
        ),
        migrations.AddField(
            "question",
            "check_words_en",
            saanjh.ground.fields.FreeLine(
                blank=True, default="", max_length=300, verbose_name="what to mend, in English"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "question",
            "check_words_ur",
            saanjh.ground.fields.FreeLine(blank=True, default="", max_length=300, verbose_name="what to mend, in Urdu"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                condition=models.Q(check_that="", check_words_en="", check_words_ur="")
                | ~models.Q(check_that="") & ~models.Q(check_words_en=""),
                name="question_check_says_why",
            ),
        ),
        sealing(*(Seal(table, verb, FROZEN, frozen(table, verb)) for table in VERSIONS for verb in ROWS)),
    ]
