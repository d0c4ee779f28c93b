"""Who explains how a heading is spent, and when there is something to explain."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.awards.rules.ledger import keeps_book
from saanjh.awards.spending import Heading, actual
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal


def may_explain(award: Award, code: str, *, by: Person) -> Heading:
    """The heading to explain; Refusal unless `by` keeps the book and it runs before or behind the days."""
    keeps_book(award, by=by)
    found = actual(award, timezone.localdate())
    heading = next((each for each in found.headings if each.label.heading == code), None) if found else None
    if heading is None:
        raise Refusal(_("Choose a heading on the page of what is spent."))
    if not heading.whole.is_off:
        raise Refusal(_("This heading is spent as the days go by: there is nothing to explain."))
    return heading
