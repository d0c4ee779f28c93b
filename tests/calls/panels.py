"""A closed call whose applications are read, to choose a set from."""

from typing import Any

from saanjh.calls.actions import portfolios, third_reviews
from saanjh.calls.models import Application, Call, Reckoning, ThirdReview
from saanjh.ground import working
from saanjh.ground.access import Role
from saanjh.ground.models import Person
from tests.calls.factories import a_call, a_review, a_reviewer, an_application
from tests.factories import an_organisation, holding, second_factor

RULES = {
    "money_minor": 2_000_000_00,
    "shares_of": "money",
    "district_least": 1,
    "seed": "dice-4-2-6",
    "reason": "The panel talked it over.",  # asked for once a review is in
}


def a_panel(*scores: tuple[int, ...], **facts: Any) -> Call:
    """A closed call with one application for each tuple of scores, each for 900,000 rupees of an organisation."""
    call = a_call("closed", **facts)
    readers = [a_reviewer(call) for _ in range(max(map(len, scores), default=0))]
    for given in scores:
        application = an_application(call, an_organisation(), "under_review")
        for reader, score in zip(readers, given, strict=False):
            a_review(application, reader, score)
    return call


def without_thirds(call: Call, *, by: Person) -> None:
    """The office does without the third reviews that a ranking asked for."""
    for each in ThirdReview.objects.filter(application__call=call, state="wanted"):
        third_reviews.dismiss(each.application, reason="The panel talked it over.", by=by)


def the(call: Call, serial: int) -> Application:
    """The application with this serial number."""
    return call.applications.get(serial=serial)


def a_chair(call: Call) -> Person:
    return second_factor(holding(Role.PANEL_CHAIR, over=call.programme_id))


def an_officer(call: Call) -> Person:
    return second_factor(holding(Role.PROGRAMME_OFFICER, over=call.programme_id))


def chosen(call: Call, by: Person, **rules: Any) -> Reckoning:
    """The set, chosen by the worker under these rules, which are set first."""
    portfolios.set_rules(call, by=by, **{**RULES, **rules})
    return chosen_again(call, by)


def chosen_again(call: Call, by: Person) -> Reckoning:
    """The set, chosen by the worker under the rules as they stand."""
    reckoning = portfolios.choose(call, by=by)
    working.work_off()
    reckoning.refresh_from_db()
    assert reckoning.state == "done"
    return reckoning
