"""The pages and questions of a draft are reworded, moved and taken out; what cannot be asked is refused in words."""

from typing import Any

import pytest

from saanjh.ground.access import Role
from saanjh.ground.models import Line
from saanjh.ground.refusals import Refusal
from saanjh.questions import queries, rules
from saanjh.questions.actions import forms, parts
from saanjh.questions.models import FormVersion, Question, Section
from tests.factories import a_person, holding
from tests.questions.factories import a_draft, a_page, a_question, choices, freeze

pytestmark = pytest.mark.django_db


def an_officer() -> Any:
    return holding(Role.PROGRAMME_OFFICER, over=1)


def order(version: FormVersion) -> list[tuple[str, list[str]]]:
    """Each page with the codes of its questions, as they stand in the database."""
    pages = Section.objects.filter(version=version)
    return [(page.title_en, list(page.questions.values_list("code", flat=True))) for page in pages]


def three_pages() -> FormVersion:
    """Pages 1, 2 and 3, which ask a and b, c, and nothing; the places have gaps, as after something was taken out."""
    version = a_draft()
    first, second = a_page(version, 1), a_page(version, 3)
    a_page(version, 7)
    for page, code in ((first, "a"), (first, "b"), (second, "c")):
        a_question(page, code=code)
    return version


@pytest.mark.parametrize(
    ("code", "up", "moved"),
    [
        ("b", True, [["b", "a"], ["c"], []]),
        ("a", False, [["b", "a"], ["c"], []]),
        ("b", False, [["a"], ["b", "c"], []]),
        ("c", True, [["a", "b", "c"], [], []]),
        ("c", False, [["a", "b"], [], ["c"]]),
    ],
)
def test_a_question_moves_up_and_down_and_over_the_edge_of_its_page(
    code: str, up: bool, moved: list[list[str]]
) -> None:
    version = three_pages()
    question = version.questions.get(code=code)
    parts.move_question(question, up=up, by=an_officer())
    assert [codes for _title, codes in order(version)] == moved
    page = next(place for place, codes in enumerate(moved, 1) if code in codes)
    assert Line.objects.get().facts == {"code": code, "page": page}


def test_every_question_can_be_walked_through_the_whole_form_and_back() -> None:
    version, officer = three_pages(), an_officer()
    before = order(version)
    for step in (False, False, False, False, True, True, True, True):
        parts.move_question(Question.objects.get(version=version, code="a"), up=step, by=officer)
    assert order(version) == before


@pytest.mark.parametrize(
    ("place", "up", "titles"),
    [
        (0, False, ["Page 3", "Page 1", "Page 7"]),
        (1, True, ["Page 3", "Page 1", "Page 7"]),
        (1, False, ["Page 1", "Page 7", "Page 3"]),
    ],
)
def test_a_page_moves_with_all_that_it_asks(place: int, up: bool, titles: list[str]) -> None:
    version = three_pages()
    asked = dict(order(version))
    parts.move_section(version.sections.all()[place], up=up, by=an_officer())
    assert order(version) == [(title, asked[title]) for title in titles]


def test_nothing_moves_beyond_the_ends_of_the_form() -> None:
    version, officer = three_pages(), an_officer()
    before = order(version)
    with pytest.raises(Refusal, match="first question already"):
        parts.move_question(version.questions.get(code="a"), up=True, by=officer)
    with pytest.raises(Refusal, match="first page already"):
        parts.move_section(version.sections.all()[0], up=True, by=officer)
    with pytest.raises(Refusal, match="last page already"):
        parts.move_section(version.sections.all()[2], up=False, by=officer)
    parts.remove_section(version.sections.all()[2], by=officer)
    with pytest.raises(Refusal, match="last question already"):
        parts.move_question(version.questions.get(code="c"), up=False, by=officer)
    assert order(version) == before[:2]


def test_a_question_is_reworded_and_keeps_its_code_and_its_place() -> None:
    version = three_pages()
    question = version.questions.get(code="b")
    parts.reword_question(
        question, label_en="What else?", label_ur="اور کیا؟", required=False, word_limit=9, by=an_officer()
    )
    fresh = Question.objects.get(pk=question.pk)
    assert (fresh.code, fresh.position, fresh.kind) == ("b", 2, "short_text")
    assert (fresh.label_en, fresh.label_ur, fresh.required, fresh.word_limit) == ("What else?", "اور کیا؟", False, 9)
    assert Line.objects.get().facts == {"code": "b", "fields": "label_en,label_ur,required,word_limit"}


