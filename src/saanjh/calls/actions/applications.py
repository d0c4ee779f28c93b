"""An organisation applies: begins, answers step by step, hands in, and may withdraw until closing."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from saanjh.calls import notices as told
from saanjh.calls.models import Application, Call, Track
from saanjh.calls.models.tracks import terms
from saanjh.calls.rules import aims, deadlines, intakes
from saanjh.calls.rules import applications as rules
from saanjh.calls.rules.calls import clock
from saanjh.calls.rules.partners import signatories
from saanjh.ground import history, notices, search, states
from saanjh.ground.fields import guard_words
from saanjh.ground.intake import Sound
from saanjh.ground.models import District, Organisation, Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh
from saanjh.programmes.models import Theme
from saanjh.questions.actions import answers, attached
from saanjh.questions.models import Question, Section

MOVES = {
    ("draft", "submit"): "submitted",
    ("submitted", "withdraw"): "withdrawn",
    ("submitted", "reopen"): "draft",
    ("withdrawn", "reopen"): "draft",
    ("submitted", "stop"): "not_eligible",
    ("not_eligible", "look_again"): "submitted",
    ("submitted", "review"): "under_review",
    ("under_review", "select"): "selected",
    ("under_review", "reserve"): "reserve",
    ("under_review", "decline"): "declined",
    ("reserve", "select"): "selected",
    ("reserve", "decline"): "declined",
    ("declined", "reopen_decision"): "under_review",
}
MOST_DISTRICTS = 20
MOST_THEMES = 3  # those that it is about; whoever names all says nothing
LONGEST_TITLE = 160
ABOUT = ["title_en", "title_ur", "amount_minor", "months", "women_led", "youth_led"]


@action
def start(
    call: Call,
    organisation: Organisation,
    *,
    track: str = Track.FULL,
    written_in: str = "en",
    by: Person,
    now: datetime.datetime | None = None,
) -> Application:
    """Begin the organisation's one application to a call; where it was begun already, that one is returned.

    One in whose form nothing was answered yet takes the track that is named now; later the track stays.
    """
    # Whoever comes second waits here for the first, and then finds the application that the first began.
    rules.may_apply(call, afresh(organisation), by=by, now=clock(now))
    known = Application.objects.filter(call=call, organisation=organisation).first()
    if known is not None:
        rules.may_go_on(known)
        history.record("application_opened", known, by=by)
        return _switched(known, track, by=by)
    rules.may_take(call, track)
    sheet = answers.begin(terms(call, track).form_version, written_in=written_in, by=by)
    application = Application.objects.create(call=call, organisation=organisation, sheet=sheet, track=track)
    history.record("application_begun", application, by=by, call=call.code, track=track)
    return application


def _switched(application: Application, track: str, *, by: Person) -> Application:
    """The application on this track, with an empty sheet of the track's own form."""
    if track == application.track or application.state != Application.State.DRAFT:
        return application
    rules.may_switch(application, track)
    old, application.track = application.sheet, track
    application.sheet = answers.begin(application.terms.form_version, written_in=old.written_in, by=by)
    application.save(update_fields=["track", "sheet"])
    old.delete()
    history.record("application_track_chosen", application, by=by, track=track)
    return application


