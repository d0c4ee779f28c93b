"""What waits for a person, as cards on a phone."""

import datetime

from django.template.loader import render_to_string
from django.utils.translation import override
from lxml import html

from saanjh.ground.waiting import Waiting


def test_a_card_has_no_label_for_what_is_not_there() -> None:
    bare = {"item": Waiting("Read", "a thing", "", ""), "url": "", "days_late": 0}
    due = Waiting("Write", "a report", "", "", due=datetime.date(2026, 11, 19), whose="Neem Trust")
    with override("en"):
        page = render_to_string(
            "desk/waiting_group.html", {"words": "Late", "rows": [bare, {"item": due, "url": "", "days_late": 0}]}
        )
    first, second = html.fromstring(page).xpath("//tbody/tr")
    assert (first.xpath("td/@data-label"), first.xpath("td//node()")) == ([], [])
    assert second.xpath("td/@data-label") == ["From", "Due"]
    assert [each.text_content() for each in second.xpath("td")] == ["Neem Trust", "19 November 2026"]
