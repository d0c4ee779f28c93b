"""A gate checker screens at the desk; officers see how it ended, the applicant reads why, nobody else opens it."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from saanjh.calls.models import Application, Conflict, GateCheck
from saanjh.ground.access import Role
from saanjh.ground.models import SensitiveRead
from tests.calls.factories import a_call, a_review, a_reviewer, an_application
from tests.calls.gates import a_checker, closed, passed, to_screen, with_gates
from tests.factories import an_organisation, holding, second_factor
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
STEPS = ("gate_eligibility", "gate_harm")
CHECKERS = [*STEPS, *(f"{name}_{step}" for name in STEPS for step in ("close", "reopen")), "screening_stand_back"]


@pytest.fixture
def application() -> Application:
    return to_screen()


@pytest.fixture
def checker(application: Application) -> Any:
    return client_of(second_factor(a_checker(application, name="Iqra")))


def staff(role: Role, application: Application) -> Any:
    return client_of(second_factor(holding(role, over=application.call.programme_id)))


def signatory_of(application: Application) -> Any:
    return client_of(holding(Role.SIGNATORY, over=application.organisation_id))


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def test_an_application_is_screened_gate_by_gate_and_then_waits_for_reviewers(
    application: Application, checker: Any
) -> None:
    assert at("gate_eligibility", application) in links(checker.get(reverse("waiting")))
    assert at("gate_eligibility", application) in links(checker.get(reverse("screenings")))
    page = checker.get(at("gate_eligibility", application))
    assert "Repairs of lanes and taps." in words(page)
    kept = send(checker, at("gate_eligibility", application), said_A1="yes", note_A1="Seen.", later="1")
    assert (kept.status_code, kept.url) == (303, reverse("screenings"))
    assert "Go on" in words(checker.get(reverse("screenings")))
    assert form(checker.get(at("gate_eligibility", application)))["note_A1"][0].strip() == "Seen."
    half = send(checker, at("gate_eligibility", application))
    assert (half.status_code, mistakes(half)) == (422, ["Point A2: Choose an answer."])
    whole = send(checker, at("gate_eligibility", application), said_A2="na")
    assert whole.url == at("gate_eligibility_close", application)
    asked = checker.get(whole.url)
    assert "Close “Eligibility”?" in words(asked)
    assert "Passed" in words(asked)
    done = send(checker, whole.url)
    assert done.url == at("gate_harm", application)
    send(checker, done.url, said_B1="yes", outcome="passed")
    assert send(checker, at("gate_harm_close", application)).url == reverse("screenings")
    assert at("gate_harm", application) not in links(checker.get(reverse("screenings")))
    screened = checker.get(reverse("screenings"), {"show": "screened"})
    assert at("gate_harm", application) in links(screened)
    officer = staff(Role.PROGRAMME_OFFICER, application)
    shown = officer.get(at("application", application))
    assert "Closed by Iqra" in words(shown)
    assert at("application_reviewers", application) in links(shown)


def test_while_a_gate_is_open_the_officer_is_told_so_and_names_nobody(application: Application) -> None:
    reviewer = a_reviewer(application.call)
    a_reviewer(application.call)
    officer = staff(Role.PROGRAMME_OFFICER, application)
    assert "1 application waits for a gate checker." in words(officer.get(at("desk_call", application.call)))
    shown = officer.get(at("application", application))
    assert "Still open" in words(shown)
    assert at("application_reviewers", application) not in links(shown)
    assert at("application_reviewers", application) not in links(officer.get(reverse("waiting")))
    others = [box.pk for box in (reviewer, a_reviewer(application.call))]
    refused = send(officer, at("application_reviewers", application), reviewers=others)
    assert refused.status_code == 422
    assert mistakes(refused) == ["“Eligibility” is still open: a gate checker screens the application first."]


def test_a_no_is_refused_without_a_note_and_a_reason_and_ends_the_application(
    application: Application, checker: Any
) -> None:
    signatory = signatory_of(application)
    url = at("gate_eligibility", application)
    bare = send(checker, url, said_A1="no", said_A2="yes")
    assert (bare.status_code, len(mistakes(bare))) == (422, 2)
    assert "Say in the note what is missing." in mistakes(bare)[0]
    assert "Give the reasons: the applicant reads them." in mistakes(bare)[1]
    send(checker, url, said_A1="no", note_A1="Registered last year", said_A2="yes", reason="Two years are asked for.")
    asked = checker.get(at("gate_eligibility_close", application))
    assert "does not go to the reviewers" in words(asked)
    assert send(checker, at("gate_eligibility_close", application)).url == reverse("screenings")
    application.refresh_from_db()
    assert application.state == "not_eligible"
    told = words(signatory.get(at("application", application)))
    assert "It does not go on to the reviewers." in told
    assert "Two years are asked for." in told
    assert "Two people read it" not in told
    assert "Registered last year" not in told
    assert "Iqra" not in told
    assert "does not go on to the reviewers" in words(signatory.get(reverse("inbox")))
    officer = words(staff(Role.PROGRAMME_OFFICER, application).get(at("application", application)))
    assert "Two years are asked for." in officer
    assert "Registered last year" not in officer


def test_conditions_are_demanded_and_read_by_the_applicant(application: Application, checker: Any) -> None:
    closed(application, "A")
    url = at("gate_harm", application)
    passing = send(checker, url, said_B1="no", note_B1="No plan for women", outcome="passed")
    assert "let it pass with conditions, or stop it" in mistakes(passing)[0]
    silent = send(checker, url, said_B1="no", note_B1="No plan for women", outcome="conditions")
    assert "Write the conditions: the applicant reads them." in mistakes(silent)[0]
    send(
        checker,
        url,
        said_B1="no",
        note_B1="No plan for women",
        outcome="conditions",
        reason="خواتین کے لیے الگ راستہ۔",
        written_in="ur",
    )
    send(checker, at("gate_harm_close", application))
    page = signatory_of(application).get(at("application", application))
    assert parsed(page).xpath("//div[@lang='ur' and @dir='rtl']/p/text()") == ["خواتین کے لیے الگ راستہ۔"]
    assert "Passed with conditions" in words(page)
    assert "No plan for women" not in words(page)


def test_a_stop_at_do_no_harm_ends_it_and_is_told(application: Application, checker: Any) -> None:
    closed(application, "A")
    send(checker, at("gate_harm", application), said_B1="yes", outcome="stopped", reason="It keeps lists of people.")
    send(checker, at("gate_harm_close", application))
    application.refresh_from_db()
    assert application.state == "not_eligible"
    assert "It keeps lists of people." in words(signatory_of(application).get(at("application", application)))
    listed = staff(Role.PROGRAMME_OFFICER, application).get(
        at("call_applications", application.call), {"state": "not_eligible"}
    )
    assert at("application", application) in links(listed)


def test_a_closed_gate_is_shown_sealed_and_changed_by_no_form(application: Application, checker: Any) -> None:
    url = at("gate_eligibility", application)
    before = form(checker.get(url))
    closed(application, "A", by=holding(Role.GATE_CHECKER, name="Nida"))
    late = checker.post(url, {**before, "said_A1": "no", "note_A1": "Late", "later": "1"})
    assert late.status_code in {409, 422}
    sealed = checker.get(url)
    assert parsed(sealed).xpath("//main//form") == []
    assert "Closed by Nida" in words(sealed)
    assert "Looked at." in words(sealed)
    again = checker.post(at("gate_eligibility_close", application), {"once": str(uuid.uuid4())})
    assert (again.status_code, "closed and sealed" in mistakes(again)[0]) == (422, True)
    assert set(GateCheck.objects.get().answers.values_list("said", flat=True)) == {"yes"}


def test_a_gate_is_reopened_with_a_reason_that_stays_beside_what_was_closed(
    application: Application, checker: Any
) -> None:
    closed(application, "A", "stopped")
    assert at("gate_eligibility_reopen", application) in links(checker.get(at("gate_eligibility", application)))
    silent = send(checker, at("gate_eligibility_reopen", application), reason="")
    assert silent.status_code == 422
    again = send(checker, at("gate_eligibility_reopen", application), reason="The paper came by post.")
    assert again.url == at("gate_eligibility", application)
    page = checker.get(again.url)
    assert "Closed before, and reopened" in words(page)
    assert "The paper came by post." in words(page)
    assert form(page)["said_A1"] == ["no"]
    told = words(signatory_of(application).get(at("application", application)))
    assert "The paper came by post." not in told
    assert "Because of the lists." not in told
    assert "We received it on" in told


def test_what_is_sent_twice_is_carried_out_once(application: Application, checker: Any) -> None:
    for name, fields in (("gate_eligibility", {"said_A1": "yes", "said_A2": "yes"}), ("gate_eligibility_close", {})):
        sent = {**form(checker.get(at(name, application))), **fields}
        first, second = (checker.post(at(name, application), sent) for _each in range(2))
        assert (first.status_code, second.status_code, first.url) == (303, 303, second.url)
    sent = {**form(checker.get(at("gate_eligibility_reopen", application))), "reason": "Once more"}
    assert [checker.post(at("gate_eligibility_reopen", application), sent).status_code for _each in range(2)] == [
        303,
        303,
    ]
    assert GateCheck.objects.count() == 2


def test_two_who_screen_at_once_undo_nothing_of_each_other(application: Application, checker: Any) -> None:
    url = at("gate_eligibility", application)
    opened = form(checker.get(url))
    colleague = client_of(second_factor(a_checker(application)))
    send(colleague, url, said_A1="yes", note_A1="Seen by me", later="1")
    late = checker.post(url, {**opened, "said_A2": "yes", "later": "1"})
    assert late.status_code == 409
    assert "Seen by me" in words(late)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"said_A1": "perhaps"}, "Select a valid choice. perhaps is not one of the available choices."),
        ({"note_A1": "Ask 0300-1234567"}, "Take out a phone number: personal details are not kept here."),
        ({"note_A1": "x" * 1001}, "Shorten this: at most 1000 characters fit, and it has 1001."),
        ({"reason": "nul \x00"}, "The text has a character that cannot be stored. Type it again."),
        ({"written_in": "fr"}, "Select a valid choice. fr is not one of the available choices."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    application: Application, checker: Any, wrong: dict[str, str], said: str
) -> None:
    refused = send(checker, at("gate_eligibility", application), later="1", **wrong)
    assert refused.status_code == 422
    assert said in mistakes(refused)[0]
    assert not GateCheck.objects.exists()


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.PANEL_CHAIR, Role.FINANCE_OFFICER])
def test_no_other_role_of_the_programme_opens_the_gates(application: Application, role: Role) -> None:
    client = staff(role, application)
    assert client.get(reverse("screenings")).status_code == 404
    for name in CHECKERS:
        assert client.get(at(name, application)).status_code == 404
        assert client.post(at(name, application)).status_code == 404
    assert at("gate_harm", application) not in links(client.get(reverse("waiting")))


def test_neither_the_applicant_nor_a_checker_of_another_programme_opens_the_gates(application: Application) -> None:
    elsewhere = client_of(second_factor(holding(Role.GATE_CHECKER, over=a_call("closed").programme_id)))
    for client in (elsewhere, signatory_of(application)):
        for name in CHECKERS:
            assert client.get(at(name, application)).status_code == 404
    assert elsewhere.get(at("application", application)).status_code == 404
    assert at("gate_eligibility", application) not in links(elsewhere.get(reverse("screenings")))


def test_a_checker_of_the_applicants_own_people_is_refused_in_words(application: Application) -> None:
    person = second_factor(a_checker(application))
    person.roles_held.create(role="editor", scope_kind="organisation", scope_id=application.organisation_id)
    client = client_of(person)
    assert at("gate_eligibility", application) not in links(client.get(reverse("screenings")))
    refused = client.get(at("gate_eligibility", application))
    assert "You are too close to this applicant" in words(refused)
    assert parsed(refused).xpath("//main//form") == []
    sent = client.post(at("gate_eligibility", application), {"once": str(uuid.uuid4()), "later": "1"})
    assert sent.status_code == 422
    assert not GateCheck.objects.exists()


def test_who_stands_back_does_not_see_the_application_again(application: Application, checker: Any) -> None:
    url = at("screening_stand_back", application)
    assert url in links(checker.get(at("gate_eligibility", application)))
    assert send(checker, url).url == reverse("screenings")
    assert Conflict.objects.count() == 1
    for name in ("application", *CHECKERS):
        assert checker.get(at(name, application)).status_code == 404


def test_a_gate_without_anything_answered_is_not_closed(application: Application, checker: Any) -> None:
    refused = checker.get(at("gate_eligibility_close", application))
    assert "Answer the points of this gate first." in words(refused)
    assert parsed(refused).xpath("//main//form") == []


def test_before_closing_the_gates_say_that_it_is_too_early() -> None:
    early = to_screen(with_gates(a_call("open")))
    client = staff(Role.GATE_CHECKER, early)
    assert "once the call has closed" in words(client.get(at("gate_eligibility", early)))
    assert "Nothing waits for screening." in words(client.get(reverse("screenings")))
    assert "Nothing is screened yet." in words(client.get(reverse("screenings"), {"show": "screened"}))


def test_whoever_opens_a_gate_is_written_down(application: Application, checker: Any) -> None:
    checker.get(at("gate_eligibility", application))
    assert list(SensitiveRead.objects.values_list("kind", "object_id", "purpose")) == [
        ("calls.application", application.public_id, "selecting")
    ]


def test_a_call_without_gates_shows_none(application: Application) -> None:
    without = an_application(a_call("closed"), an_organisation(), "submitted")
    officer = staff(Role.PROGRAMME_OFFICER, without)
    shown = officer.get(at("application", without))
    assert "Screening" not in words(shown)
    assert at("application_reviewers", without) in links(shown)


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("show", ["", "screened"])
def test_the_list_costs_the_same_at_any_length(count: int, show: str, django_assert_num_queries: Any) -> None:
    call = with_gates(a_call("closed"))
    rows = [to_screen(call) for _each in range(count)]
    for row in rows if show else []:
        passed(row)
    client = staff(Role.GATE_CHECKER, rows[0])
    with django_assert_num_queries(7):
        page = client.get(reverse("screenings"), {"show": show})
    assert len(parsed(page).xpath("//tbody/tr")) == count


@pytest.mark.usefixtures("settled")
def test_a_gates_page_costs_at_most_20_queries(
    application: Application, checker: Any, django_assert_max_num_queries: Any
) -> None:
    closed(application, "A")
    for name in STEPS:
        checker.get(at(name, application))  # what is published of a form is read once a process
        with django_assert_max_num_queries(20):
            assert checker.get(at(name, application)).status_code == 200


@pytest.mark.usefixtures("settled")
def test_an_applications_page_costs_at_most_20_queries_for_everybody(
    application: Application, checker: Any, django_assert_max_num_queries: Any
) -> None:
    closed(application, "A")
    officer = staff(Role.PROGRAMME_OFFICER, application)
    for client in (checker, officer, signatory_of(application)):
        client.get(at("application", application))
        with django_assert_max_num_queries(20):
            assert client.get(at("application", application)).status_code == 200


@pytest.mark.usefixtures("settled")
def test_a_selected_applications_page_costs_no_more(
    application: Application, django_assert_max_num_queries: Any
) -> None:
    passed(application)
    for score in (3, 4):
        a_review(application, score=score)
    Application.objects.filter(pk=application.pk).update(state="selected")
    officer = staff(Role.PROGRAMME_OFFICER, application)
    officer.get(at("application", application))
    with django_assert_max_num_queries(20):
        assert officer.get(at("application", application)).status_code == 200
