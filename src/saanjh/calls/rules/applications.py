"""Who applies, changes, hands in and withdraws, until when, and what an application still lacks."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from saanjh.calls import costs
from saanjh.calls.models import Application, Call, Terms, Track
from saanjh.calls.models.tracks import simplified
from saanjh.calls.rules import aims, deadlines, intakes, partners
from saanjh.ground import history
from saanjh.ground.access import WRITERS, Role, may
from saanjh.ground.models import Organisation, Person
from saanjh.ground.refusals import Refusal
from saanjh.kit import money
from saanjh.programmes.models import Scheme, Theme
from saanjh.questions import queries
from saanjh.questions import rules as answers


def may_apply(call: Call, organisation: Organisation, *, by: Person, now: datetime.datetime) -> None:
    """Refusal unless `by` writes for the organisation and the call is open now."""
    if not may(by, *WRITERS, over=organisation.scopes()):
        raise Refusal(_("Only somebody who writes for an organisation applies for it."), field="organisation")
    if organisation.merged_into_id:
        raise Refusal(_("This organisation was joined into another: choose that one."), field="organisation")
    if why := aims.barrier(call, organisation):
        raise Refusal(why, field="organisation")
    deadlines.must_be_open_for(call, organisation, now)


def may_go_on(application: Application) -> None:
    """Refusal where the organisation took its one application to the call back."""
    if application.state == Application.State.WITHDRAWN:
        why = _("This organisation withdrew its application to this call. A signatory can open that one again.")
        raise Refusal(why, field="organisation")


def may_take(call: Call, track: str) -> None:
    """Refusal unless the call has this track."""
    if track not in Track.values or (track == Track.SIMPLIFIED and simplified(call) is None):
        raise Refusal(_("Choose one of the ways in which one applies to this call."), field="track")


def may_switch(application: Application, track: str) -> None:
    """Refusal unless the call has the track, and nothing was answered in the other one's form yet."""
    may_take(application.call, track)
    if application.sheet.answers:
        raise Refusal(
            _(
                "Your application answers the form of the other way already, and would lose those answers. Go on "
                "with it, or take the answers out first."
            ),
            field="track",
        )


def may_edit(application: Application, *, by: Person, now: datetime.datetime) -> None:
    """Refusal unless `by` writes for the applicant, it is a draft, and the call is open.

    Whoever entered for it what came in time goes on until the call is closed.
    """
    entering = intakes.is_entering(application, by)
    if not entering and not may(by, *WRITERS, over=application.organisation.scopes()):
        raise Refusal(_("Only somebody who writes for the organisation changes its application."))
    if application.state != Application.State.DRAFT:
        raise Refusal(_("This application was handed in and can no longer be changed."))
    if not entering:
        deadlines.must_be_open(application, now)


WITH = -2  # the step on which partners and host are named, which is no page of the form


@dataclass(frozen=True)
class Lack:
    """What an application still lacks: on which step (0: about the project, WITH: partners and host, else the number
    of the form's page), where, and why."""

    step: int
    label: Any  # plain words, or a question with label_en and label_ur
    why: Any


def lacks(application: Application) -> list[Lack]:
    """All that must still be mended before it can be handed in, in the order of the steps."""
    found = [Lack(0, label, why) for label, why in _about(application)]
    found += [Lack(WITH, label, why) for label, why in partners.lacking(application)]
    pages = queries.sections(application.sheet.version)
    positions = {page.pk: step for step, page in enumerate(pages, 1)}
    for problem in answers.problems(application.sheet, pages):
        found.append(Lack(positions[problem.section.pk], problem.question, problem.why))
    return sorted([*found, *_costs(application)], key=lambda lack: lack.step)


def _costs(application: Application) -> Iterator[Lack]:
    """The lines of its budgets that break the call's rules for costs."""
    held = costs.rules_of(application.call)
    if not held:
        return
    sheet = application.sheet
    codes = queries.asked(sheet).codes
    for step, page in enumerate(queries.sections(sheet.version), 1):
        questions = {question.code: question for question in page.questions.all()}
        for code, breaches in costs.on_page(held, page, sheet.answers, codes).items():
            yield Lack(step, questions[code], " ".join(costs.in_row(questions[code], each) for each in breaches))


def _about(application: Application) -> Iterator[tuple[Any, Any]]:
    call = application.call
    if not (application.title_en or application.title_ur):
        yield _("Title"), _("Give the project a title.")
    if why := amount_is_wrong(application.terms, call.currency, application.amount_minor):
        yield _("Grant asked for"), why
    if not application.months or not call.min_months <= application.months <= call.max_months:
        yield (
            _("Months"),
            _("Choose between %(least)s and %(most)s months.") % {"least": call.min_months, "most": call.max_months},
        )
    districts = list(application.districts.all())
    if not districts:
        yield _("Districts"), _("Choose the districts of the work.")
    if why := aims.outside(call, districts):
        yield _("Districts"), why
    if application.women_led is None:
        yield _("Led by women"), _("Say yes or no.")
    if application.youth_led is None:
        yield _("Led by young people"), _("Say yes or no.")
    if not application.themes.exists() and themes_of(call).exists():
        yield _("Themes"), _("Choose at least one theme of the programme.")


