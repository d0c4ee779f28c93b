"""Conditions and checks; questions that are answered in rows: tables with columns, budgets with headings."""

import django.db.models.deletion
from django.db import migrations, models

import saanjh.ground.fields
from saanjh.ground.sealing import Seal, sealing, unsealing

# SQLite writes a table anew for a column, and its seals would be lost; those of the choices look into the questions.
FROZEN = "a published version is frozen"
VERSIONS = {
    "questions_section": "{row}.version_id",
    "questions_question": "{row}.version_id",
    "questions_heading": "(SELECT version_id FROM questions_question WHERE id = {row}.question_id)",
    "questions_choice": "(SELECT version_id FROM questions_question WHERE id = {row}.question_id)",
}
WAS = ("questions_section", "questions_question", "questions_choice")
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def frozen(table, verb):
    versions = [VERSIONS[table].format(row=row) for row in ROWS[verb]]
    return " OR ".join(f"(SELECT state FROM questions_formversion WHERE id = {each}) = 'published'" for each in versions)


class Migration(migrations.Migration):
    dependencies = [("questions", "0003_emptied")]
    operations = [
        *(unsealing(f"{table}_{verb.lower()}_frozen", table) for table in WAS for verb in ROWS),
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
        migrations.CreateModel(
            name='Heading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=8, verbose_name='code')),
                ('label_en', saanjh.ground.fields.FreeLine(max_length=200, verbose_name='words in English')),
                ('label_ur', saanjh.ground.fields.FreeLine(blank=True, max_length=200, verbose_name='words in Urdu')),
                ('least_percent', models.PositiveSmallIntegerField(null=True)),
                ('most_percent', models.PositiveSmallIntegerField(null=True)),
                ('percent_of', models.CharField(choices=[('total', 'of the whole budget'), ('direct_costs', 'of all other headings')], default='total', max_length=12)),
            ],
            options={
                'ordering': ['question', 'position', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='question',
            name='question_code_once',
        ),
        migrations.RemoveConstraint(
            model_name='question',
            name='question_currency_of_money_only',
        ),
        migrations.AddField(
            model_name='question',
            name='fewest_rows',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='fewest rows'),
        ),
        migrations.AddField(
            model_name='question',
            name='most_rows',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='most rows'),
        ),
        migrations.AddField(
            model_name='question',
            name='table',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='columns', to='questions.question'),
        ),
        migrations.AddField(
            model_name='question',
            name='track',
            field=models.CharField(blank=True, choices=[('full', 'Full track'), ('simplified', 'Simplified track')], max_length=10, verbose_name='limits of the budget'),
        ),
        migrations.AlterField(
            model_name='question',
            name='kind',
            field=models.CharField(choices=[('short_text', 'One line of text'), ('long_text', 'Several lines of text'), ('number', 'A number'), ('count', 'A whole number'), ('money', 'An amount of money'), ('date', 'A date'), ('choice', 'One of several choices'), ('choices', 'Any of several choices'), ('districts', 'Districts'), ('table', 'A table with rows to fill in'), ('budget', 'A budget by headings')], max_length=12, verbose_name='kind of answer'),
        ),
        migrations.AlterField(
            model_name='question',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='questions.section'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(condition=models.Q(('table', None)), fields=('version', 'code'), name='question_code_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('table', 'code'), name='question_column_code_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('table', 'position'), name='question_column_place_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('section__isnull', False), ('table', None)), models.Q(('check_that', ''), ('kind__in', ('short_text', 'number', 'count', 'money', 'date', 'choice')), ('section', None), ('show_if', ''), ('table__isnull', False)), _connector='OR'), name='question_on_page_or_in_table'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fewest_rows', None), ('most_rows', None)), ('kind__in', ('table', 'budget')), _connector='OR'), name='question_rows_of_tables_only'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('most_rows', None), models.Q(('most_rows__gte', 1), ('most_rows__lte', 60)), _connector='OR'), name='question_rows_bounded'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'budget'), models.Q(('track', ''), _negated=True)), models.Q(models.Q(('kind', 'budget'), _negated=True), ('track', '')), _connector='OR'), name='question_track_of_budget_only'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['money', 'budget']), models.Q(('currency', ''), _negated=True)), models.Q(models.Q(('kind__in', ['money', 'budget']), _negated=True), ('currency', '')), _connector='OR'), name='question_currency_of_money_only'),
        ),
        migrations.AddField(
            model_name='heading',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='headings', to='questions.question'),
        ),
        migrations.AddConstraint(
            model_name='heading',
            constraint=models.UniqueConstraint(fields=('question', 'code'), name='heading_code_once'),
        ),
        migrations.AddConstraint(
            model_name='heading',
            constraint=models.CheckConstraint(condition=models.Q(('least_percent', None), ('most_percent', None), ('least_percent__lte', models.F('most_percent')), _connector='OR'), name='heading_limits_in_order'),
        ),
        sealing(*(Seal(table, verb, FROZEN, frozen(table, verb)) for table in VERSIONS for verb in ROWS)),
    ]
