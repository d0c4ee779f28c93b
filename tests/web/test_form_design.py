"""Officers design forms page by page and see them as applicants do."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.ground.access import Role
from saanjh.ground.models import Person
from saanjh.questions.models import FormVersion, Question, Section
from tests.calls.factories import a_form, a_programme
from tests.factories import holding, second_factor
from tests.questions.factories import a_draft, a_page, a_question, choices, freeze
from tests.web.browsing import form, links, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def officer_of(programme: Any) -> Client:
    client = Client()
    client.force_login(second_factor(holding(Role.PROGRAMME_OFFICER, over=programme.pk)))
    return client


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def a_version(*pages: tuple[str, ...]) -> tuple[FormVersion, Client]:
    """A draft whose pages ask these questions, and a client of its programme's officer."""
    programme = a_programme()
    version = a_draft(programme.pk)
    for number, codes in enumerate(pages, 1):
        page = a_page(version, number)
        for code in codes:
            a_question(page, code=code, label_en=f"What of {code}?")
    return version, officer_of(programme)


def part(name: str, version: FormVersion, which: Any) -> str:
    return reverse(name, args=[version.public_id, which])


def codes(version: FormVersion) -> list[str]:
    return list(FormVersion.objects.get(pk=version.pk).questions.values_list("code", flat=True))


def buttons(page: Any) -> list[str]:
    """The names of the buttons that move something, as they are read out."""
    return [str(each.get("aria-label")) for each in parsed(page).xpath("//main//button[@name='move']")]


def press(client: Client, version: FormVersion, name: str) -> Any:
    """Press the button with this name, as a keyboard does."""
    page = client.get(at("form_version", version))
    button = parsed(page).xpath("//main//button[@name='move'][@aria-label=$name]", name=name)[0]
    return client.post(at("form_version", version), {**form(page), "move": button.get("value")})


def test_a_form_is_designed_previewed_published_and_revised_without_code() -> None:
    programme = a_programme()
    client = officer_of(programme)
    send(client, at("form_new", programme), title_en="Short form", title_ur="مختصر فارم")
    version = FormVersion.objects.get()
    send(client, at("section_new", version), title_en="The work", title_ur="کام", intro_en="Name nobody.")
    made = send(
        client,
        at("question_new", version),
        kind="choice",
        label_en="What kind of work?",
        label_ur="کس طرح کا کام؟",
        choices="Dialogue | بات چیت\r\n\r\nTraining|تربیت\nSupport",
    )
    question = Question.objects.get()
    assert (made.status_code, made.url) == (303, f"{at('form_version', version)}#question-{question.pk}")
    assert list(question.choices.values_list("code", "label_ur")) == [
        ("dialogue", "بات چیت"),
        ("training", "تربیت"),
        ("support", ""),
    ]
    send(client, at("question_new", version), kind="money", label_en="What does it cost?", currency="pkr", highest="50")
    assert Question.objects.get(kind="money").currency == "PKR"
    preview = client.get(at("form_preview", version))
    assert len(parsed(preview).xpath("//main//input[@type='radio']")) == 3
    assert not parsed(preview).xpath("//main//form")
    send(client, part("question_remove", version, "what_does_it_cost"))
    assert send(client, at("form_publish", version)).status_code == 303
    shown = client.get(at("form_version", version))
    assert links(shown)[-3:] == [at(name, version) for name in ("form_preview", "form_revise", "form_copy")]
    assert buttons(shown) == []
    assert send(client, at("form_revise", version)).status_code == 303
    draft = FormVersion.objects.get(state="draft")
    assert draft.questions.get().code == "what_kind_of_work"
    assert at("form_version", draft) in links(client.get(at("form_version", version)))
    assert "has a draft already" in words(client.get(at("form_revise", version)))


