"""What a draft call is warned of, and what is refused: languages, a long short form, blind reading, days, tracks."""

from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from saanjh.calls.actions import calls, tracks
from saanjh.calls.cautions import cautions
from saanjh.calls.models import Call
from saanjh.calls.rules import calls as rules
from saanjh.ground.access import Role
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Objective
from tests.calls.factories import DAY, a_call, a_programme, a_simplified_track
from tests.factories import holding
from tests.questions.factories import a_draft, a_page, a_question, choices, freeze

pytestmark = pytest.mark.django_db


def said(call: Call) -> list[tuple[str, str]]:
    return [(str(each.why), each.field) for each in cautions(Call.objects.get(pk=call.pk))]


def test_a_call_in_both_languages_that_opens_later_is_warned_of_nothing() -> None:
    assert said(a_call("draft", purpose_ur="پڑوسیوں کے لیے۔", opens_on=timezone.localdate())) == []


def test_what_has_one_language_only_is_listed_with_the_form_counted() -> None:
    programme = a_programme()
    page = a_page(a_draft(programme.pk))
    a_question(page, code="who", label_ur="")
    a_question(page, code="helped", help_en="Count everybody.")
    choices(a_question(page, "choice", code="which"), "Talks", "More").choices.filter(code="more").update(label_ur="")
    a_question(page, code="whole")
    form = freeze(page.version)
    call = a_call("draft", programme, form_version=form, title_ur="", opens_on=timezone.localdate())
    call.objectives.add(Objective.objects.create(programme=programme, number=1, text_en="Neighbours meet."))
    whys = said(call)
    assert whys == [
        ("The title has no Urdu.", "title_ur"),
        ("The purpose has no Urdu.", "purpose_ur"),
        ("1 objective that the call names has no Urdu.", ""),
        (
            "3 pages and questions of the form “\u2068Short form\u2069” have no Urdu: applicants read them in English.",
            "",
        ),
    ]
    assert cautions(call)[-1].form == form
    calls.publish(call, by=holding(Role.PROGRAMME_OFFICER, over=programme.pk))


def test_an_opening_day_that_is_over_is_said_to_be_so() -> None:
    opened = timezone.localdate() - DAY
    call = a_call("draft", purpose_ur="مقصد", opens_on=opened)
    assert said(call) == [
        (f"The opening day, {date_format(opened)}, is over already: the call opens at once.", "opens_on")
    ]


def test_a_short_form_that_is_long_or_keeps_the_limits_of_the_full_track_is_said_to_be_so() -> None:
    call = a_call("draft", purpose_ur="مقصد", opens_on=timezone.localdate())
    page = a_page(a_draft(call.programme_id))
    for code in ("a", "b", "c", "d"):
        a_question(page, code=code)
    a_question(page, "budget", track="full")
    track = a_simplified_track(call, form_version=freeze(page.version))
    assert said(call) == [("The budget of the short form keeps the limits of the full track.", "")]
    longer = a_page(a_draft(call.programme_id))
    for code in ("a", "b", "c", "d", "e", "f"):
        a_question(longer, code=code)
    track.form_version = freeze(longer.version)
    track.save()
    assert said(call) == [("The short form asks 6 questions. Small groups are asked 5, as a rule.", "simplified")]


def test_the_form_of_the_full_track_is_no_short_form() -> None:
    call = a_call("draft")
    officer = holding(Role.PROGRAMME_OFFICER, over=call.programme_id)
    facts: dict[str, Any] = {"floor_minor": 50_000_00, "ceiling_minor": 1_000_000_00, "by": officer}
    with pytest.raises(Refusal, match="This is the form of the full track") as refused:
        tracks.offer(call, form_version=call.form_version, **facts)
    assert refused.value.field == "form_version"
    track = a_simplified_track(call)
    calls.correct(call, form_version=track.form_version, by=officer)  # as a draft it may still be wrong
    with pytest.raises(Refusal, match="This is the form of the full track"):
        calls.publish(Call.objects.get(pk=call.pk), by=officer)


def test_a_blind_call_lists_what_may_tell_who_applies() -> None:
    programme = a_programme()
    page = a_page(a_draft(programme.pk))
    a_question(page, "file", code="paper", label_en="Your registration?")
    a_question(page, "short_text", code="name", label_en="Who are you?")
    a_question(page, "long_text", code="past", label_en="What did you do?", names_applicant=True)
    a_question(page, "count", code="people", label_en="How many?")
    form = freeze(page.version)
    facts = {"purpose_ur": "مقصد", "opens_on": timezone.localdate(), "form_version": form}
    assert said(a_call("draft", programme, **facts)) == []
    assert [why for why, _field in said(a_call("draft", programme, is_blind=True, **facts))] == [
        "Reviewers will open these files, which may have a letterhead or a stamp: “\u2068Your registration?\u2069”.",
        "Reviewers will read these answers, which may tell who applies: “\u2068Who are you?\u2069”.",
    ]


def test_days_out_of_order_are_named_with_their_steps() -> None:
    today = timezone.localdate()
    call = a_call("draft", closes_on=today + 10 * DAY, answers_on=today + 30 * DAY)
    call.screened_by, call.reviewed_by = today + 5 * DAY, today + 40 * DAY
    screened, closes, answers, read = (
        date_format(day) for day in (call.screened_by, call.closes_on, call.answers_on, call.reviewed_by)
    )
    assert [(str(each.why), each.field) for each in rules.disordered(call)] == [
        (
            f"“Screened by” is {screened}, but “Closes at the end of”, which comes first, is {closes}.",
            "screened_by",
        ),
        (
            f"“Decisions are told by” is {answers}, but “Read by the reviewers by”, which comes first, is {read}.",
            "answers_on",
        ),
    ]


def test_a_purpose_in_urdu_alone_is_enough() -> None:
    call = a_call("draft")
    officer = holding(Role.PROGRAMME_OFFICER, over=call.programme_id)
    assert calls.correct(call, purpose_en="", purpose_ur="پڑوسیوں کے لیے۔", by=officer).purpose_en == ""
    with pytest.raises(Refusal, match="Write the purpose in English or in Urdu") as refused:
        calls.correct(call, purpose_ur="", by=officer)
    assert refused.value.field == "purpose_en"
