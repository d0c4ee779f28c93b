"""The rules of a call's set at the desk: how they begin, what they refuse, who changes them."""

from typing import Any

import pytest

from saanjh.calls.actions import portfolios
from saanjh.calls.models import PanelRules
from saanjh.programmes.models import Scheme, Theme
from tests.calls.panels import RULES, a_chair, a_panel, an_officer, chosen_again
from tests.factories import a_district
from tests.web.browsing import client_of, form, mistakes, parsed, send, words
from tests.web.panel_pages import at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def test_the_rules_begin_with_the_defaults_which_say_that_they_are_such() -> None:
    call = a_panel()
    client = client_of(an_officer(call))
    page = client.get(at("call_panel_rules", call))
    typed = form(page)
    assert (typed["points_least"], typed["women_percent"], typed["first_time_percent"]) == (["60"], ["30"], ["30"])
    assert (typed["organisation_most"], typed.get("youth_percent"), typed.get("money_minor")) == (["1"], None, None)
    assert "It begins with 30, a default of this project: look at it and change it." in words(page)
    assert send(client, at("call_panel_rules", call), money_minor="۶ کروڑ").url == at("call_portfolio", call)
    panel = PanelRules.objects.get()
    assert (panel.money_minor, panel.women_percent, panel.youth_percent) == (60_000_000_00, 30, None)
    assert "set the panel’s rules" in words(client.get(at("desk_call", call)))


def test_whether_the_least_of_single_criteria_holds_is_asked_where_a_criterion_has_one() -> None:
    call = a_panel()
    client = client_of(a_chair(call))
    url = at("call_panel_rules", call)
    assert "criteria_least" not in form(client.get(url))
    assert send(client, url, money_minor="5 crore").status_code == 303
    assert not PanelRules.objects.get().criteria_least
    other = a_panel()
    other.criteria.update(min_percent=50, label_en="Do no harm")
    client, url = client_of(a_chair(other)), at("call_panel_rules", other)
    page = client.get(url)
    assert parsed(page).xpath("//input[@name='criteria_least']/@checked")
    assert "less on average in one of these is not chosen: Do no harm (50 %). It begins ticked" in words(page)
    send(client, url, money_minor="5 crore")
    panel = PanelRules.objects.get(call=other)
    assert panel.criteria_least
    silent = send(client, url, criteria_least=None)
    assert (silent.status_code, "Give the reason" in mistakes(silent)[0]) == (422, True)
    reason = "The scores for it came in late."
    changes = {"criteria_least": None, "women_percent": "", "money_minor": "6 crore"}
    assert send(client, url, **changes, reason=reason).status_code == 303
    panel.refresh_from_db()
    assert not panel.criteria_least
    assert reason in words(client.get(at("call_portfolio", other)))
    told = words(client.get(at("desk_call", other))).replace("\u2068", "").replace("\u2069", "")
    assert "The least of single criteria holds: off" in told
    assert "Money available: from Rs 50,000,000 to Rs 60,000,000" in told
    assert "Least share for organisations led by women: from 30 to nothing" in told


def test_a_panel_asks_for_its_themes_and_districts_and_changes_them() -> None:
    call = a_panel()
    theme = Theme.objects.create(scheme=Scheme.THEMES, code="trust", label_en="Trust", label_ur="اعتماد")
    call.programme.themes.add(theme, Theme.objects.create(scheme=Scheme.NPVE_5R, code="r1", label_en="Revisit"))
    a_district(slug="badin", name_en="Badin")
    client = client_of(a_chair(call))
    url = at("call_panel_rules", call)
    page = client.get(url)
    assert parsed(page).xpath("//input[@name='themes']/@value") == [str(theme.pk)]
    send(client, url, money_minor="5 crore", themes=[theme.pk], districts=["badin"])
    panel = PanelRules.objects.get()
    assert ([each.code for each in panel.themes.all()], [each.slug for each in panel.districts.all()]) == (
        ["trust"],
        ["badin"],
    )
    assert send(client, url, themes=None, women_percent="").status_code == 303
    drawn = panel.seed
    panel.refresh_from_db()
    assert (panel.themes.count(), panel.women_percent, panel.seed) == (0, None, drawn)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"money_minor": "-5"}, "Money available: Write"),
        (
            {"money_minor": "much"},
            "Write an amount in PKR, such as 150,000 or 1.5 lakh; not below 0, in no other currency.",
        ),
        (
            {"money_minor": "USD 500"},
            "Write an amount in PKR, such as 150,000 or 1.5 lakh; not below 0, in no other currency.",
        ),
        ({"money_minor": ""}, "This field is required."),
        ({"women_percent": "101"}, "Write 100 or less."),
        ({"women_percent": "half"}, "Write a number, such as 120 or ۱۲۰."),
        ({"organisation_most": "0"}, "Write 1 or more."),
        ({"shares_of": "votes"}, "Select a valid choice."),
        ({"districts": ["atlantis"]}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(wrong: dict[str, Any], said: str) -> None:
    call = a_panel()
    refused = send(client_of(an_officer(call)), at("call_panel_rules", call), **{"money_minor": "5 crore", **wrong})
    assert refused.status_code == 422
    assert said in mistakes(refused)[0]
    assert not PanelRules.objects.exists()


def test_nobody_chooses_the_seed_and_the_page_says_how_often_a_set_was_chosen() -> None:
    call = a_panel((4, 4), (4, 4))
    officer = an_officer(call)
    client, url = client_of(officer), at("call_panel_rules", call)
    page = client.get(url)
    assert "seed" not in form(page)
    assert "nobody chooses it" in words(page)
    opened = {**form(page), "money_minor": "900000", "seed": "s0"}
    assert client.post(url, opened).status_code == 303
    seed = PanelRules.objects.get().seed
    assert len(seed) == 16
    assert f"Seed of the lot: {seed}." in words(client.get(url))
    assert f"Seed of the lot: {seed}." in words(client.get(at("call_portfolio", call)))
    chosen_again(call, officer)
    assert "The choosing was run once for this call." in words(client.get(at("call_portfolio", call)))
    assert send(client, url, money_minor="950000", seed="s1", reason="A little more is there.").status_code == 303
    assert PanelRules.objects.get().seed == seed
    first, last = call.reckonings.get().answer, chosen_again(call, officer).answer
    assert first is not None
    assert last is not None
    assert first["outcome"]["chosen"] == last["outcome"]["chosen"]
    assert "The choosing was run 2 times for this call" in words(client.get(at("call_portfolio", call)))


def test_rules_changed_by_two_are_put_together_by_the_second() -> None:
    call = a_panel()
    portfolios.set_rules(call, by=an_officer(call), **RULES)
    first, second = client_of(an_officer(call)), client_of(a_chair(call))
    url = at("call_panel_rules", call)
    opened = form(second.get(url))
    assert send(first, url, women_percent="40").status_code == 303
    late = second.post(url, {**opened, "women_percent": "20"})
    assert (late.status_code, PanelRules.objects.get().women_percent) == (409, 40)