def test_questions_and_pages_are_moved_by_plain_buttons_and_the_page_says_where_one_stands() -> None:
    version, client = a_version(("a", "b"), ("c",))
    b = version.questions.get(code="b")
    moved = press(client, version, "Down: What of b?")
    assert (moved.status_code, moved.url) == (303, f"{at('form_version', version)}#question-{b.pk}")
    assert codes(version) == ["a", "b", "c"]
    assert Question.objects.get(pk=b.pk).section.title_en == "Page 2"
    press(client, version, "Move the page up: Page 2")
    assert codes(version) == ["b", "c", "a"]
    page = client.get(at("form_version", version))
    assert "It is moved." in words(page)
    assert buttons(page) == [
        "Move the page down: Page 2",
        "Down: What of b?",
        "Up: What of c?",
        "Down: What of c?",
        "Move the page up: Page 1",
        "Up: What of a?",
    ]
    assert parsed(page).get_element_by_id(f"question-{b.pk}").tag == "li"


def test_a_move_sent_twice_is_made_once_and_one_that_is_no_longer_there_is_refused() -> None:
    version, client = a_version(("a", "b", "c"))
    page = client.get(at("form_version", version))
    c = version.questions.get(code="c")
    sent = {**form(page), "move": f"question-{c.pk}-up"}
    assert [client.post(at("form_version", version), sent).status_code for _time in "12"] == [303, 303]
    assert codes(version) == ["a", "c", "b"]
    for nonsense in (f"question-{c.pk}-left", "question-0-up", "", "x" * 90):
        opened = form(client.get(at("form_version", version)))
        assert client.post(at("form_version", version), {**opened, "move": nonsense}).status_code == 422
    opened = form(client.get(at("form_version", version)))
    send(client, part("question_remove", version, "c"))
    refused = client.post(at("form_version", version), {**opened, "move": f"question-{c.pk}-up"})
    assert "no longer stands where you saw it" in mistakes(refused)[0]
    assert codes(version) == ["a", "b"]


def test_a_question_is_reworded_with_only_the_fields_of_its_kind() -> None:
    version, client = a_version(("a",))
    choices(a_question(version.sections.get(), "choice"), "Talks", "Sports")
    url = part("question_change", version, "choice")
    opened = form(client.get(url))
    assert opened["choices"] == ["\nTalks | انتخاب 1\nSports | انتخاب 2"]  # a browser drops the first line break
    assert send(client, url, label_en="Which?", choices="Sports | کھیل\nTalks | بات چیت").status_code == 303
    asked = version.questions.get(code="choice")
    assert asked.label_en == "Which?"
    assert list(asked.choices.values_list("code", flat=True)) == ["sports", "talks"]
    twice = send(client, url, choices="Talks\nTALKS")
    assert "stands there twice" in mistakes(twice)[0]
    of_a_text = parsed(client.get(part("question_change", version, "a")))
    assert [len(of_a_text.xpath("//main//*[@name=$name]", name=name)) for name in ("word_limit", "choices")] == [1, 0]


def test_a_page_is_reworded_and_taken_out_by_what_it_is_and_not_by_its_number() -> None:
    version, client = a_version(("a",), ("b",))
    second = version.sections.get(position=2)
    change, remove = part("section_change", version, 2), part("section_remove", version, 2)
    opened, confirming = form(client.get(change)), client.get(remove)
    assert "Page 2" in words(confirming)
    press(client, version, "Move the page up: Page 2")
    assert client.post(change, {**opened, "title_en": "The work"}).status_code == 303
    assert Section.objects.get(pk=second.pk).title_en == "The work"
    assert client.post(remove, form(confirming)).status_code == 303
    assert codes(version) == ["a"]
    assert client.get(part("section_change", version, 2)).status_code == 404


def test_words_that_somebody_else_changed_meanwhile_are_not_undone_unseen() -> None:
    version, client = a_version(("a",))
    for url in (part("question_change", version, "a"), part("section_change", version, 1)):
        name = "label_en" if "questions" in url else "title_en"
        opened = form(client.get(url))
        send(client, url, **{name: "Theirs?"})
        late = client.post(url, {**opened, name: "Mine?"})
        assert (late.status_code, "Theirs?" in words(late)) == (409, True)