@action
def describe(
    application: Application,
    *,
    title_en: str = "",
    title_ur: str = "",
    amount_minor: int | None = None,
    months: int | None = None,
    districts: Iterable[District] = (),
    women_led: bool | None = None,
    youth_led: bool | None = None,
    themes: Iterable[Theme] = (),
    written_in: str = "en",
    by: Person,
    now: datetime.datetime | None = None,
) -> Application:
    """Say what the project is called and is about, what it asks for, for how long, where, and who leads it.

    Blanks are kept: it is a draft.
    """
    _fresh(application)
    rules.may_edit(application, by=by, now=clock(now))
    _check_about(application, title_en, title_ur, amount_minor, months)
    places = list(districts)
    if len(places) > MOST_DISTRICTS:
        raise Refusal(_("Choose at most %(most)s districts.") % {"most": MOST_DISTRICTS}, field="districts")
    if not intakes.is_entering(application, by):
        deadlines.must_keep_its_district(application, places, clock(now))
    if why := aims.outside(application.call, places):
        raise Refusal(why, field="districts")
    about = _themes(application, themes)
    application.title_en, application.title_ur = title_en, title_ur
    application.amount_minor, application.months = amount_minor, months
    application.women_led, application.youth_led = women_led, youth_led
    application.ready_at = None
    application.save(update_fields=[*ABOUT, "ready_at"])
    application.districts.set(places)
    application.themes.set(about)
    if written_in != application.sheet.written_in:
        answers.speak(application.sheet, written_in=written_in, by=by)
    history.record("application_described", application, by=by, amount=amount_minor, months=months)
    return application


@action
def describe_in_part(
    application: Application, facts: Mapping[str, Any], *, by: Person, now: datetime.datetime | None = None
) -> Application:
    """The same with those of its facts that can be kept: what is not among them stays as it is."""
    _fresh(application)
    stands = {name: getattr(application, name) for name in ABOUT}
    stands |= {"districts": application.districts.all(), "themes": application.themes.all()}
    return describe(application, **{**stands, "written_in": application.sheet.written_in, **facts}, by=by, now=now)


def _themes(application: Application, themes: Iterable[Theme]) -> list[Theme]:
    """The themes, which must be the programme's own and not too many."""
    about = list(themes)
    if len(about) > MOST_THEMES:
        raise Refusal(_("Choose at most %(most)s themes.") % {"most": MOST_THEMES}, field="themes")
    if about and set(about) - set(rules.themes_of(application.call)):
        raise Refusal(_("Choose from the themes of the call’s own programme."), field="themes")
    return about


def _check_about(
    application: Application, title_en: str, title_ur: str, amount_minor: int | None, months: int | None
) -> None:
    call = application.call
    for field, title in (("title_en", title_en), ("title_ur", title_ur)):
        try:
            guard_words(title)
            if len(title) > LONGEST_TITLE:
                raise Refusal(
                    _("Shorten the title: at most %(most)s characters fit.") % {"most": LONGEST_TITLE}, field=field
                )
        except ValidationError as found:
            raise Refusal(found.messages[0], field=field) from found
    if amount_minor is not None and (why := rules.amount_is_wrong(application.terms, call.currency, amount_minor)):
        raise Refusal(why, field="amount_minor")
    if months is not None and not call.min_months <= months <= call.max_months:
        words = _("Choose between %(least)s and %(most)s months.")
        raise Refusal(words % {"least": call.min_months, "most": call.max_months}, field="months")


@action
def answer(
    application: Application,
    section: Section,
    given: dict[str, Any],
    *,
    seen: str = "",
    by: Person,
    now: datetime.datetime | None = None,
) -> Application:
    """Save the answers to one page of the form (see questions.actions.answers.save)."""
    _fresh(application)
    rules.may_edit(application, by=by, now=clock(now))
    answers.save(application.sheet, section, given, seen=seen, by=by)
    if application.ready_at is not None:
        application.ready_at = None
        application.save(update_fields=["ready_at"])
    return application


@action
def tell_ready(application: Application, *, by: Person, now: datetime.datetime | None = None) -> Application:
    """Tell those who sign that nothing is missing: they hand it in. Once, until something is changed."""
    rules.may_tell_ready(afresh(application), by=by, now=clock(now))
    application.ready_at = clock(now)
    application.save(update_fields=["ready_at"])
    history.record("application_to_sign", application, by=by)
    notices.tell(signatories(application.signs), told.READY_TO_SIGN, application, call=application.call.code)
    return application


