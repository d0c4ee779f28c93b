"""Who may ask, read, mark, find and publish; and what may be quoted."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Programme
from saanjh.research.models import Finding, Passage, Source, Study
from saanjh.research.models.sources import SHORT
from saanjh.research.models.studies import READERS

STUDY_MOVES = {(Study.State.OPEN, "close"): Study.State.CLOSED}
MOVES = {
    (Finding.State.DRAFT, "publish"): Finding.State.PUBLISHED,
    (Finding.State.DRAFT, "withdraw"): Finding.State.WITHDRAWN,
    (Finding.State.PUBLISHED, "withdraw"): Finding.State.WITHDRAWN,
}


def may_ask(programme: Programme, *, by: Person) -> None:
    """Refusal unless `by` leads the programme and it is open."""
    if not may(by, Role.PROGRAMME_OFFICER, over=programme.scopes()):
        raise Refusal(_("A programme officer opens a study."))
    if programme.state != Programme.State.OPEN:
        raise Refusal(_("Studies are opened in a programme that is open."))


def may_close(study: Study, *, by: Person) -> None:
    """Refusal unless `by` leads the programme or the study."""
    if not may(by, Role.RESEARCHER, Role.PROGRAMME_OFFICER, over=study.scopes()):
        raise Refusal(_("A researcher of the study or a programme officer closes it."))


def may_work(study: Study, *, by: Person, roles: Collection[Role] = READERS) -> None:
    """Refusal unless `by` holds one of the roles in the study and it is open."""
    if not may(by, *roles, over=[(ScopeKind.STUDY, study.pk)]):
        raise Refusal(_("Only those who work on this study do this."))
    if study.state != Study.State.OPEN:
        raise Refusal(_("The study is closed."))


def may_lead(study: Study, *, by: Person) -> None:
    """Refusal unless `by` is a researcher of the study and it is open."""
    may_work(study, by=by, roles=(Role.RESEARCHER,))


def may_quote(source: Source, length: int) -> None:
    """Refusal where so many characters are more than the source's licence lets us quote."""
    if length > SHORT and not source.is_free:
        raise Refusal(
            _("The licence of this source allows short quotations only: mark at most %(most)s characters.")
            % {"most": SHORT},
            field="words",
        )


def may_rest_on(study: Study, passages: Collection[Passage]) -> None:
    """A finding rests on at least one passage, of the study's own sources."""
    if not passages:
        raise Refusal(_("A finding rests on at least one passage."), field="passages")
    if any(passage.source.study_id != study.pk for passage in passages):
        raise Refusal(_("A finding rests on passages of its own study."), field="passages")


def may_publish(finding: Finding, *, by: Person) -> None:
    """Refusal unless somebody else of the study publishes it, and everything in it may be quoted."""
    may_work(finding.study, by=by)
    if finding.written_by_id == by.pk:
        raise Refusal(_("Somebody other than its writer publishes a finding."))
    if finding.passages.filter(source__is_restricted=True).exists():
        raise Refusal(_("One of its passages stands in a restricted source, which is never quoted in public."))


def may_withdraw(finding: Finding, *, by: Person) -> None:
    """Refusal unless `by` leads the study or the programme. A closed study's findings can be withdrawn too."""
    if not may(by, Role.RESEARCHER, Role.PROGRAMME_OFFICER, over=finding.scopes()):
        raise Refusal(_("A researcher of the study or a programme officer withdraws a finding."))
