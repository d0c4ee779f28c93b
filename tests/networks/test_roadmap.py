"""The roadmap: actions with a horizon, reports that follow one another, and what they depend on."""

import datetime

import pytest
from django.db import DatabaseError, transaction

from saanjh.ground import history, notices, search
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.refusals import Refusal
from saanjh.networks import queries
from saanjh.networks.actions import networks, roadmap
from saanjh.networks.models import RoadmapAction, StatusReport
from tests.factories import holding
from tests.networks.factories import a_network, a_pillar, an_action, convenor_of, days_ago, officer_of
from tests.programmes.factories import a_programme, a_theme

pytestmark = pytest.mark.django_db

WORDS = {"title_en": "Map the services", "horizon": "0-6", "lead_kind": "cso"}


def test_the_convenor_puts_an_action_on_the_roadmap() -> None:
    network = a_network()
    step = roadmap.add(
        network.programme, network=network, pillar=a_pillar(), by=convenor_of(network), cost_band="small", **WORDS
    )
    assert (step.state, step.horizon_ends) == ("planned", 6)
    assert [line.verb for line in history.of(step)] == ["roadmap_action_added"]
    assert search.ids_of("services", RoadmapAction, public_only=True) == [step.public_id]
    assert list(queries.public_actions()) == [step]


def test_the_horizon_ends_in_months_from_the_day_it_was_added() -> None:
    step = an_action(added_on=datetime.date(2026, 8, 31), horizon="6-18", horizon_ends=18)
    assert step.due_on == datetime.date(2028, 2, 29)


def test_an_action_of_the_whole_programme_is_added_by_its_officer_only() -> None:
    network = a_network()
    with pytest.raises(Refusal):
        roadmap.add(network.programme, pillar=a_pillar(), by=convenor_of(network), **WORDS)
    step = roadmap.add(network.programme, pillar=a_pillar(), by=officer_of(network), **WORDS)
    assert step.network is None


def test_neither_members_nor_other_networks_convenors_add() -> None:
    network, other = a_network(), a_network()
    for person in (holding(Role.MEMBER, over=network.pk), convenor_of(other), officer_of(other)):
        with pytest.raises(Refusal):
            roadmap.add(network.programme, network=network, pillar=a_pillar(), by=person, **WORDS)
    with pytest.raises(Refusal):  # a network of another programme
        roadmap.add(a_programme(), network=network, pillar=a_pillar(), by=convenor_of(network), **WORDS)
    assert RoadmapAction.objects.count() == 0


def test_a_closed_network_adds_nothing() -> None:
    network = a_network()
    officer = officer_of(network)
    networks.close(network, by=officer)
    with pytest.raises(Refusal):
        roadmap.add(network.programme, network=network, pillar=a_pillar(), by=officer, **WORDS)


def test_what_is_wrong_names_its_field() -> None:
    network = a_network()
    convenor = convenor_of(network)
    wrong = [
        ({"pillar": a_theme()}, "pillar"),
        ({"added_on": days_ago(-1)}, "added_on"),
        ({"depends_on": an_action()}, "depends_on"),
        ({"title_en": "Ask 35202-1234567-1"}, "title_en"),
    ]
    for facts, field in wrong:
        with pytest.raises(Refusal) as refused:
            roadmap.add(
                network.programme,
                network=network,
                by=convenor,
                **{"pillar": a_pillar(), **WORDS, **facts},  # type: ignore[arg-type]
            )
        assert refused.value.field == field


def test_each_report_is_kept_with_its_day() -> None:
    step = an_action()
    convenor = convenor_of(step.network)
    for state, days in (("on_track", 60), ("late", 30), ("late", 10), ("done", 1)):
        roadmap.report_status(step, state=state, on=days_ago(days), by=convenor)
    assert step.state == "done"
    assert list(step.reports.values_list("state", "on")) == [
        ("on_track", days_ago(60)),
        ("late", days_ago(30)),
        ("late", days_ago(10)),
        ("done", days_ago(1)),
    ]
    assert [each.reported_on for each in queries.public_actions()] == [days_ago(1)]


def test_nobody_reports_before_the_last_report_or_tomorrow_or_before_the_action_was_there() -> None:
    step = an_action()
    convenor = convenor_of(step.network)
    roadmap.report_status(step, state="on_track", on=days_ago(20), by=convenor)
    for days in (21, 101, -1):
        with pytest.raises(Refusal) as refused:
            roadmap.report_status(step, state="late", on=days_ago(days), by=convenor)
        assert refused.value.field == "on"
    assert StatusReport.objects.count() == 1