def test_choices_keep_their_codes_where_one_language_stays_and_get_new_ones_where_all_is_new() -> None:
    question = choices(a_question(a_page(a_draft()), "choice"), "Talks", "Sports")
    question.choices.filter(code="talks").update(label_ur="بات چیت")
    question.choices.filter(code="sports").update(label_ur="کھیل")
    pairs = [("Games", "کھیل"), ("Talks", "گفتگو"), ("Help", "مدد"), ("Sports", "ورزش")]
    parts.reword_question(question, choices=pairs, by=an_officer())
    rows = list(question.choices.values_list("code", "label_en", "position"))
    assert rows == [("sports", "Games", 1), ("talks", "Talks", 2), ("help", "Help", 3), ("sports_2", "Sports", 4)]
    with pytest.raises(Refusal, match="Nothing was changed"):
        parts.reword_question(question, choices=pairs, by=an_officer())


def test_a_page_is_reworded_and_taken_out_with_its_questions() -> None:
    version, officer = three_pages(), an_officer()
    page = version.sections.all()[0]
    parts.reword_section(page, title_en="The place", title_ur="جگہ", intro_en="Name nobody.", by=officer)
    assert order(version)[0][0] == "The place"
    parts.remove_section(page, by=officer)
    assert order(version) == [("Page 3", ["c"]), ("Page 7", [])]
    assert Line.objects.get(verb="form_section_removed").facts == {"position": 1, "questions": 2}


def test_a_published_version_is_neither_reworded_nor_moved_nor_thinned_even_by_an_old_page() -> None:
    version, officer = three_pages(), an_officer()
    page, question = version.sections.all()[0], version.questions.get(code="b")
    freeze(FormVersion.objects.get(pk=version.pk))  # while this officer has the draft open
    before = order(version)
    for attempt in (
        lambda: parts.move_question(question, up=True, by=officer),
        lambda: parts.move_section(page, up=False, by=officer),
        lambda: parts.reword_question(question, label_en="Else?", by=officer),
        lambda: parts.reword_section(page, title_en="Else", by=officer),
        lambda: parts.remove_section(page, by=officer),
        lambda: parts.remove_question(question, by=officer),
        lambda: parts.add_section(version, title_en="More", by=officer),
    ):
        with pytest.raises(Refusal, match="never changes"):
            attempt()
    assert order(version) == before
    assert not Line.objects.exists()


def test_nobody_but_the_programmes_own_officer_changes_a_draft() -> None:
    version = three_pages()
    question, page = version.questions.get(code="b"), version.sections.all()[1]
    for stranger in (a_person(), holding(Role.PROGRAMME_OFFICER, over=2), holding(Role.PANEL_CHAIR, over=1)):
        for attempt in (
            lambda who: parts.move_question(question, up=True, by=who),
            lambda who: parts.move_section(page, up=True, by=who),
            lambda who: parts.reword_question(question, label_en="Else?", by=who),
            lambda who: parts.reword_section(page, title_en="Else", by=who),
            lambda who: parts.remove_section(page, by=who),
        ):
            with pytest.raises(Refusal, match="Only a programme officer"):
                attempt(stranger)


@pytest.mark.parametrize(
    ("kind", "wrong", "field", "said"),
    [
        ("choice", {"choices": [("Talks", "الف"), ("talks ", "ب")]}, "choices", "“.talks .” stands there twice"),
        ("choices", {"choices": [("Talks", "كھیل"), ("Sports", "کھیل")]}, "choices", "“.کھیل.” stands there twice"),
        ("choice", {"choices": [("", "الف")]}, "choices", "needs its English words"),
        ("choice", {"choices": [(f"C{n}", "") for n in range(41)]}, "choices", "more than 40"),
        ("money", {"currency": "XYZ"}, "currency", "“XYZ” is not the code of a currency in use"),
        ("money", {"currency": "ZWL"}, "currency", "is not the code of a currency in use"),
        ("money", {"currency": ""}, "currency", "three capital letters"),
        ("short_text", {"label_en": "What is your religion?"}, "label_en", "Nobody is asked for this"),
        ("short_text", {"label_ur": "مذہب کیا ہے؟"}, "label_ur", "Nobody is asked for this"),
    ],
)
def test_what_cannot_be_asked_is_refused_when_added_and_when_reworded(
    kind: str, wrong: dict[str, Any], field: str, said: str
) -> None:
    page, officer = a_page(a_draft()), an_officer()
    asked = a_question(page, kind)
    with pytest.raises(Refusal, match=said) as added:
        parts.add_question(page, **{"kind": kind, "label_en": "What?", "by": officer, **wrong})
    with pytest.raises(Refusal, match=said) as reworded:
        parts.reword_question(asked, by=officer, **wrong)
    assert (added.value.field, reworded.value.field) == (field, field)
    assert page.questions.count() == 1
    assert not Line.objects.exists()


