"""Somebody notes what else happened in a district, or takes the own note out."""

from django.utils import timezone

from saanjh.awards.models import Award
from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.writing import action
from saanjh.results import circumstances as rules
from saanjh.results.circumstances import Note
from saanjh.results.models import Circumstance


@action
def note(award: Award, *, note: Note, by: Person) -> Circumstance:
    """Note what happened in a district of the grant, for the organisation or for the programme."""
    rules.may_note(award, by=by)
    rules.fits(award, note, today=timezone.localdate())
    own = rules.is_of_the_organisation(award, by=by)
    made = Circumstance.objects.create(
        programme_id=award.programme_id,
        organisation_id=award.organisation_id if own else None,
        district=note.district,
        first_day=note.first_day,
        last_day=note.last_day,
        what=note.what,
        words=note.words,
        written_in=note.written_in,
        by=by,
    )
    history.record("circumstance_noted", award, by=by, what=note.what, note=made.public_id)
    return made


@action
def take_out(circumstance: Circumstance, *, by: Person) -> Circumstance:
    """Take the own note out: it was wrong, or could harm somebody."""
    rules.may_take_out(circumstance, by=by)
    Circumstance.objects.filter(pk=circumstance.pk).delete()
    history.record("circumstance_taken_out", circumstance.programme, by=by, note=circumstance.public_id)
    return circumstance
