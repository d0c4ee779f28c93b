"""Cheap roots for tests of research; at most five queries each."""

from typing import Any

from django.utils import timezone

from saanjh.ground.access import Role
from saanjh.ground.models import Person
from saanjh.research.models import Finding, Passage, Source, Study
from tests.factories import count, holding
from tests.voices.factories import a_programme

TEXT = """Small groups live from one project to the next. When the money ends, the work ends.

Nobody counts the same thing. Nobody counts the same thing in the same way, so no two results can be compared."""
ONCE = "When the money ends, the work ends."
TWICE = "Nobody counts the same thing"


def a_study(**facts: Any) -> Study:
    """A study that is under way."""
    facts.setdefault("programme", None) or facts.update(programme=a_programme())
    return Study.objects.create(
        **{"title_en": f"What fails, and why? {next(count)}", "title_ur": "کیا ناکام؟", **facts}
    )


def a_researcher(study: Study) -> Person:
    """Somebody who leads the study."""
    return holding(Role.RESEARCHER, over=study.pk)


def a_coder(study: Study) -> Person:
    """Somebody who works on the study."""
    return holding(Role.CODER, over=study.pk)


def a_source(study: Study, by: Person, **facts: Any) -> Source:
    """An article under a licence that allows short quotations only."""
    facts = {"title_en": f"Article {next(count)}", "citation": "Somebody (2024), pages 1 to 9", "text": TEXT, **facts}
    return Source.objects.create(study=study, added_by=by, **{"kind": "article", "licence": "reserved", **facts})


def a_passage(source: Source, words: str = ONCE) -> Passage:
    """A passage of the source."""
    start = source.text.index(words)
    facts = {"start": start, "end": start + len(words), "stands_in": "section 1", "marked_by": source.added_by}
    return Passage.objects.create(source=source, **facts)


def a_finding(passage: Passage, state: str = "draft", by: Person | None = None, **facts: Any) -> Finding:
    """A finding that rests on the passage."""
    study = passage.source.study
    facts = {"title_en": f"Finding {next(count)}", "statement": "It ends with the money.", **facts}
    if state == "published":
        facts |= {"published_by": a_coder(study), "published_at": timezone.now()}
    facts |= {"study": study, "written_by": by or passage.source.added_by, "state": state}
    finding = Finding.objects.create(**{"strength": "One article.", **facts})
    finding.passages.add(passage)
    return finding