def test_all_that_keeps_a_draft_from_being_published_is_said_in_the_order_of_the_form() -> None:
    version, officer = a_draft(), an_officer()
    assert [each.why for each in rules.unready(queries.sections(version))] == [
        "Add a page with questions first: this form asks nothing yet."
    ]
    page = a_page(version)
    choices(a_question(page, "choice", label_en="Which"), "Talks", "More").choices.filter(code="more").update(
        label_en="talks"  # as it could be said before anybody looked
    )
    choices(a_question(page, "choices", label_en="Which ones?"), "Talks")
    a_question(page, "money", label_en="How much?", currency="XYZ")
    empty = a_page(version, 2)
    found = rules.unready(queries.sections(version))
    twice, few, unknown, nothing = (str(each.why) for each in found)
    assert "talks\u2069” stands there twice" in twice
    assert "Which ones?\u2069” needs two choices or more." in few
    assert "“XYZ” is not the code of a currency in use" in unknown
    assert nothing == "The page “\u2068Page 2\u2069” asks nothing yet. Add a question to it, or take the page out."
    assert [each.question.code if each.question else "" for each in found] == ["choice", "choices", "money", ""]
    assert found[-1].section == empty
    with pytest.raises(Refusal, match="Change the question"):
        forms.publish(version, by=officer)


def test_a_code_that_another_question_has_is_refused_with_the_name_of_that_question() -> None:
    page, officer = a_page(a_draft()), an_officer()
    parts.add_question(page, kind="choice", label_en="Partner?", choices=[("Yes", ""), ("No", "")], by=officer)
    with pytest.raises(Refusal) as refused:
        parts.add_question(page, kind="short_text", label_en="Which one?", code="partner", by=officer)
    assert refused.value.field == "code"
    assert refused.value.why == "This code is used by “\u2068Partner?\u2069”. Choose a different one."
    table = parts.add_question(page, kind="table", label_en="Steps", by=officer)
    parts.add_question(table, kind="short_text", label_en="Who", code="partner", by=officer)  # beside other columns
    with pytest.raises(Refusal, match="This code is used by “\u2068Who\u2069”"):
        parts.add_question(table, kind="date", label_en="When", code="partner", by=officer)


def test_a_form_with_two_budgets_is_not_published() -> None:
    page, officer = a_page(a_draft()), an_officer()
    a_question(page, "budget", code="costs", label_en="What does it cost?")
    assert rules.unready(queries.sections(page.version)) == []
    second = a_question(page, "budget", code="more", label_en="And for the partner?")
    [found] = rules.unready(queries.sections(page.version))
    assert (found.question, found.taken_out) == (second, True)
    with pytest.raises(Refusal, match="The form has a budget already: “\u2068What does it cost\\?\u2069”"):
        forms.publish(page.version, by=officer)


@pytest.mark.parametrize(
    "act",
    [
        lambda question, by: parts.remove_question(question, by=by),
        lambda question, by: parts.move_question(question, up=True, by=by),
        lambda question, by: parts.reword_question(question, label_en="Anew", by=by),
    ],
)
def test_a_question_that_somebody_took_out_meanwhile_is_not_changed(act: Any) -> None:
    version, officer = a_draft(), an_officer()
    question = a_question(a_page(version), code="plan")
    Question.objects.filter(pk=question.pk).delete()
    with pytest.raises(Refusal, match="taken out meanwhile"):
        act(question, officer)
    assert not Line.objects.exists()
