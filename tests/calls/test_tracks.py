"""A call may have a simplified track beside the full one: terms and a short form of its own, fewer readers."""

from typing import Any

import pytest

from saanjh.calls.actions import applications, calls, proposed_decisions, reviews, tracks
from saanjh.calls.models import Application, Call, SimplifiedTrack, Track
from saanjh.calls.waiting import waiting
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import Line
from saanjh.ground.refusals import Refusal
from tests.calls.factories import a_call, a_form, a_review, a_reviewer, a_simplified_track, an_application, decided
from tests.factories import an_organisation, holding
from tests.questions.factories import a_draft

pytestmark = pytest.mark.django_db


def officer_of(call: Call) -> Any:
    return holding(Role.PROGRAMME_OFFICER, over=call.programme_id)


def terms(call: Call, **changed: Any) -> dict[str, Any]:
    return {"form_version": a_form(call.programme), "floor_minor": 50_000_00, "ceiling_minor": 1_000_000_00, **changed}


def test_a_draft_is_given_a_simplified_track_which_can_be_changed_and_taken_out() -> None:
    call = a_call("draft")
    officer = officer_of(call)
    track = tracks.offer(call, **terms(call), by=officer)
    assert (track.reviews, track.call, track.ceiling_minor) == (1, call, 1_000_000_00)
    tracks.offer(call, **terms(call, ceiling_minor=900_000_00), by=officer)
    assert SimplifiedTrack.objects.get().ceiling_minor == 900_000_00
    assert not hasattr(tracks.drop(call, by=officer), "simplified")
    assert [line.verb for line in Line.objects.order_by("number")] == [
        *("call_track_offered", "call_track_offered", "call_track_dropped"),
    ]
    with pytest.raises(Refusal, match="no simplified track"):
        tracks.drop(Call.objects.get(), by=officer)


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"floor_minor": 0}, "floor_minor", "more than nothing"),
        ({"floor_minor": 2_000_000_00}, "floor_minor", "larger than the largest"),
        ({"ceiling_minor": 4_000_000_00}, "ceiling_minor", "more than the call’s largest"),
        ({"reviews": 0}, "reviews", "between 1 and 2"),
        ({"reviews": 3}, "reviews", "between 1 and 2"),
    ],
)
def test_terms_that_are_not_lighter_are_refused_on_their_field(changed: Any, field: str, said: str) -> None:
    call = a_call("draft")
    with pytest.raises(Refusal, match=said) as refused:
        tracks.offer(call, **terms(call, **changed), by=officer_of(call))
    assert (refused.value.field, SimplifiedTrack.objects.count()) == (field, 0)


def test_the_tracks_of_a_published_call_stay_as_they_are() -> None:
    call = a_call("open")
    officer = officer_of(call)
    for verb in (lambda: tracks.offer(call, **terms(call), by=officer), lambda: tracks.drop(call, by=officer)):
        with pytest.raises(Refusal, match="no longer changes"):
            verb()


def test_a_call_is_not_published_while_the_form_of_its_simplified_track_is_a_draft() -> None:
    call = a_call("draft")
    a_simplified_track(call, form_version=a_draft(call.programme_id))
    with pytest.raises(Refusal, match="The simplified track: Publish the form first"):
        calls.publish(call, by=officer_of(call))


@pytest.mark.parametrize(("track", "least"), [(Track.SIMPLIFIED, "50,000"), (Track.FULL, "100,000")])
def test_an_application_answers_the_form_of_its_track_and_asks_for_what_the_track_gives(track: str, least: str) -> None:
    call, organisation = a_call("open"), an_organisation()
    lighter = a_simplified_track(call)
    editor = holding(Role.EDITOR, over=organisation.pk)
    application = applications.start(call, organisation, track=track, by=editor)
    expected = lighter.form_version if track == Track.SIMPLIFIED else call.form_version
    assert (application.track, application.sheet.version) == (track, expected)
    with pytest.raises(Refusal, match=f"from {least} to"):
        applications.describe(application, amount_minor=1_00, by=editor)


@pytest.mark.parametrize("track", [Track.SIMPLIFIED, "hosted"])
def test_a_track_that_the_call_does_not_have_cannot_be_taken(track: str) -> None:
    call, organisation = a_call("open"), an_organisation()
    with pytest.raises(Refusal, match="Choose one of the ways") as refused:
        applications.start(call, organisation, track=track, by=holding(Role.EDITOR, over=organisation.pk))
    assert (refused.value.field, Application.objects.count()) == ("track", 0)


def test_the_track_can_be_chosen_anew_as_long_as_nothing_was_answered_and_no_answer_is_ever_lost() -> None:
    call, organisation = a_call("open"), an_organisation()
    lighter = a_simplified_track(call)
    editor = holding(Role.EDITOR, over=organisation.pk)
    first = applications.start(call, organisation, track=Track.FULL, by=editor)
    applications.describe(first, title_en="Shared repairs", by=editor)
    second = applications.start(call, organisation, track=Track.SIMPLIFIED, by=editor)
    assert (second.pk, second.title_en, second.sheet.version) == (first.pk, "Shared repairs", lighter.form_version)
    page = lighter.form_version.sections.get()
    applications.answer(second, page, {"what": "Repairs of lanes."}, by=editor)
    with pytest.raises(Refusal, match="would lose those answers"):
        applications.start(call, organisation, track=Track.FULL, by=editor)
    kept = Application.objects.get()
    assert (kept.track, kept.sheet.answers) == (Track.SIMPLIFIED, {"what": "Repairs of lanes."})


def test_one_reviewer_is_enough_for_a_simplified_application_and_then_the_chair_decides() -> None:
    call = a_call("closed")
    a_simplified_track(call)
    application = an_application(call, an_organisation(), "submitted", track=Track.SIMPLIFIED)
    officer, reviewer = officer_of(call), a_reviewer(call)
    assert [each.title for each in waiting(standing_of(officer))] == ["Name reviewers"]
    reviews.assign(application, reviewers=[reviewer], by=officer)
    assert application.state == "under_review"
    assert not [each for each in waiting(standing_of(officer)) if each.title == "Name reviewers"]
    with pytest.raises(Refusal, match=r"so many reviewers: 1\. It has 1 now"):
        reviews.assign(application, reviewers=[a_reviewer(call)], by=officer)
    chair = holding(Role.PANEL_CHAIR, over=call.programme_id)
    with pytest.raises(Refusal, match="every reviewer has handed in"):
        proposed_decisions.propose(application, outcome="declined", reason="Thin.", by=chair)
    application.reviews.update(state="submitted", submitted_at=call.published_at)
    assert [str(each.title) for each in waiting(standing_of(chair))] == ["Propose a decision about an application"]
    assert decided(application, "selected", by=chair, second=officer).outcome == "selected"


def test_a_full_application_of_the_same_call_still_waits_for_its_second_reviewer() -> None:
    call = a_call("closed")
    a_simplified_track(call)
    application = an_application(call, an_organisation(), "submitted")
    a_review(application, a_reviewer(call))
    assert [each.title for each in waiting(standing_of(officer_of(call)))] == ["Name reviewers"]