@action
def attach(
    application: Application,
    question: Question,
    sound: Sound,
    *,
    gone: Collection[str] = (),
    by: Person,
    now: datetime.datetime | None = None,
) -> Application:
    """Keep a file as the answer to a question (see questions.actions.attached)."""
    _fresh(application)
    rules.may_edit(application, by=by, now=clock(now))
    attached.attach(application.sheet, question, sound, gone=gone, by=by)
    return application


@action
def take_out(
    application: Application,
    question: Question,
    gone: Collection[str],
    *,
    by: Person,
    now: datetime.datetime | None = None,
) -> Application:
    """Take files out of the answer to a question."""
    _fresh(application)
    rules.may_edit(application, by=by, now=clock(now))
    attached.take_out(application.sheet, question, gone, by=by)
    return application


@action
def submit(application: Application, *, by: Person, now: datetime.datetime | None = None) -> Application:
    """Hand it in: the answers are frozen, the call's next number is given, the applicant gets a receipt."""
    moment = clock(now)
    call = Call.objects.select_for_update().get(pk=application.call_id)  # one number at a time
    _fresh(application)
    application.call = call  # as it is now: it may have been closed while the page stood open
    rules.may_submit(application, by=by, now=moment)
    states.move(application, "submit", MOVES)
    answers.submit(application.sheet, by=by)
    if application.serial is None:  # one that was opened again keeps the number that its receipt has
        last = call.applications.aggregate(last=models.Max("serial"))["last"] or 0
        application.serial = last + 1
        application.number = f"{call.code}-{application.serial:04d}"
    application.submitted_at = moment
    application.save()
    search.follow(application)
    history.record(
        "application_submitted",
        application,
        by=by,
        number=application.number,
        amount=application.amount_minor,
        digest=application.sheet.digest,
    )
    notices.tell(told.applicants(application), told.RECEIVED, application, number=application.number)
    return application


@action
def withdraw(application: Application, *, by: Person, now: datetime.datetime | None = None) -> Application:
    """Take it back, until the call closes."""
    rules.may_withdraw(application, by=by, now=clock(now))
    states.move(application, "withdraw", MOVES)
    application.save(update_fields=["state"])
    search.follow(application)
    history.record("application_withdrawn", application, by=by)
    notices.tell(told.applicants(application), told.WITHDRAWN, application, number=application.number)
    return application


@action
def discard(application: Application, *, by: Person) -> Call:
    """Throw away a draft that was never handed in, with all that was written. Whoever took part in it is told."""
    call = application.call
    rules.may_discard(afresh(application), by=by)
    notices.tell(told.applicants(application).exclude(pk=by.pk), told.DISCARDED, call, call=call.code)
    for partner in application.partners_named():
        if partner.organisation and partner.state != partner.State.DECLINED:
            notices.tell(signatories(partner.organisation), told.PARTNER_TAKEN_OUT, call, call=call.code)
    history.record("application_discarded", application, by=by, call=call.code)
    sheet = application.sheet
    application.delete()
    sheet.delete()
    return call


@action
def reopen(application: Application, *, by: Person, now: datetime.datetime | None = None) -> Application:
    """Make it a draft again, until the call closes: its number stays, and it must be handed in anew to count."""
    rules.may_reopen(afresh(application), by=by, now=clock(now))
    states.move(application, "reopen", MOVES)
    application.sheet = answers.reopen(application.sheet, by=by)
    application.submitted_at = None
    application.save(update_fields=["state", "sheet", "submitted_at"])
    search.follow(application)
    history.record("application_reopened", application, by=by, number=application.number)
    notices.tell(told.applicants(application), told.REOPENED, application, number=application.number)
    return application


def _fresh(application: Application) -> None:
    """Lock the row and read its state as it is now: the page may have been open for hours."""
    Application.objects.select_for_update().get(pk=application.pk)
    application.refresh_from_db(fields=["state", "track", "ready_at", *ABOUT])
