"""Lists and the bank come in from files, once; what a person corrected stays."""

import pytest

from saanjh.exchange import codelists
from saanjh.formats import sheets
from saanjh.ground import search
from saanjh.ground.access import Role
from saanjh.ground.models import Line, Person
from saanjh.ground.refusals import Refusal
from saanjh.programmes.actions import codelists as actions
from saanjh.programmes.codelists import Changes, Lists
from saanjh.programmes.models import Indicator, Scheme, Theme
from saanjh.programmes.queries import bank, labels
from tests.factories import holding
from tests.programmes.factories import a_theme

pytestmark = pytest.mark.django_db
LIST = "code,label_en,label_ur,note,standing,source\nrain,Rain,بارش,,default,Ours\nsun,Sun,دھوپ,,default,Ours\n"


def test_the_projects_own_lists_and_bank_come_in_once() -> None:
    system = Person.objects.system()
    changes = codelists.bring_in_ours(by=system)
    assert (len(changes.indicators_added), Indicator.objects.core().count()) == (64, 12)
    assert set(Theme.objects.values_list("scheme", flat=True)) == set(Scheme.values)
    assert codelists.bring_in_ours(by=system) == Changes()
    assert [len(theme.bank) for theme in bank()] == [6, 6, 6, 6, 6, 5, 7, 7, 5, 4, 6]
    assert search.ids_of("ثابت قدمی", Indicator, public_only=True)


def test_every_code_of_the_bank_has_its_words_on_a_list() -> None:
    codelists.bring_in_ours(by=Person.objects.system())
    for field, scheme in (("unit", "units"), ("frequency", "frequencies"), ("aggregation", "aggregations")):
        assert set(Indicator.objects.values_list(field, flat=True)) <= set(labels(Scheme(scheme)))


def test_a_list_keeps_the_order_of_its_file() -> None:
    codelists.bring_in({"drivers.csv": LIST.encode()}, by=Person.objects.system())
    assert [row.code for row in Theme.objects.of(Scheme.DRIVERS)] == ["rain", "sun"]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OPERATOR])
def test_a_corrected_label_survives_the_next_loading(role: Role) -> None:
    system = Person.objects.system()
    codelists.bring_in({"drivers.csv": LIST.encode()}, by=system)
    row = Theme.objects.get(code="rain")
    actions.correct(row, label_en="Heavy rain", label_ur="تیز بارش", by=holding(role))
    changes = codelists.bring_in({"drivers.csv": LIST.replace("Sun", "Sunshine").encode()}, by=system)
    assert changes == Changes(themes_changed=(("drivers", "sun"),), kept=(("drivers", "rain"),))
    assert list(Theme.objects.values_list("label_en", flat=True)) == ["Heavy rain", "Sunshine"]
    assert Line.objects.filter(verb="label_corrected").get().facts == {"scheme": "drivers", "code": "rain"}


def test_others_change_no_list() -> None:
    row = a_theme()
    for person in (holding(Role.PROGRAMME_OFFICER, 1), holding(Role.AUDITOR)):
        with pytest.raises(Refusal):
            actions.correct(row, label_en="A", label_ur="ا", by=person)
        with pytest.raises(Refusal):
            actions.bring_in(Lists(), by=person)


def test_an_unsound_row_is_named_and_nothing_is_written() -> None:
    wrong = LIST.replace("rain,Rain", "rain,").replace("default,Ours\nsun", "sure,Ours\nsun")
    found = codelists.read({"drivers.csv": wrong.encode()}).problems
    assert [(each.problem.code, each.problem.row, each.problem.column) for each in found] == [
        ("blank", 2, "label_en"),
        ("not_listed", 2, "standing"),
    ]
    with pytest.raises(ValueError, match="2 problems"):
        codelists.bring_in({"drivers.csv": wrong.encode()}, by=Person.objects.system())


def test_a_bank_without_its_lists_is_a_problem_of_each_code() -> None:
    handed = codelists.read({"bank.csv": codelists.files_in_ours()["bank.csv"]})
    assert {each.problem.code for each in handed.problems} == {"not_known"}
    assert len(handed.problems) == 64 * 4


def test_a_list_is_taken_as_a_workbook_and_not_twice() -> None:
    head, *rows = (line.split(",") for line in LIST.splitlines())
    book = sheets.workbook(head, rows)
    codelists.bring_in({"drivers.xlsx": book}, by=Person.objects.system())
    assert [row.label_ur for row in Theme.objects.of(Scheme.DRIVERS)] == ["بارش", "دھوپ"]
    twice = codelists.read({"drivers.csv": LIST.encode(), "drivers.xlsx": book}).problems
    assert [(each.file, each.problem.code) for each in twice] == [("drivers.csv", "twice"), ("drivers.xlsx", "twice")]
