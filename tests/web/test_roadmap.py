"""The roadmap, on the portal and at the desk."""

import csv
import io

import pytest
from django.test import Client
from lxml import html

from saanjh.ground.access import Role
from saanjh.ground.actions import installation
from saanjh.ground.models import Person
from saanjh.networks.actions import roadmap
from saanjh.networks.models import RoadmapAction, StatusReport
from tests.networks.factories import (
    a_network,
    a_pillar,
    an_action,
    convenor_of,
    days_ago,
)
from tests.programmes.factories import a_programme
from tests.web.browsing import page, texts
from tests.web.desk_forms import sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def test_the_roadmap_in_numbers_counts_zeros_too(client: Client) -> None:
    network, first = a_network(), a_pillar(label_en="Trust", position=1)
    a_pillar(label_en="Evidence", position=2)
    an_action(network=network, pillar=first, state="late")
    an_action(network=network, pillar=first)
    pillars, statuses = page(client, "/en/networks/").xpath("//main//table")
    assert [texts(row, "./*") for row in pillars.xpath(".//tbody/tr")] == [
        ["Trust", "2", "0", "0"],
        ["Evidence", "0", "0", "0"],
    ]
    assert texts(statuses, ".//tbody/tr[1]/td") == ["1", "0", "1", "0", "0", "2"]


def test_an_action_says_how_it_stood_when_last_reported_or_that_nobody_has(client: Client) -> None:
    network = a_network()
    spoken, silent = an_action(network=network), an_action(network=network, cost_band="small")
    roadmap.report_status(spoken, state="late", on=days_ago(3), by=convenor_of(network))
    tree = page(client, f"/en/networks/{network.public_id}/")
    cells = {row[0]: row[1:] for row in ([*texts(each, "./*")] for each in tree.xpath("//main//tbody/tr"))}
    late = next(value for title, value in cells.items() if title.startswith(spoken.title_en))
    planned = next(value for title, value in cells.items() if title.startswith(silent.title_en))
    day = tree.xpath("//main//tbody//td[last()]/time/@datetime")
    assert (late[1], day) == ("Late", [days_ago(3).isoformat()])
    assert planned[1:] == ["Planned", "No report yet"]
    assert sum("Cost not estimated yet" in title for title in cells) == 1


def test_an_action_whose_day_has_passed_says_so_unless_it_is_over(client: Client) -> None:
    network = a_network()
    an_action(network=network, added_on=days_ago(400), state="on_track")
    an_action(network=network, added_on=days_ago(400), state="done")
    tree = page(client, "/en/roadmap/")
    assert sorted(texts(tree, "//main//tbody//td[2]")) == ["Done", "On track its day has passed"]


def test_the_roadmap_stands_by_pillar_and_is_narrowed(client: Client) -> None:
    first, second = a_pillar(label_en="Trust", position=1), a_pillar(label_en="Evidence", position=2)
    network, other = a_network(), a_network()
    an_action(network=network, pillar=second)
    later = an_action(network=network, pillar=first, horizon="18-36", horizon_ends=36)
    soon = an_action(network=other, pillar=first)
    tree = page(client, "/en/roadmap/")
    assert texts(tree, "//main//h2") == ["Trust", "Evidence"]
    titles = [words.strip() for words in tree.xpath("//main//section[1]//tbody/tr/th/text()")]
    assert [words for words in titles if words] == [soon.title_en, later.title_en]
    assert texts(page(client, f"/en/roadmap/?pillar={second.code}"), "//main//h2") == ["Evidence"]
    narrowed = page(client, f"/en/roadmap/?network={other.public_id}")
    assert len(narrowed.xpath("//main//tbody/tr")) == 1
    assert len(page(client, "/en/roadmap/?horizon=18-36").xpath("//main//tbody/tr")) == 1


@pytest.mark.parametrize(
    "query",
    ["pillar=nothing", "network=zzzzzzzzzz", "horizon=7", "page=-1", "page=x", "horizon=" + "9" * 999],
)
def test_a_wrong_question_narrows_nothing(client: Client, query: str) -> None:
    an_action()
    assert len(page(client, f"/en/roadmap/?{query}").xpath("//main//tbody/tr")) == 1