@pytest.mark.parametrize("end", ["done", "dropped"])
def test_what_is_over_is_over(end: str) -> None:
    step = an_action()
    convenor = convenor_of(step.network)
    roadmap.report_status(step, state=end, by=convenor)
    with pytest.raises(Refusal):
        roadmap.report_status(step, state="on_track", by=convenor)


def test_a_status_that_does_not_exist_is_refused() -> None:
    step = an_action()
    with pytest.raises(Refusal):
        roadmap.report_status(step, state="nearly", by=convenor_of(step.network))


def test_members_and_strangers_do_not_report() -> None:
    step = an_action()
    assert step.network is not None
    for person in (holding(Role.MEMBER, over=step.network.pk), convenor_of(a_network())):
        with pytest.raises(Refusal):
            roadmap.report_status(step, state="done", by=person)
    assert StatusReport.objects.count() == 0


@pytest.mark.parametrize(("first", "allowed"), [("planned", False), ("late", False), ("done", True), ("dropped", True)])
def test_an_action_is_not_done_before_what_it_depends_on(first: str, allowed: bool) -> None:
    before = an_action(state=first)
    step = an_action(network=before.network, depends_on=before)
    convenor = convenor_of(step.network)
    if allowed:
        assert roadmap.report_status(step, state="done", by=convenor).state == "done"
        return
    with pytest.raises(Refusal) as refused:
        roadmap.report_status(step, state="done", by=convenor)
    assert refused.value.field == "state"
    step.refresh_from_db()
    assert step.state == "planned"


def test_officers_are_told_once_when_an_action_becomes_late() -> None:
    step = an_action()
    officer, convenor = officer_of(step.network), convenor_of(step.network)
    roadmap.report_status(step, state="late", by=convenor)
    roadmap.report_status(step, state="late", by=convenor)
    assert [notice.kind for notice in notices.of(officer)] == ["roadmap_action_late"]


def test_reports_are_append_only_in_the_database() -> None:
    step = an_action()
    roadmap.report_status(step, state="late", by=convenor_of(step.network))
    for change in (StatusReport.objects.all().delete, lambda: StatusReport.objects.update(state="done")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_a_horizon_that_is_not_one_of_the_three_is_refused_by_the_database() -> None:
    with pytest.raises(DatabaseError, match="action_horizon"), transaction.atomic():
        an_action(horizon="0-6", horizon_ends=18)


def test_the_overview_counts_by_pillar_horizon_and_status() -> None:
    network, pillar = a_network(), a_pillar(position=1)
    an_action(network=network, pillar=pillar)
    an_action(network=network, pillar=pillar, state="done")
    an_action(network=network, pillar=pillar, state="late", horizon="18-36", horizon_ends=36)
    an_action(network=a_network(programme=a_programme(state="draft")), pillar=pillar)  # not public
    empty = a_pillar(position=2)
    overview = queries.overview()
    numbers = [(row, [number for _words, number in each]) for row, each in overview.pillars]
    assert numbers == [(pillar, [2, 0, 1]), (empty, [0, 0, 0])]
    planned, on_track, late, done, dropped = range(5)
    numbers = [[number for _state, number in row] for _words, row, _all in overview.horizons]
    assert (numbers[0][planned], numbers[0][done], numbers[2][late]) == (1, 1, 1)
    assert numbers[1] == [0] * 5
    assert (numbers[0][on_track], numbers[2][dropped]) == (0, 0)
    assert [number for _words, _row, number in overview.horizons] == [2, 0, 1]
    assert overview.all == 3


def test_the_convenor_is_asked_about_actions_that_nobody_spoke_of_for_a_quarter() -> None:
    quiet = an_action(added_on=days_ago(120))
    network = quiet.network
    assert network is not None
    an_action(network=network, added_on=days_ago(20))
    an_action(network=network, added_on=days_ago(120), state="dropped")
    spoken = an_action(network=network, added_on=days_ago(120))
    type(network).objects.filter(pk=network.pk).update(state="active")
    convenor = convenor_of(network)
    roadmap.report_status(spoken, state="on_track", by=convenor)
    waiting = queries.waiting(standing_of(convenor))
    assert [(item.id, item.due) for item in waiting] == [(quiet.public_id, days_ago(30))]


def test_actions_are_seen_at_the_desk_by_those_of_the_network_and_officers() -> None:
    step = an_action()
    whole = an_action(network=step.network)
    RoadmapAction.objects.filter(pk=whole.pk).update(network=None)
    assert list(visible(convenor_of(step.network), RoadmapAction)) == [step]
    assert set(visible(officer_of(step.network), RoadmapAction)) == {step, whole}
    assert list(visible(convenor_of(a_network()), RoadmapAction)) == []
