"""How long studies are kept: for as long as a finding must be shown where it comes from."""

from saanjh.ground.holdings import told
from saanjh.ground.models import Person
from saanjh.ground.retention import kept
from saanjh.research.models import Finding, Passage, Source, Study

kept(Study, "what was asked")
for each in (Source, Passage):
    kept(each, "the document a finding rests on; its text is sealed by the database, guarded against names")
kept(Finding, "public, or withdrawn with its words gone from every page")

told(Person, Source, "added_by", "public_id created_at")
told(Person, Passage, "marked_by", "public_id created_at")
told(Person, Finding, "written_by", "public_id state created_at")
told(Person, Finding, "published_by", "public_id published_at")