def test_the_sheet_holds_every_action_and_leaves_blank_what_nobody_said(client: Client) -> None:
    before = an_action()
    step = an_action(network=before.network, depends_on=before, title_en="=1+1", pillar=before.pillar)
    response = client.get("/en/roadmap.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))}
    assert set(rows) == {before.public_id, step.public_id}
    row = rows[step.public_id]
    assert (row["demo"], row["title_en"], row["depends_on"]) == ("", "'=1+1", before.public_id)
    assert (row["status"], row["last_reported_on"], row["rough_cost"]) == ("planned", "", "")
    assert row["due_on"] == step.due_on.isoformat()


def test_the_sheet_of_a_demo_says_in_each_row_that_it_is_invented(client: Client) -> None:
    an_action()
    installation.mark_demo(by=Person.objects.system())
    response = client.get("/en/roadmap.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["demo"] for row in rows] == ["demo: invented"]
    assert "saanjh-demo-roadmap.csv" in response["Content-Disposition"]


def test_a_convenor_puts_an_action_on_the_roadmap_and_reports_on_it(client: Client) -> None:
    network, pillar = a_network(), a_pillar()
    signed_in(client, Role.CONVENOR, network.pk)
    words = {"pillar": pillar.pk, "title_en": "Map the services", "horizon": "6-18", "lead_kind": "academic"}
    response = sent(client, f"/desk/networks/{network.public_id}/roadmap/new/", **words)
    step = RoadmapAction.objects.get()
    place = f"/desk/roadmap/{step.public_id}/"
    assert (response.status_code, response["Location"]) == (303, place)
    assert sent(client, f"{place}report/", state="late")["Location"] == place
    assert list(StatusReport.objects.values_list("state", "on")) == [("late", days_ago(0))]
    assert texts(page(client, place), "//main//section[1]//tbody/tr/td")[0] == "Late"


def test_an_officer_puts_an_action_of_the_whole_programme_there(client: Client) -> None:
    programme, pillar = a_programme(), a_pillar()
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    url = page(client, "/desk/roadmap/").xpath("//main//ul[@class='bare']//a/@href")[0]
    sent(client, url, pillar=pillar.pk, title_en="One calendar", horizon="0-6", lead_kind="government")
    step = RoadmapAction.objects.get()
    assert (step.programme, step.network) == (programme, None)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"pillar": "999999"}, "id_pillar"),
        ({"horizon": "0-7"}, "id_horizon"),
        ({"lead_kind": "king"}, "id_lead_kind"),
        ({"cost_band": "1"}, "id_cost_band"),
        ({"depends_on": "999999"}, "id_depends_on"),
        ({"title_ur": "x" * 161}, "id_title_ur"),
    ],
)
def test_what_is_wrong_with_an_action_is_said_beside_its_field(
    client: Client, words: dict[str, str], field: str
) -> None:
    network, pillar = a_network(), a_pillar()
    signed_in(client, Role.CONVENOR, network.pk)
    good = {"pillar": pillar.pk, "title_en": "Map", "horizon": "0-6", "lead_kind": "cso"}
    response = sent(client, f"/desk/networks/{network.public_id}/roadmap/new/", **{**good, **words})
    assert response.status_code == 422
    assert html.fromstring(response.content).xpath(f"boolean(//*[contains(@id, '{field}') and contains(@id, 'error')])")
    assert RoadmapAction.objects.count() == 0


def test_an_action_that_depends_on_another_is_not_done_before_it(client: Client) -> None:
    before = an_action()
    step = an_action(network=before.network, depends_on=before)
    signed_in(client, Role.PROGRAMME_OFFICER, step.programme_id)
    response = sent(client, f"/desk/roadmap/{step.public_id}/report/", state="done")
    assert response.status_code == 422
    assert StatusReport.objects.count() == 0
