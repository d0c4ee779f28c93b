"""What pages with one form about a grant have in common: its title, its button, and why it may not be sent."""

from collections.abc import Callable
from typing import Any

from saanjh.awards.models import Award
from saanjh.web.desk.confirming import why_not
from saanjh.web.guards import DeskRequest

FORM = "desk/awards/form.html"


def around(request: DeskRequest, award: Award, check: Callable[[], None], **words: Any) -> dict[str, Any]:
    """The context of FORM: `words` are title, button, back and maybe lede.

    Where `check` refuses already when the page is opened, its words stand there and no form.
    """
    refused = "" if request.method == "POST" else why_not(check)
    return {"award": award, "refused": refused, **words}
