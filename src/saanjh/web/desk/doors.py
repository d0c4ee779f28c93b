"""What stands in the desk's navigation, in the order of the work: (address name, words, view)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.web.desk import (
    applications,
    awards,
    calls,
    events,
    form_design,
    history,
    initiatives,
    lessons,
    lists,
    networks,
    organisations,
    people,
    programmes,
    reviews,
    screening,
    studies,
    values,
    voices,
    waiting,
)

DOORS: list[tuple[str, Any, Any]] = [
    ("waiting", _("Waiting"), waiting.waiting),
    ("applications", _("Applications"), applications.applications),
    ("desk_calls", _("Calls"), calls.calls),
    ("screenings", _("Screening"), screening.screenings),
    ("reviews", _("Reviews"), reviews.reviews),
    ("forms", _("Forms"), form_design.forms_list),
    ("desk_lessons", _("Lessons"), lessons.lessons),
    ("desk_events", _("Gatherings"), events.events),
    ("awards", _("Grants"), awards.awards),
    ("values", _("Values"), values.values),
    ("awards_in_sums", _("Grants in sums"), awards.awards_in_sums),
    ("organisations", _("Organisations"), organisations.organisation_list),
    ("people", _("People"), people.people_list),
    ("history", _("History"), history.history),
    ("desk_programmes", _("Programmes"), programmes.programmes),
    ("lists", _("Lists"), lists.lists),
    ("desk_initiatives", _("Initiatives"), initiatives.initiatives),
    ("desk_messages", _("Voices"), voices.messages),
    ("desk_networks", _("Networks"), networks.networks),
    ("desk_studies", _("Studies"), studies.studies),
]
