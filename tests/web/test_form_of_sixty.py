"""A form as in real life, of sixty questions and a file, built at the desk, published, filled in, handed in."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from saanjh.calls.models import Application
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models import RoleHeld, StoredFile
from saanjh.questions.models import FormVersion, Question
from tests.calls.factories import a_call, a_programme, an_application
from tests.factories import a_district, an_organisation, holding, second_factor
from tests.questions.test_attached import PDF
from tests.web.browsing import client_of, form, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
YES_NO = "Yes | ہاں\nNo | نہیں"

# code, kind, what else is typed; as in application forms of grant programmes for small organisations
PAGES: dict[str, list[tuple[str, str, dict[str, str]]]] = {
    "The organisation": [
        ("registered", "choice", {"choices": YES_NO}),
        ("registered_on", "date", {"show_if": "${registered} = 'yes'", "check_that": ". <= today()",
                                   "check_words_en": "Write a day that is not in the future."}),
        ("law", "short_text", {"show_if": "${registered} = 'yes'"}),
        ("host", "short_text", {"show_if": "${registered} = 'no'"}),
        ("host_agrees", "choice", {"choices": YES_NO, "show_if": "${registered} = 'no'"}),
        ("years", "count", {"lowest": "0", "highest": "150"}),
        ("women_in_lead", "count", {"lowest": "0"}),
        ("lead", "count", {"lowest": "1", "check_that": ". >= ${women_in_lead}",
                           "check_words_en": "All who lead are at least as many as the women among them."}),
        ("earlier_grants", "choice", {"choices": YES_NO}),
        ("papers", "file", {"takes": "pdf", "at_most": "2", "show_if": "${registered} = 'yes'"}),
    ],
    "Earlier grants": [
        ("largest_grant", "money", {"currency": "PKR"}),
        ("grant_year", "count", {"lowest": "1990", "highest": "2100"}),
        ("grant_for", "long_text", {"word_limit": "60"}),
        ("audited", "choice", {"choices": YES_NO}),
        ("audit_open", "long_text", {"show_if": "${audited} = 'yes'", "required": ""}),
    ],
    "The problem": [
        ("what_is_wrong", "long_text", {"word_limit": "200"}),
        ("how_known", "choices", {"choices": "Talks\nSurvey\nRecords\nOther"}),
        ("survey_size", "count", {"show_if": "selected(${how_known}, 'survey')", "lowest": "1"}),
        ("how_else", "short_text", {"show_if": "selected(${how_known}, 'other')"}),
        ("asked_women", "choice", {"choices": YES_NO}),
        ("why_not_women", "long_text", {"show_if": "${asked_women} = 'no'"}),
        ("where", "districts", {}),
        ("many_places", "long_text", {"show_if": "count-selected(${where}) > 1"}),
    ],
    "The work": [
        ("what_you_do", "long_text", {"word_limit": "300"}),
        ("kinds", "choices", {"choices": "Training\nDialogue\nSports\nArts"}),
        ("sessions", "count", {"show_if": "selected(${kinds}, 'training')", "lowest": "1"}),
        ("trainees", "count", {"show_if": "selected(${kinds}, 'training')", "lowest": "1"}),
        ("per_session", "number", {"show_if": "${trainees} > ${sessions} * 40"}),
        ("dialogues", "count", {"show_if": "selected(${kinds}, 'dialogue')"}),
        ("sports", "short_text", {"show_if": "selected(${kinds}, 'sports')"}),
        ("arts", "short_text", {"show_if": "selected(${kinds}, 'arts')"}),
        ("begins", "date", {}),
        ("ends", "date", {"check_that": ". > ${begins}", "check_words_en": "The end comes after the beginning."}),
        *[(f"step_{number}", "short_text", {"required": "on" if number == 1 else ""}) for number in range(1, 7)],
    ],
    "People and risks": [
        ("staff", "table", {"fewest_rows": "2", "most_rows": "6"}),
        ("volunteers", "count", {"lowest": "0"}),
        ("volunteer_cover", "long_text", {"show_if": "${volunteers} > 0"}),
        ("could_go_wrong", "long_text", {}),
        ("if_it_does", "long_text", {}),
        ("women_reach", "long_text", {}),
        ("complaints", "choice", {"choices": YES_NO}),
        ("complaints_how", "long_text", {"show_if": "${complaints} = 'yes'"}),
        ("children", "choice", {"choices": YES_NO}),
        ("children_safe", "long_text", {"show_if": "${children} = 'yes'"}),
        *[(f"risk_{number}", "short_text", {"required": ""}) for number in range(1, 5)],
    ],
    "What it costs": [
        ("budget", "budget", {"currency": "PKR", "track": "full", "check_that": "sum(${budget/amount}) <= 1000000",
                              "check_words_en": "Ask for 1,000,000 at most."}),
        ("own_share", "money", {"currency": "PKR", "lowest": "0", "required": ""}),
        ("own_share_from", "short_text", {"show_if": "${own_share} > 0"}),
        ("prices", "choices", {"choices": "Quotes\nEarlier work\nMarket"}),
        ("bank", "choice", {"choices": YES_NO}),
        ("no_bank", "long_text", {"show_if": "${bank} = 'no'"}),
        ("others_pay", "choice", {"choices": YES_NO}),
        ("who_pays", "long_text", {"show_if": "${others_pay} = 'yes'"}),
    ],
}  # fmt: skip
COLUMNS = [
    ("role", "short_text", {}),
    ("people", "count", {"lowest": "1"}),
    ("pay", "money", {"currency": "PKR", "required": ""}),
    ("paid", "choice", {"choices": "Monthly\nDaily"}),
]


def at(name: str, thing: Any, *more: Any) -> str:
    return reverse(name, args=[thing.public_id, *more])


def designed(client: Client, programme: Any) -> FormVersion:
    """The form, built as an officer does it."""
    send(client, at("form_new", programme), title_en="The long form", title_ur="لمبا فارم")
    version = FormVersion.objects.get()
    for title, questions in PAGES.items():
        condition = {"show_if": "${earlier_grants} = 'yes'"} if title == "Earlier grants" else {}
        assert send(client, at("section_new", version), title_en=title, **condition).status_code == 303
        for code, kind, typed in questions:
            typed = {name: value for name, value in typed.items() if value or name != "required"} | (
                {"required": None} if typed.get("required") == "" else {}
            )
            made = send(client, at("question_new", version), code=code, kind=kind, label_en=f"About {code}", **typed)
            assert made.status_code == 303, (code, mistakes(made))
    for code, kind, typed in COLUMNS:
        typed = {name: value or None for name, value in typed.items()}
        made = send(
            client, f"{at('question_new', version)}?table=staff", code=code, kind=kind, label_en=f"Its {code}", **typed
        )
        assert made.status_code == 303, (code, mistakes(made))
    return version


@pytest.mark.slow
@pytest.mark.usefixtures("data_folder")
def test_a_form_of_sixty_questions_is_built_published_filled_in_and_handed_in() -> None:
    programme = a_programme()
    officer = client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=programme.pk)))
    version = designed(officer, programme)
    assert Question.objects.filter(table=None).count() == 61
    outline = words(officer.get(at("form_version", version)))
    assert "Shown if “\u2068About earlier_grants\u2069” is “\u2068Yes\u2069”." in outline
    assert "Before it can be published" not in outline
    assert parsed(officer.get(at("form_preview", version), {"step": "5"})).xpath("//input[@name='q-staff-1-people']")
    assert send(officer, at("form_publish", version)).status_code == 303
    version.refresh_from_db()

    neem = an_organisation()
    a_district(slug="badin")
    application = an_application(a_call(programme=programme, form_version=version), neem, whole=False)
    client = client_of(holding(Role.SIGNATORY, over=neem.pk))
    page = [at("application_answers", application, number) for number in range(1, 7)]
    last = at("application_check", application)

    def fill(number: int, **typed: Any) -> Any:
        url = page[number - 1]
        return send(client, url, **{f"q-{code}": value for code, value in typed.items()})

    about = {"title_en": "Together", "amount_minor": "900000", "months": "8", "districts": ["badin", "", ""]}
    assert send(client, at("application_about", application), **about).url == page[0]
    assert fill(1, registered="yes", years="4", women_in_lead="3", lead="2", earlier_grants="no").url == page[0]
    assert "At least as many" not in words(client.get(page[0]))
    assert "Mend this: All who lead are at least as many as the women among them." in words(client.get(page[0]))
    refused = fill(1, registered_on="2020-01-01", lead="five", papers=SimpleUploadedFile("a.pdf", PDF))
    assert refused.status_code == 422
    assert parsed(refused).xpath("//input[@name='q-papers-gone']")  # it stays, whatever else is to be mended
    assert fill(1, registered_on="2020-01-01", law="Societies Act", lead="5").url == page[2]  # the second is hidden
    assert fill(3, what_is_wrong="Quarrels.", how_known=["talks"], asked_women="yes", where="badin").url == page[3]
    work = {"what_you_do": "Talks.", "kinds": ["training", "sports"], "begins": "2027-01-01", "ends": "2026-01-01"}
    assert fill(4, **work, step_1="Meet").url == page[3]
    assert "q-arts" not in form(client.get(page[3]))
    assert fill(4, ends="2027-08-01", sessions="2", trainees="100", sports="Cricket").url == page[3]
    assert fill(4, per_session="50").url == page[4]

    people = {"volunteers": "0", "could_go_wrong": "Rain.", "if_it_does": "Wait.", "women_reach": "By van."}
    people |= {"complaints": "no", "children": "no"}
    first = {"staff-0-role": "Trainer", "staff-0-people": "two", "staff-0-paid": "daily"}
    refused = fill(5, **people, **first)
    assert refused.status_code == 422
    assert "Row 1, “Its people”: Write a number, such as 120 or ۱۲۰." in mistakes(refused)[0]
    assert form(refused)["q-staff-0-people"] == ["two"]
    added = fill(5, **people, **(first | {"staff-0-people": "2"}), more="staff")
    assert added.url == page[4]  # `more` stood under another name
    two = form(client.get(page[4]))
    more = client.post(page[4], {**two, "more": "staff"})
    assert more.url == f"{page[4]}?more=staff#id_q-staff-1"
    assert parsed(client.get(f"{page[4]}?more=staff")).xpath("//fieldset[@id='id_q-staff-1']")
    assert form(client.get(f"{page[4]}?more=staff"))["q-staff-rows"] == ["3"]
    second = {"staff-1-role": "Cook", "staff-1-people": "1", "staff-1-pay": "1.5 lakh", "staff-1-paid": "monthly"}
    assert fill(5, **second).url == page[5]

    lines = [("A", "Trainer", "3", "90000"), ("B", "Talks", "10", "45000"), ("E", "Survey", "1", "42000"),
             ("G", "Van", "10", "2500"), ("I", "Office", "1", "30000")]  # fmt: skip
    typed: dict[str, str] = {}
    for number, (heading, what, quantity, cost) in enumerate(lines):
        typed |= {f"budget-{number}-heading": heading, f"budget-{number}-what": what,
                  f"budget-{number}-quantity": quantity, f"budget-{number}-cost": cost}  # fmt: skip
    for wrong in ("-5", "USD 90000", "many"):
        refused = fill(6, **{"budget-rows": "5", **typed, "budget-0-cost": wrong})
        assert "Row 1, “Cost of one unit”: Write an amount in PKR" in mistakes(refused)[0]
        assert form(refused)["q-budget-0-cost"] == [wrong]
    rest = {"prices": ["quotes"], "bank": "yes", "others_pay": "no"}
    assert fill(6, **{"budget-rows": "5", **typed, "budget-0-quantity": "5"}, **rest).url == page[5]
    told = words(client.get(page[5]))
    assert "“\u2068Staff and volunteers\u2069” may be at most 40 % of the whole budget: it is 45.1 %." in told
    assert fill(6, **{"budget-0-quantity": "3"}).url == last

    check = client.get(last)
    assert "missing" not in words(check)
    assert "By heading" in words(check)
    assert send(client, last).status_code == 303
    application = Application.objects.get()
    kept = application.sheet.answers
    assert application.state == "submitted"
    assert kept["staff"][1] == {
        "role": "Cook", "people": "1", "pay": {"minor": 15000000, "currency": "PKR"}, "paid": "monthly"
    }  # fmt: skip
    assert (len(kept["budget"]), "largest_grant" in kept, "host" in kept) == (5, False, False)
    assert kept["papers"] == [StoredFile.objects.get().public_id]
    assert "Cricket" in words(client.get(at("application", application)))


def test_a_form_is_begun_as_a_copy_of_one_from_another_programme_that_the_officer_designs() -> None:
    first, second, others = a_programme(), a_programme(), a_programme()
    person = second_factor(holding(Role.PROGRAMME_OFFICER, over=first.pk))
    RoleHeld.objects.create(
        person=person, role=Role.PROGRAMME_OFFICER, scope_kind=ScopeKind.PROGRAMME, scope_id=second.pk
    )
    client = client_of(person)
    send(client, at("form_new", first), title_en="Short form")
    version = FormVersion.objects.get()
    send(client, at("section_new", version), title_en="The work")
    send(client, at("question_new", version), code="staff", kind="table", label_en="Who?")
    send(client, f"{at('question_new', version)}?table=staff", code="role", kind="short_text", label_en="Role")
    opened = client.get(at("form_copy", version))
    assert form(opened)["title_en"] == ["Short form"]
    made = send(client, at("form_copy", version), title_en="Short form, again", programme=str(second.pk))
    copy = FormVersion.objects.exclude(pk=version.pk).get()
    assert made.url == at("form_version", copy)
    assert (copy.state, copy.number, copy.form.scope_id) == ("draft", 1, second.pk)
    assert list(copy.questions.values_list("code", flat=True).order_by("code")) == ["role", "staff"]
    assert send(client, at("form_copy", version), programme=str(others.pk)).status_code == 422
    assert (
        client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=others.pk)))
        .get(at("form_copy", version))
        .status_code
        == 404
    )
