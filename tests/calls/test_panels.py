"""Reviewers say what they read and to whom they are too close; women and young people are counted, never listed."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from saanjh.calls import panels
from saanjh.calls.actions import panels as actions
from saanjh.calls.actions import reviews
from saanjh.calls.models import Application, Call, Composition, Conflict, Review
from saanjh.calls.rules import closeness
from saanjh.calls.rules.reviews import has_conflict
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import Line, Organisation, Person, RoleHeld
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Scheme, Theme
from tests.calls.factories import a_call, a_programme, a_reader, a_review, a_reviewer, an_application
from tests.factories import a_person, an_organisation, holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return a_call("closed")


@pytest.fixture
def officer(call: Call) -> Any:
    return holding(Role.PROGRAMME_OFFICER, over=call.programme_id)


def a_theme(code: str, scheme: str = Scheme.THEMES) -> Theme:
    return Theme.objects.get_or_create(scheme=scheme, code=code, defaults={"label_en": code})[0]


def applied(call: Call, **facts: Any) -> Application:
    return an_application(call, facts.pop("organisation", None) or an_organisation(), "submitted", **facts)


def belonging(person: Person, organisation: Organisation, **facts: Any) -> None:
    RoleHeld.objects.create(person=person, role="editor", scope_kind="organisation", scope_id=organisation.pk, **facts)


# What is read and known


def test_a_reviewer_and_an_officer_say_what_is_read_and_known(call: Call, officer: Any) -> None:
    reviewer, youth, trust = a_reviewer(call), a_theme("youth"), a_theme("trust")
    actions.describe(call, reviewer, languages=["ur"], themes=[youth], most=4, by=reviewer)
    profile = actions.describe(call, reviewer, languages=["ur", "en", "ur"], themes=[trust], most=4, by=officer)
    assert (profile.languages, list(profile.themes.all()), profile.most) == (["en", "ur"], [trust], 4)
    lines = Line.objects.filter(verb="reviewer_described").order_by("number")
    assert [line.facts["fields"] for line in lines] == ["languages,most,themes", "languages,themes"]
    with pytest.raises(Refusal, match="Nothing was changed"):
        actions.describe(call, reviewer, languages=["en", "ur"], themes=[trust], most=4, by=officer)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"languages": []}, "languages"),
        ({"languages": ["fr"]}, "languages"),
        ({"most": 0}, "most"),
        ({"most": 501}, "most"),
        ({"themes": Scheme.UNITS}, "themes"),
    ],
)
def test_what_cannot_be_is_refused_on_its_field(call: Call, wrong: dict[str, Any], field: str) -> None:
    reviewer = a_reviewer(call)
    if "themes" in wrong:
        wrong = {"themes": [a_theme("people", wrong["themes"])]}
    with pytest.raises(Refusal) as refused:
        actions.describe(call, reviewer, **{"languages": ["en"], "themes": [], "most": 3, **wrong}, by=reviewer)
    assert (refused.value.field, call.profiles.count()) == (field, 0)


def test_nobody_says_it_of_others_or_of_who_does_not_review_here(call: Call, officer: Any) -> None:
    said = {"languages": ["en"], "themes": [], "most": 3}
    reviewer = a_reviewer(call)
    for by in (a_reviewer(call), holding(Role.PANEL_CHAIR, over=call.programme_id)):
        with pytest.raises(Refusal, match="Only a programme officer"):
            actions.describe(call, reviewer, **said, by=by)
    for person, by in ((a_person(), officer), (elsewhere := a_reviewer(a_call("closed")), elsewhere)):
        with pytest.raises(Refusal, match="not a reviewer of this call"):
            actions.describe(call, person, **said, by=by)
    Call.objects.filter(pk=call.pk).update(state="decided")
    with pytest.raises(Refusal, match="is concluded"):
        actions.describe(call, reviewer, **said, by=officer)


# Who is too close


def test_close_is_who_is_or_was_there_who_declared_it_and_whose_organisation_works_with_it(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    application, other = applied(call), applied(call)
    own = application.organisation
    member, former, declared, before, partner, free = (a_reviewer(call) for _each in range(6))
    belonging(member, own)
    belonging(former, own, until=timezone.now())
    Conflict.objects.create(application=application, person=declared)
    earlier = applied(a_call("decided", a_programme()), organisation=own)
    Conflict.objects.create(application=earlier, person=before)
    friends = an_organisation()
    belonging(partner, friends)
    monkeypatch.setattr(closeness, "PARTNERS", [lambda known: [(friends.pk, own.pk)]])
    everybody = [member, former, declared, before, partner, free]
    barred = closeness.close([each.pk for each in everybody], [application, other])
    assert barred == {(each.pk, application.pk) for each in everybody if each != free}
    for each in everybody:
        assert has_conflict(each, application) is (each != free)
        assert not has_conflict(each, other)


def test_a_conflict_with_an_organisation_holds_for_the_one_that_it_was_joined_into(call: Call) -> None:
    stays, duplicate = an_organisation(), an_organisation()
    Organisation.objects.filter(pk=duplicate.pk).update(merged_into=stays)
    duplicate.refresh_from_db()
    application = applied(call, organisation=duplicate)
    reviewer, declared = a_reviewer(call), a_reviewer(call)
    belonging(reviewer, stays)
    Conflict.objects.create(application=applied(a_call("closed"), organisation=stays), person=declared)
    assert has_conflict(reviewer, application)
    assert has_conflict(declared, application)


def test_to_find_out_who_is_close_costs_the_same_for_one_and_for_many(
    call: Call, django_assert_num_queries: Any
) -> None:
    rows = [applied(call) for _each in range(4)]
    people = [a_reviewer(call) for _each in range(4)]
    for person, row in zip(people, rows, strict=True):
        belonging(person, row.organisation)
    loaded = list(call.applications.select_related("organisation"))
    with django_assert_num_queries(3):  # what is known of them, partners and hosts, and initiatives
        closeness.close([people[0].pk], loaded[:1])
    with django_assert_num_queries(3):
        assert len(closeness.close([each.pk for each in people], loaded)) == 4


def test_who_came_too_close_no_longer_sees_the_application_and_can_only_step_down(call: Call) -> None:
    application = applied(call)
    review = a_review(application)
    by = review.reviewer
    assert list(Application.objects.all().visible_to(standing_of(by))) == [application]
    belonging(by, application.organisation, until=timezone.now())
    assert list(Application.objects.all().visible_to(standing_of(by))) == []
    with pytest.raises(Refusal, match="not yours"):
        reviews.score(review, {}, by=by)
    reviews.step_down(review, by=by)
    assert Review.objects.get().state == "stepped_down"


# Declared beforehand


def test_a_reviewer_declares_before_anything_is_given_and_is_barred_from_then_on(call: Call, officer: Any) -> None:
    application, other = applied(call), applied(call)
    by = a_reviewer(call)
    assert set(panels.not_declared(call, by)) == {application.organisation, other.organisation}
    actions.declare(call, [application.organisation], by=by)
    assert (list(panels.not_declared(call, by)), panels.declared(call, by)) == (
        [other.organisation],
        [application.organisation],
    )
    assert Line.objects.get(verb="conflict_declared").object_id == application.public_id
    with pytest.raises(Refusal, match="conflict of interest"):
        reviews.assign(application, reviewers=[by], by=officer)
    with pytest.raises(Refusal, match="Tick at least one"):
        actions.declare(call, [application.organisation], by=by)


def test_who_was_assigned_steps_down_by_declaring_and_who_handed_in_is_sent_to_the_officers(call: Call) -> None:
    first, second = applied(call), applied(call)
    by = a_reviewer(call)
    review = a_review(first, by)
    a_review(second, by, score=3)
    actions.declare(call, [first.organisation], by=by)
    review.refresh_from_db()
    assert (review.state, Conflict.objects.count()) == ("stepped_down", 1)
    with pytest.raises(Refusal, match=r"handed in a review of .* already"):
        actions.declare(call, [second.organisation], by=by)
    assert Conflict.objects.count() == 1


def test_only_reviewers_of_a_closed_call_declare_and_see_nobodys_draft() -> None:
    call = a_call()
    by = a_reviewer(call)
    with pytest.raises(Refusal, match="until the call has closed"):
        actions.declare(call, [an_organisation()], by=by)
    Call.objects.filter(pk=call.pk).update(state="closed")
    an_application(call, an_organisation(), "draft")
    an_application(call, an_organisation(), "withdrawn")
    assert list(panels.not_declared(call, by)) == []
    with pytest.raises(Refusal, match="Only a reviewer of this call"):
        actions.declare(call, [an_organisation()], by=a_person())


# Women and young people


COUNTS = {
    "reviewers": 8,
    "reviewers_women": 3,
    "reviewers_young": 2,
    "panel": 1,
    "panel_women": None,
    "panel_young": None,
}


def test_an_officer_states_how_many_women_and_young_people_review_and_decide(call: Call, officer: Any) -> None:
    a_reader(call)
    assert panels.counts(call) == {"reviewers": 1, "panel": 0}
    actions.count(call, COUNTS, by=officer)
    reviewing, panel = panels.groups(call)
    assert (reviewing.people, reviewing.women.percent, reviewing.young.percent) == (8, 38, 25)
    assert (panel.people, panel.women.part, panel.women.percent) == (1, None, None)
    assert panels.counts(call) == COUNTS
    assert Line.objects.get(verb="call_panel_counted").facts == {}
    with pytest.raises(Refusal, match="Nothing was changed"):
        actions.count(call, COUNTS, by=officer)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"panel_women": 1}, "would speak of one of them"),
        ({"panel": 2, "panel_young": 0}, "would speak of one of them"),
        ({"reviewers_women": 9}, "more than all of them: 8"),
        ({"reviewers_young": -1}, "more than all of them"),
    ],
)
def test_no_count_speaks_of_one_person_or_of_more_than_there_are(
    call: Call, officer: Any, wrong: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        actions.count(call, {**COUNTS, **wrong}, by=officer)
    assert refused.value.field == list(wrong)[-1]
    if -1 not in wrong.values():
        with pytest.raises(IntegrityError), transaction.atomic():
            Composition.objects.create(call=call, **{**COUNTS, **wrong})


def test_only_the_calls_officer_counts(call: Call) -> None:
    with pytest.raises(Refusal, match="Only a programme officer"):
        actions.count(call, COUNTS, by=holding(Role.PANEL_CHAIR, over=call.programme_id))


@pytest.mark.parametrize(
    ("people", "women", "shown"),
    [(29, 15, []), (30, 9, []), (30, 21, []), (30, 10, [35]), (30, 20, [65]), (40, 21, [50])],
)
def test_the_public_sees_a_share_only_of_thirty_and_rounded_to_five(
    call: Call, officer: Any, people: int, women: int, shown: list[int]
) -> None:
    assert panels.public_shares(call) is None
    actions.count(call, {"reviewers": people, "reviewers_women": women, "panel": 0}, by=officer)
    assert [percent for _label, percent in panels.public_shares(call) or []] == shown
