"""A programme chooses what it measures, with its reason, once; and may set it aside without forgetting."""

import pytest

from saanjh.ground.access import Role
from saanjh.ground.models import Line, Person
from saanjh.ground.refusals import Refusal
from saanjh.programmes.actions import indicators
from saanjh.programmes.models import ChosenIndicator, Programme
from saanjh.programmes.queries import uses
from tests.factories import holding
from tests.programmes.factories import a_programme, an_indicator

pytestmark = pytest.mark.django_db


def officer_of(programme: Programme) -> Person:
    return holding(Role.PROGRAMME_OFFICER, programme.pk)


def test_an_indicator_is_chosen_with_reason_and_assumption() -> None:
    programme, indicator = a_programme(), an_indicator()
    chosen = indicators.choose(
        programme,
        indicator=indicator,
        reason="It shows who meets.",
        assumption="Groups count.",
        by=officer_of(programme),
    )
    assert (chosen.reason, chosen.assumption, uses(indicator)) == ("It shows who meets.", "Groups count.", [chosen])
    assert Line.objects.get().facts == {"code": indicator.code}


def test_an_indicator_is_not_chosen_without_a_reason() -> None:
    programme = a_programme()
    with pytest.raises(Refusal) as refused:
        indicators.choose(programme, indicator=an_indicator(), reason="  ", by=officer_of(programme))
    assert refused.value.field == "reason"


def test_an_indicator_is_chosen_once_and_again_only_after_it_was_set_aside() -> None:
    programme, indicator = a_programme(), an_indicator()
    officer = officer_of(programme)
    first = indicators.choose(programme, indicator=indicator, reason="A", by=officer)
    with pytest.raises(Refusal) as refused:
        indicators.choose(programme, indicator=indicator, reason="B", by=officer)
    assert refused.value.field == "indicator"
    indicators.set_aside(first, by=officer)
    second = indicators.choose(programme, indicator=indicator, reason="B", by=officer)
    assert list(ChosenIndicator.objects.current()) == [second]
    assert ChosenIndicator.objects.count() == 2


def test_what_was_set_aside_is_not_set_aside_again() -> None:
    programme = a_programme()
    officer = officer_of(programme)
    chosen = indicators.choose(programme, indicator=an_indicator(), reason="A", by=officer)
    indicators.set_aside(chosen, by=officer)
    with pytest.raises(Refusal):
        indicators.set_aside(chosen, by=officer)


def test_a_finance_officer_chooses_no_indicator() -> None:
    programme = a_programme()
    with pytest.raises(Refusal):
        indicators.choose(
            programme, indicator=an_indicator(), reason="A", by=holding(Role.FINANCE_OFFICER, programme.pk)
        )


def test_what_a_planned_programme_chose_is_not_public() -> None:
    programme, indicator = a_programme(state="draft"), an_indicator()
    indicators.choose(programme, indicator=indicator, reason="A", by=officer_of(programme))
    assert uses(indicator) == []
