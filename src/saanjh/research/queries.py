"""Reads of research: what was found, on what it rests, and what waits to be published."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import ScopeKind, Standing
from saanjh.ground.naming import named
from saanjh.ground.waiting import Waiting
from saanjh.research.models import Finding, Passage, Source, Study
from saanjh.research.models.studies import READERS


def published(found: list[str] | None = None) -> Any:
    """Public findings, the newest first; those with the ids that a search found, where given."""
    rows = Finding.objects.public().order_by("-published_at", "-pk")
    return rows if found is None else rows.filter(public_id__in=found)


def studies() -> Any:
    """Public studies with how many findings and sources each has, the newest first."""
    shown = Count("findings", filter=Q(findings__state=Finding.State.PUBLISHED), distinct=True)
    rows = Study.objects.public().annotate(found=shown, read=Count("sources", distinct=True))
    return rows.order_by("-pk")


def rests_on(finding: Finding) -> list[Passage]:
    """The passages of a finding with their sources, in the order of the sources and their text."""
    rows = finding.passages.prefetch_related("source")  # each text is read once, however often it is quoted
    return list(rows.order_by("source__title_en", "source", "start", "pk"))


def sources_of(study: Study) -> list[Source]:
    """The sources of a study without their texts, with how many passages are marked in each."""
    rows = study.sources.defer("text").annotate(marked=Count("passages"))
    return list(rows.order_by("title_en", "pk")[:200])


def passages_of(study: Study) -> Any:
    """All passages of a study, by source and place."""
    rows = Passage.objects.filter(source__study=study).prefetch_related("source")
    return rows.order_by("source__title_en", "source", "start", "pk")


def waiting(standing: Standing) -> list[Waiting]:
    """Drafts of others in one's studies, to read and publish."""
    mine = standing.ids(ScopeKind.STUDY, *READERS)
    if not mine or standing.person is None:
        return []
    rows = Finding.objects.filter(study__in=mine, state=Finding.State.DRAFT, study__state=Study.State.OPEN)
    rows = rows.exclude(written_by=standing.person).select_related("written_by").order_by("pk")[:50]
    return [
        Waiting(
            title=_("Read a finding"),
            about=named(finding),
            kind="research.finding",
            id=finding.public_id,
            whose=finding.written_by.name,
        )
        for finding in rows
    ]
