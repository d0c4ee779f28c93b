"""Who may tell the public of somebody's work, who may take it back, and why not."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from saanjh.atlas import labels
from saanjh.atlas.models import Initiative, Precision
from saanjh.atlas.models.initiatives import FINEST_FIRST
from saanjh.awards.models import Award
from saanjh.ground import states
from saanjh.ground.access import WRITERS, Role, ScopeKind, may
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.states import Moves
from saanjh.programmes.models import Programme

DRAFT, PUBLISHED, WITHDRAWN = Initiative.State.DRAFT, Initiative.State.PUBLISHED, Initiative.State.WITHDRAWN
MOVES: Moves = {
    (DRAFT, "publish"): PUBLISHED,
    (WITHDRAWN, "publish"): PUBLISHED,
    (PUBLISHED, "withdraw"): WITHDRAWN,
    (DRAFT, "withdraw"): WITHDRAWN,
}


def may_run(programme: Programme, *, by: Person) -> bool:
    """Whether `by` runs the programme whose atlas this is."""
    return may(by, Role.PROGRAMME_OFFICER, over=[(ScopeKind.PROGRAMME, programme.pk)])


def may_write(initiative: Initiative, *, by: Person) -> bool:
    """Whether `by` may change what the page says: the programme's officer, or who writes for the organisation."""
    return may(by, Role.PROGRAMME_OFFICER, *WRITERS, over=initiative.scopes())


def may_publish(initiative: Initiative, *, by: Person) -> bool:
    """Whether `by` may give the initiative a public page."""
    return may(by, Role.PROGRAMME_OFFICER, over=initiative.scopes())


def may_follow(initiative: Initiative, *, by: Person) -> bool:
    """Whether `by` may have the page say what its grant says now: whoever speaks for one of the two sides."""
    return may(by, Role.PROGRAMME_OFFICER, Role.SIGNATORY, over=initiative.scopes())


def may_hide(initiative: Initiative, *, by: Person) -> bool:
    """Whether `by` may take the page down, exclude it for safety or show its place less exactly (R7: at any time)."""
    return may(by, Role.PROGRAMME_OFFICER, Role.SIGNATORY, over=initiative.scopes())


def may_show_again(initiative: Initiative, *, by: Person) -> bool:
    """Whether `by` may show more than before: only the organisation itself, because it bears the risk."""
    return may(by, Role.SIGNATORY, over=[(ScopeKind.ORGANISATION, initiative.organisation_id)])


def check_may_make_from(award: Award, *, by: Person) -> None:
    """Refusal unless `by` may write the initiative of this grant, which was accepted and has none yet."""
    if not may(by, Role.PROGRAMME_OFFICER, *WRITERS, over=award.scopes()):
        raise Refusal(_("Only the programme officer and the organisation write about this grant."))
    if not award.was_accepted:
        raise Refusal(_("The organisation has not accepted this grant, so there is nothing to tell yet."))
    if Initiative.objects.filter(award=award).exists():
        raise Refusal(_("This grant has its initiative already."))


def check_register(programme: Programme, starts_on: date, ends_on: date, *, by: Person) -> None:
    """Refusal unless `by` may write down in this programme what others do, on days in their order."""
    if not may_run(programme, by=by):
        raise Refusal(_("Only an officer of the programme registers what others do."))
    if ends_on < starts_on:
        raise Refusal(_("The last day comes before the first."), field="ends_on")


def check_publish(initiative: Initiative, *, by: Person) -> None:
    """Refusal unless `by` may publish the initiative, it is not public yet, and it says what it should.

    Its districts are asked for, or taken from what `labels.with_names` fetched for many at once.
    """
    if not may_publish(initiative, by=by):
        raise Refusal(_("Only an officer of the programme publishes an initiative."))
    check_ready(initiative)
    states.check(initiative, "publish", MOVES)


def check_withdraw(initiative: Initiative, *, by: Person) -> None:
    """Refusal unless `by` may take the page down, and it is not down already."""
    if not may_hide(initiative, by=by):
        raise Refusal(_("Only the programme officer and a signatory of the organisation take a page down."))
    states.check(initiative, "withdraw", MOVES)


def check_exclude(initiative: Initiative, *, by: Person) -> None:
    """Refusal unless `by` may exclude it for safety, and it is not excluded."""
    if not may_hide(initiative, by=by):
        raise Refusal(_("Only the programme officer and a signatory of the organisation can exclude it."))
    if initiative.excluded_for_safety:
        raise Refusal(_("It is off the public pages already."))


def check_readmit(initiative: Initiative, *, by: Person) -> None:
    """Refusal unless `by` may let it be shown again, and it is excluded."""
    if not may_show_again(initiative, by=by):
        raise Refusal(_("Only a signatory of the organisation can let it be shown again."))
    if not initiative.excluded_for_safety:
        raise Refusal(_("It is not excluded."))


def check_ready(initiative: Initiative) -> None:
    """Refusal when the page would say what it must not, or would not say enough."""
    if initiative.excluded_for_safety:
        raise Refusal(_("This initiative is kept off the public pages for safety; its organisation must lift that."))
    if not initiative.districts.exists():
        raise Refusal(_("Say in which districts the work is done; how exactly it is shown is another matter."))
    word = labels.closed_word(initiative.title_en, initiative.title_ur, initiative.summary)
    if word:
        raise Refusal(
            _("Say it in other words than “%(word)s”: a public label must not close doors to those who do the work.")
            % {"word": word},
            field="title_en",
        )
    place = labels.place_named(initiative, initiative.precision)
    if place:
        raise Refusal(
            _("The label or the summary names %(place)s, which the public is not to be told.") % {"place": place},
            field="summary",
        )


def check_place(initiative: Initiative, precision: str, *, by: Person) -> None:
    """Refusal unless `by` may show the place so exactly: anybody concerned less, only the organisation more."""
    if precision not in Precision.values:
        raise Refusal(_("Choose how exactly the place is shown."), field="precision")
    coarser = FINEST_FIRST.index(Precision(precision)) >= FINEST_FIRST.index(initiative.precision)
    if not (may_hide(initiative, by=by) if coarser else may_show_again(initiative, by=by)):
        raise Refusal(_("Only a signatory of the organisation has its place shown more exactly."), field="precision")
    if initiative.award and FINEST_FIRST.index(Precision(precision)) < FINEST_FIRST.index(
        Precision(initiative.award.public_precision)
    ):
        raise Refusal(_("The grant itself says to show it less exactly: change it there first."), field="precision")