def test_an_empty_form_and_an_empty_page_say_what_to_do_and_lead_there() -> None:
    version, client = a_version()
    for name in ("form_version", "form_preview"):
        page = client.get(at(name, version))
        assert "This form asks nothing yet" in words(page)
        assert at("section_new", version) in links(page)
    assert client.get(at("question_new", version))["Location"] == at("section_new", version)
    assert "asks nothing yet" in words(client.get(at("form_publish", version)))
    send(client, at("section_new", version), title_en="The work")
    page = client.get(at("form_version", version))
    assert "The page “\u2068The work\u2069” asks nothing yet. Add a question to it, or take the page out." in words(
        page
    )
    assert f"{at('question_new', version)}?page=1" in links(page)
    assert at("form_publish", version) not in links(page)
    assert f"{at('question_new', version)}?page=1" in links(client.get(at("form_preview", version)))


def test_a_question_begins_on_the_page_from_which_one_came() -> None:
    version, client = a_version(("a",), ("b",))
    pages = list(version.sections.all())
    for asked, chosen in (("1", pages[0]), ("2", pages[1]), ("", pages[1]), ("9", pages[1]), ("²", pages[1])):
        assert form(client.get(at("question_new", version), {"page": asked}))["section"] == [str(chosen.pk)]


def test_a_published_version_says_so_before_anybody_types() -> None:
    version, client = a_version(("a",))
    opened = form(client.get(part("question_change", version, "a")))
    freeze(version)
    for url in (
        at("section_new", version),
        at("question_new", version),
        part("section_change", version, 1),
        part("section_remove", version, 1),
        part("question_change", version, "a"),
    ):
        assert "never changes" in words(client.get(url))
    late = client.post(part("question_change", version, "a"), {**opened, "label_en": "Else?"})
    assert (late.status_code, "Else?" in late.content.decode()) == (422, True)
    assert Question.objects.get().label_en == "What of a?"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "colour"}, "Select a valid choice. colour is not one of the available choices."),
        ({"label_en": ""}, "This field is required."),
        ({"label_en": "x" * 301}, "Shorten this: at most 300 characters fit, and it has 301."),
        ({"kind": "number", "choices": "A|الف"}, "Only questions with choices have choices."),
        ({"kind": "money", "currency": "XYZ"}, "“XYZ” is not the code of a currency in use."),
        ({"kind": "choice", "choices": "Talks\ntalks"}, "The choice “\u2068talks\u2069” stands there twice."),
        ({"kind": "choice", "choices": "| الف"}, "Each choice needs its English words, before the |."),
        ({"label_en": "What is your religion?"}, "Nobody is asked for this here"),
        ({"kind": "money"}, "Name the currency by its three capital letters, such as PKR."),
        ({"currency": "PKR"}, "Only an amount has a currency."),
        ({"kind": "date", "word_limit": "5"}, "Only a text has a limit of words."),
        ({"highest": "5"}, "Only a number or an amount has a lowest and a highest value."),
        ({"kind": "number", "lowest": "6", "highest": "5"}, "The lowest value is above the highest."),
        ({"word_limit": "many"}, "Write a number, such as 120 or ۱۲۰."),
        ({"code": "Not a code"}, "Use small Latin letters, digits and _, a letter first."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(wrong: dict[str, str], said: str) -> None:
    programme = a_programme()
    client = officer_of(programme)
    send(client, at("form_new", programme), title_en="Short form")
    version = FormVersion.objects.get()
    send(client, at("section_new", version), title_en="The work")
    refused = send(client, at("question_new", version), **{"kind": "short_text", "label_en": "What?", **wrong})
    assert refused.status_code == 422
    assert said in mistakes(refused)[0]
    assert not Question.objects.exists()


def test_conditions_and_checks_are_written_at_the_desk_and_said_in_words_where_the_form_is_looked_at() -> None:
    version, client = a_version(("a",), ("b",))
    choices(a_question(version.sections.get(position=1), "choice", code="trained"), "Yes", "No")
    url = part("question_change", version, "b")
    done = send(
        client,
        url,
        show_if="${trained} = 'yes' and ${a} != ''",
        check_that="string-length(.) > 20",
        check_words_en="Write more.",
    )
    assert done.status_code == 303
    assert send(client, part("section_change", version, 2), show_if="selected(${trained}, 'yes')").status_code == 303
    shown = "Shown if “⁨What of choice?⁩” is “⁨Yes⁩” and “⁨What of a?⁩” is answered."
    page = words(client.get(at("form_version", version)))
    assert shown in page
    assert "Shown if “⁨Yes⁩” is chosen in “⁨What of choice?⁩”." in page
    assert "Check: the number of signs of the answer is more than 20." in page
    preview = words(client.get(at("form_preview", version), {"step": "2"}))
    assert shown in preview
    assert "Shown if “⁨Yes⁩” is chosen" in preview
    refused = send(client, url, show_if="${trained} = 'maybe'")
    assert "At character 14: ⁨maybe⁩ is not the code of a choice" in mistakes(refused)[0]
    assert form(refused)["show_if"][0].strip() == "${trained} = 'maybe'"
    send(client, part("question_remove", version, "trained"))
    page = client.get(at("form_version", version))
    assert part("section_change", version, 2) in links(page)
    assert part("question_change", version, "b") in links(page)
    assert at("form_publish", version) not in links(page)


def test_another_programmes_forms_are_a_404() -> None:
    version = a_form(a_programme())
    client = officer_of(a_programme())
    for name in ("form_version", "form_preview", "section_new", "question_new", "form_publish", "form_revise"):
        assert client.get(at(name, version)).status_code == 404
    for name, which in (("section_change", 1), ("section_remove", 1), ("question_change", "what")):
        assert client.get(part(name, version, which)).status_code == 404
    assert "No form yet" in words(client.get(reverse("forms")))


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("count", [1, 3])
def test_the_outline_of_a_draft_costs_the_same_at_any_length(count: int, django_assert_num_queries: Any) -> None:
    version, client = a_version(*[tuple(f"q{page}{n}" for n in range(count)) for page in range(count)])
    with django_assert_num_queries(11):
        client.get(at("form_version", version))


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_forms_costs_the_same_at_any_length(count: int, django_assert_num_queries: Any) -> None:
    programme = a_programme()
    for _each in range(count):
        a_form(programme)
    client = officer_of(programme)
    with django_assert_num_queries(8):
        page = client.get(reverse("forms"))
    assert len(parsed(page).xpath("//tbody/tr")) == count


def test_formulas_are_shown_as_they_are_typed_in_either_language() -> None:
    version, client = a_version(("trained",))
    for language in ("en", "ur"):
        Person.objects.update(language=language)
        page = parsed(client.get(at("question_new", version)))
        assert page.get("lang") == language
        examples = [each.text for each in page.xpath("//code[@dir='ltr']")]
        assert {"${trained} = 'yes'", ". <= today()"} <= set(examples)


def test_a_preview_has_no_button_that_leads_nowhere() -> None:
    version, client = a_version(("trained",))
    section = version.sections.get()
    table = a_question(section, "table", code="steps")
    Question.objects.create(version=version, table=table, kind="short_text", code="what", label_en="What", position=1)
    page = parsed(client.get(at("form_preview", version)))
    assert page.xpath("//main//fieldset[@id='id_q-steps-0']")
    assert page.xpath("//main//button[@name='more']") == []


def test_a_question_is_put_at_any_place_at_once() -> None:
    version, client = a_version(("a", "b"), ("c", "d"))
    d, a = (version.questions.get(code=code) for code in ("d", "a"))
    moved = send(client, part("question_move", version, "d"), place=f"question-{a.pk}")
    assert (moved.status_code, moved.url) == (303, f"{at('form_version', version)}#question-{d.pk}")
    assert codes(version) == ["a", "d", "b", "c"]
    last = version.sections.last()
    send(client, part("question_move", version, "a"), place=f"page-{last.pk}")
    assert codes(version) == ["d", "b", "a", "c"]
    assert part("question_move", version, "a") in links(client.get(at("form_version", version)))
    refused = send(client, part("question_move", version, "a"), place=f"question-{a.pk}")
    assert (refused.status_code, codes(version)) == (422, ["d", "b", "a", "c"])


def test_a_column_is_put_after_another_one_of_its_table() -> None:
    version, client = a_version(("a",))
    table = a_question(version.sections.get(), "table", code="steps")
    for place, code in enumerate(("what", "who", "when"), 1):
        facts = {"code": code, "label_en": code, "position": place}
        Question.objects.create(version=version, table=table, kind="short_text", **facts)
    who = table.columns.get(code="who")
    send(client, part("question_move", version, "steps-what"), place=f"question-{who.pk}")
    assert list(table.columns.values_list("code", flat=True)) == ["who", "what", "when"]
    send(client, part("question_move", version, "steps-when"), place="first")
    assert list(table.columns.values_list("code", flat=True)) == ["when", "who", "what"]


def test_a_question_is_shown_on_an_earlier_choice_without_a_formula() -> None:
    version, client = a_version(("a",))
    page = version.sections.get()
    choices(a_question(page, "choice", code="partner", label_en="Partner?"), "Yes", "No")
    choices(a_question(page, "choices", code="themes", label_en="Themes?"), "Sports", "Arts")
    opened = client.get(at("question_new", version))
    assert parsed(opened).xpath("//select[@name='show_when']//option/@value") == [
        *("", "${partner} = 'yes'", "${partner} = 'no'"),
        *("selected(${themes}, 'sports')", "selected(${themes}, 'arts')"),
    ]
    assert "Partner? partner" in words(opened)
    assert "Sports sports" in words(opened)
    send(client, at("question_new", version), kind="short_text", label_en="Which", show_when="${partner} = 'yes'")
    made = Question.objects.get(code="which")
    assert made.show_if == "${partner} = 'yes'"
    change = form(client.get(part("question_change", version, "which")))
    assert (change["show_when"], change["show_if"][0].strip()) == (["${partner} = 'yes'"], "")
    both = send(client, part("question_change", version, "which"), show_if="${a} != ''")
    assert "Choose from the list above, or write a formula: not both." in mistakes(both)[0]
    send(client, part("question_change", version, "which"), show_when="", show_if="${a} != ''")
    made.refresh_from_db()
    assert made.show_if == "${a} != ''"
    assert form(client.get(part("question_change", version, "which")))["show_if"][0].strip() == "${a} != ''"
    offered = parsed(client.get(part("question_change", version, "themes"))).xpath("//option/@value")
    assert "selected(${themes}, 'sports')" not in offered  # not before it is asked


def test_a_page_is_asked_on_an_earlier_choice_without_a_formula() -> None:
    version, client = a_version(("a",), ("b",))
    first, second = version.sections.all()
    choices(a_question(first, "choice", code="partner", label_en="Partner?"), "Yes", "No")
    choices(a_question(second, "choice", code="later", label_en="Later?"), "Yes", "No")
    change = part("section_change", version, 2)
    offered = parsed(client.get(change)).xpath("//select[@name='show_when']//option/@value")
    assert offered == ["", "${partner} = 'yes'", "${partner} = 'no'"]
    send(client, change, show_when="${partner} = 'no'")
    second.refresh_from_db()
    assert second.show_if == "${partner} = 'no'"
    assert form(client.get(change))["show_when"] == ["${partner} = 'no'"]
    send(client, at("section_new", version), title_en="More", show_when="${later} = 'yes'")
    assert version.sections.last().show_if == "${later} = 'yes'"
