"""Questions that files or practices of the library answer; which questions are the same in versions and copies."""

import django.db.models.deletion
from django.db import migrations, models

import saanjh.ground.public_ids
from saanjh.ground.sealing import Seal, sealing, unsealing

# SQLite writes a table anew for a column, and its seals would be lost; those of the choices look into the questions.
FROZEN = "a published version is frozen"
VERSIONS = {
    "questions_section": "{row}.version_id",
    "questions_question": "{row}.version_id",
    "questions_heading": "(SELECT version_id FROM questions_question WHERE id = {row}.question_id)",
    "questions_choice": "(SELECT version_id FROM questions_question WHERE id = {row}.question_id)",
}
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def frozen(table, verb):
    versions = [VERSIONS[table].format(row=row) for row in ROWS[verb]]
    return " OR ".join(f"(SELECT state FROM questions_formversion WHERE id = {each}) = 'published'" for each in versions)


def give_origins(apps, schema_editor):
    """One for all questions of a code in the versions of a form: so far the code alone said that they are the same."""
    questions = apps.get_model("questions", "Question").objects
    origins = {}
    for pk, *same in questions.values_list("pk", "version__form_id", "table__code", "code").iterator():
        origin = origins.setdefault(tuple(same), saanjh.ground.public_ids.new_public_id())
        questions.filter(pk=pk).update(origin=origin)


class Migration(migrations.Migration):

    dependencies = [
        ('ground', '0007_leaving'),
        ('questions', '0005_names_applicant'),
    ]

    operations = [
        *(unsealing(f"{table}_{verb.lower()}_sealed", table) for table in VERSIONS for verb in ROWS),
        migrations.CreateModel(
            name='Attached',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
            ],
            options={
                'ordering': ['sheet', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='question',
            name='at_most',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='most files or practices'),
        ),
        migrations.AddField(
            model_name='question',
            name='origin',
            field=models.CharField(db_index=True, default=saanjh.ground.public_ids.new_public_id, editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name='question',
            name='profile',
            field=models.CharField(blank=True, choices=[('about', 'What the organisation does'), ('home', 'The organisation’s home district')], max_length=8, verbose_name='answered by the organisation’s page'),
        ),
        migrations.AddField(
            model_name='question',
            name='takes',
            field=models.CharField(blank=True, choices=[('any', 'A picture or a PDF'), ('pdf', 'A PDF only'), ('picture', 'A picture only')], max_length=8, verbose_name='kinds of file'),
        ),
        migrations.AlterField(
            model_name='question',
            name='kind',
            field=models.CharField(choices=[('short_text', 'One line of text'), ('long_text', 'Several lines of text'), ('number', 'A number'), ('count', 'A whole number'), ('money', 'An amount of money'), ('date', 'A date'), ('choice', 'One of several choices'), ('choices', 'Any of several choices'), ('districts', 'Districts'), ('table', 'A table with rows to fill in'), ('budget', 'A budget by headings'), ('file', 'Files: pictures or PDF'), ('practices', 'Practices of the library')], max_length=12, verbose_name='kind of answer'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('at_most', None), models.Q(('at_most__gte', 1), ('at_most__lte', 5), ('kind__in', ('file', 'practices'))), _connector='OR'), name='question_things_bounded'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'file'), models.Q(('takes', ''), _negated=True)), models.Q(models.Q(('kind', 'file'), _negated=True), ('takes', '')), _connector='OR'), name='question_takes_of_files_only'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('profile', ''), models.Q(('kind__in', ['short_text', 'long_text']), ('profile', 'about')), models.Q(('kind', 'districts'), ('profile', 'home')), _connector='OR'), name='question_profile_of_its_kind'),
        ),
        migrations.AddField(
            model_name='attached',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ground.storedfile'),
        ),
        migrations.AddField(
            model_name='attached',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attached', to='questions.answersheet'),
        ),
        migrations.AddConstraint(
            model_name='attached',
            constraint=models.UniqueConstraint(fields=('sheet', 'code', 'file'), name='attached_once'),
        ),
        migrations.RunPython(give_origins, migrations.RunPython.noop),
        sealing(*(Seal(table, verb, FROZEN, frozen(table, verb)) for table in VERSIONS for verb in ROWS)),
    ]
