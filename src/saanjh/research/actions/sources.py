"""Sources are added, and passages marked in them by their exact words."""

import hashlib
from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action
from saanjh.research import rules
from saanjh.research.models import Passage, Source, Study

WORDS = ("title_en", "title_ur", "kind", "citation", "licence", "text", "written_in", "is_restricted")


@action
def add(study: Study, *, by: Person, **words: Any) -> Source:
    """Add a document to a study. Its text does not change after that, so that what is quoted stays what it says."""
    rules.may_lead(study, by=by)
    facts = {name: words[name] for name in WORDS if name in words}
    facts["text"] = facts["text"].replace("\r\n", "\n")
    source = Source.objects.create(study=study, added_by=by, **facts)
    digest = hashlib.sha256(source.text.encode()).hexdigest()
    history.record("source_added", source, by=by, licence=source.licence, digest=digest)
    return source


@action
def mark(source: Source, *, words: str, stands_in: str = "", by: Person) -> Passage:
    """Mark the passage that consists of exactly these words; they must stand in the text once."""
    rules.may_work(source.study, by=by)
    words = words.replace("\r\n", "\n").strip()
    rules.may_quote(source, len(words))
    start = _place(source.text, words)
    passage, is_new = Passage.objects.get_or_create(
        source=source, start=start, end=start + len(words), defaults={"stands_in": stands_in, "marked_by": by}
    )
    if not is_new:
        raise Refusal(_("These words are marked already."), field="words")
    history.record("passage_marked", passage, by=by, source=source.public_id, start=passage.start, end=passage.end)
    return passage


def _place(text: str, words: str) -> int:
    """Where the words begin; Refusal when they stand there not at all, or more than once."""
    start = text.find(words) if words else -1
    if start < 0:
        raise Refusal(_("The text does not hold exactly these words. Copy them from it."), field="words")
    if text.find(words, start + 1) >= 0:
        raise Refusal(_("The text holds these words more than once. Take a few more before or after."), field="words")
    return start
