"""The tables of research, one file a noun."""

from saanjh.research.models.findings import Finding
from saanjh.research.models.sources import Passage, Source
from saanjh.research.models.studies import Study

__all__ = ["Finding", "Passage", "Source", "Study"]
