"""A grant is paused, and goes on."""

from django.utils import timezone

from saanjh.awards import notices
from saanjh.awards.models import Award, Pause, Resumption
from saanjh.awards.rules import pauses as rules
from saanjh.ground import history
from saanjh.ground.access import ORGANISATION, Role, ScopeKind
from saanjh.ground.models import Person
from saanjh.ground.notices import tell
from saanjh.ground.writing import action, afresh


@action
def pause(award: Award, *, why: str, by: Person) -> Pause:
    """Let the work stand still from today on; officers of the programme and colleagues are told, the public is not."""
    rules.may_pause(afresh(award), by=by)
    rules.why_fits(why)
    made = Pause.objects.create(award=award, from_day=timezone.localdate(), why=why, paused_by=by)
    history.record("award_paused", award, by=by, why=why)
    tell(_concerned(award, by), notices.PAUSED, award, number=award.application.number)
    return made


@action
def resume(award: Award, *, by: Person) -> Award:
    """Let the work go on from today on; deadlines run again from here."""
    rules.may_resume(afresh(award), by=by)
    for each in Pause.objects.open().filter(award=award):
        Resumption.objects.create(pause=each, day=timezone.localdate(), resumed_by=by)
    history.record("award_resumed", award, by=by)
    tell(_concerned(award, by), notices.RESUMED, award, number=award.application.number)
    return award


def _concerned(award: Award, by: Person) -> list[Person]:
    officers = Person.objects.holding(Role.PROGRAMME_OFFICER, over=(ScopeKind.PROGRAMME, award.programme_id))
    colleagues = Person.objects.holding(*ORGANISATION, over=(ScopeKind.ORGANISATION, award.organisation_id))
    return [person for person in [*officers, *colleagues] if person.pk != by.pk]
