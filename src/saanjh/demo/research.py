"""The demo's study: a real question, a real paper in a few short quotations, two findings that rest on them.

The paper is under CC BY-NC-ND 4.0. `passages.csv` holds the sentences that are quoted, word for word and with their
source, and nothing else of it; they are no part of what the project itself licenses.
"""

import csv
from pathlib import Path

from saanjh.demo import people
from saanjh.demo.world import World
from saanjh.ground.access import ScopeKind
from saanjh.research.actions import findings, sources, studies
from saanjh.research.models import Passage

PASSAGES = Path(__file__).with_name("passages.csv")
QUESTION = {
    "title_en": "What makes local work fail in the field, and what would help?",
    "title_ur": "مقامی کام میدان میں کیوں ناکام ہوتا ہے، اور کس چیز سے مدد ملے گی؟",
}
PAPER = {
    "title_en": "Community-Led Initiatives In Countering Violent Extremism: A Gap Analysis Of Pakistan's Grassroots "
    "Approaches",
    "kind": "article",
    "citation": "Asmat Ullah, Saima Razzaq Khan, Hassina Bashir, Waseem Ullah and Imran Ullah Khan Marwat, "
    "Migration Letters 21 (S13), 2024, 1132–1148",
    "licence": "cc-by-nc-nd-4.0",
    "written_in": "en",
}
STRENGTH = """\
One paper. It says that it rests on interviews, case studies and other writings, but not how many people were asked, \
where or when, and it counts nothing. Take it as what informed people report, not as a measure."""
FOUND = [
    {
        "title_en": "Work that is paid project by project ends with the project",
        "title_ur": "جو کام منصوبہ بہ منصوبہ پیسے پر چلتا ہے، منصوبے کے ساتھ ختم ہو جاتا ہے",
        "statement": """\
Local organisations live on short grants for single projects. Many programmes close after their first phase, and long \
procedures keep small groups from what money there is.

What would help follows from it: knowing early which grants end and when, and asking for no more paper than is read.""",
    },
    {
        "title_en": "Without a shared measure, good work cannot show itself, nor can others take it over",
        "title_ur": "مشترک پیمانے کے بغیر اچھا کام اپنا آپ نہیں دکھا سکتا، نہ دوسرے اسے اپنا سکتے ہیں",
        "statement": """\
There are no common guidelines by which results are judged; most organisations ask participants whether they were \
content. What worked in one place is not known in the next, because nobody keeps it together.

What would help follows from it: a few indicators defined once for all, with help to measure them, and a shared place \
for what was tried.""",
    },
]


def tell(world: World) -> None:
    """One study (`world.study`) with one source, six passages and two published findings."""
    study = studies.ask(world.programme, **QUESTION, by=world.people["programme_officer"])
    people.tell_roles(world, ScopeKind.STUDY, study.pk)
    world.study = study
    researcher, coder = world.people["researcher"], world.people["coder"]
    with PASSAGES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    text = "\n\n[…]\n\n".join(row["words"] for row in rows)
    paper = sources.add(study, **PAPER, text=text, by=researcher)
    marked: dict[str, list[Passage]] = {}
    for row in rows:
        passage = sources.mark(paper, words=row["words"], stands_in=f"section {row['section']}", by=coder)
        marked.setdefault(row["finding"], []).append(passage)
    for number, words in enumerate(FOUND, 1):
        finding = findings.write(
            study, **words, strength=STRENGTH, written_in="en", passages=marked[str(number)], by=researcher
        )
        findings.publish(finding, read=findings.digest_to_read(finding), by=coder)
