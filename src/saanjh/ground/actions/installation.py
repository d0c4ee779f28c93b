"""What is said of the whole installation."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground import history
from saanjh.ground.installation import DEMO
from saanjh.ground.models import Mark, Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action


@action
def mark_demo(*, by: Person) -> None:
    """Mark an empty installation as a demo: from now on every page, file and export says so. It cannot be unmarked."""
    if Person.objects.exclude(username=SYSTEM).exists():
        raise Refusal(_("This database holds people already; a demo goes into an empty one."))
    mark = Mark.objects.create(name=DEMO)
    history.record("demo_marked", mark, by=by)
