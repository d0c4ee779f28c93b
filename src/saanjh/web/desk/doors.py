"""What stands in the desk's navigation, in the order of the work: (address name, words, view)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.web.desk import events, history, lessons, organisations, people, waiting

DOORS: list[tuple[str, Any, Any]] = [
    ("waiting", _("Waiting"), waiting.waiting),
    ("desk_lessons", _("Lessons"), lessons.lessons),
    ("desk_events", _("Gatherings"), events.events),
    ("organisations", _("Organisations"), organisations.organisation_list),
    ("people", _("People"), people.people_list),
    ("history", _("History"), history.history),
]
