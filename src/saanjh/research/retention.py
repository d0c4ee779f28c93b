"""How long studies are kept: for as long as a finding must be shown where it comes from."""

from saanjh.ground.retention import kept
from saanjh.research.models import Finding, Passage, Source, Study

kept(Study, "what was asked")
for each in (Source, Passage):
    kept(each, "the document a finding rests on; its text is sealed by the database, guarded against names")
kept(Finding, "public, or withdrawn with its words gone from every page")