def themes_of(call: Call) -> QuerySet[Theme]:
    """The themes of which an application names those that it is about: the call's own, else its programme's."""
    own = call.themes.filter(scheme=Scheme.THEMES).order_by()
    from_programme = Q(pk__in=call.programme.themes.order_by().values("pk")) & ~Q(Exists(own))
    return Theme.objects.of(Scheme.THEMES).filter(Q(pk__in=own.values("pk")) | from_programme)


def amount_is_wrong(terms: Terms, currency: str, amount_minor: int | None) -> Any:
    """Why this amount cannot be asked for on these terms, or nothing."""
    if amount_minor is not None and terms.floor_minor <= amount_minor <= terms.ceiling_minor:
        return ""
    least, most = (money.plain(money.from_minor(minor, currency)) for minor in (terms.floor_minor, terms.ceiling_minor))
    return _("Ask for an amount from %(least)s to %(most)s (%(currency)s).") % {
        "least": least,
        "most": most,
        "currency": currency,
    }


def signs_for(application: Application, by: Person) -> bool:
    """Whether `by` signs for the applicant or for its host: either may take the application back."""
    return may(by, Role.SIGNATORY, over=(*application.organisation.scopes(), *application.signs.scopes()))


def must_sign(application: Application, *, by: Person) -> None:
    """Refusal, which names those who do, unless `by` signs for the applicant, or for its host where it has one."""
    signs = application.signs
    if not may(by, Role.SIGNATORY, over=signs.scopes()):
        words = _("Only a signatory of the organisation hands in its application. %(who)s")
        if signs != application.organisation:
            words = _("This application goes through a host: only a signatory of the host hands it in. %(who)s")
        raise Refusal(words % {"who": partners.who_signs(signs)})


def may_submit(application: Application, *, by: Person, now: datetime.datetime) -> None:
    """Refusal unless `by` signs for the applicant, the call is open, and nothing is missing.

    What came on paper or by voice was signed or spoken there: whoever entered it hands it in, until the call is closed.
    """
    if not intakes.is_entering(application, by):
        must_sign(application, by=by)
        deadlines.must_be_open(application, now)
    if application.state != Application.State.DRAFT:
        raise Refusal(_("This application was handed in already."))
    if handed_in_another(application):
        raise Refusal(
            _("Your organisation has handed in another application to this call. Withdraw that one first, or keep it.")
        )
    partners.may_lead(application)
    if lacks(application):
        raise Refusal(_("Something is still missing. Mend what the list says, then hand it in."))


def may_tell_ready(application: Application, *, by: Person, now: datetime.datetime) -> None:
    """Refusal unless `by` writes it and does not sign, nothing is missing, and those who sign were not told yet."""
    may_edit(application, by=by, now=now)
    if may(by, Role.SIGNATORY, over=application.signs.scopes()):
        raise Refusal(_("You sign yourself: hand it in."))
    if not partners.signatories(application.signs).exists():
        raise Refusal(partners.who_signs(application.signs))
    if application.ready_at is not None:
        raise Refusal(_("Those who sign were told already, and nothing was changed since."))
    if lacks(application):
        raise Refusal(_("Something is still missing. Mend what the list says first."))


def handed_in_another(application: Application) -> bool:
    """Whether the same organisation, or one that was joined with it, has handed in an application to the call."""
    now = application.organisation.now
    same = application.call.applications.filter(Q(organisation=now) | Q(organisation__merged_into=now))
    ended = [Application.State.DRAFT, Application.State.WITHDRAWN]
    return bool(same.exclude(pk=application.pk).exclude(state__in=ended).exists())


def may_reopen(application: Application, *, by: Person, now: datetime.datetime) -> None:
    """Refusal unless `by` signs for the applicant, the call is open, and it was handed in or withdrawn.

    Whoever entered it for its organisation mends what was handed in likewise, until the call is closed or the
    organisation has taken it up itself.
    """
    entering = intakes.is_entering(application, by)
    if not entering and not signs_for(application, by):
        raise Refusal(_("Only a signatory of the organisation opens its application again."))
    if not entering:
        deadlines.must_be_open(application, now)
    if application.state not in {Application.State.SUBMITTED, Application.State.WITHDRAWN}:
        raise Refusal(_("Only an application that was handed in or withdrawn is opened again."))


def may_discard(application: Application, *, by: Person) -> None:
    """Refusal unless it was never handed in, and `by` signs for the applicant, or began it and still writes for it."""
    if application.state != Application.State.DRAFT:
        raise Refusal(_("Only a draft is thrown away. What was handed in can be withdrawn until the call closes."))
    if application.serial is not None:
        raise Refusal(_("It was handed in once and keeps its number. If it is not handed in anew, it is not read."))
    if intakes.entered(application) is not None:
        raise Refusal(_("The programme’s office entered it from what you sent: ask the office to drop it."))
    scopes = application.organisation.scopes()
    begun = history.last(application, "application_begun")
    is_own = begun is not None and begun.person == by.public_id and may(by, *WRITERS, over=scopes)
    if not is_own and not may(by, Role.SIGNATORY, over=scopes):
        raise Refusal(_("A draft is thrown away by a signatory of the organisation, or by whoever began it."))


def may_withdraw(application: Application, *, by: Person, now: datetime.datetime) -> None:
    """Refusal unless `by` signs for the applicant and the call has not closed yet."""
    if not signs_for(application, by):
        raise Refusal(_("Only a signatory of the organisation withdraws its application."))
    if now >= deadlines.closing(application):
        raise Refusal(_("The call has closed: an application can be withdrawn until closing only."))
