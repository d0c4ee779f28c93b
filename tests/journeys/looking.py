"""What can be wrong with a page that a browser shows: blocked, inaccessible, too wide, in the wrong language."""

from typing import Any
from urllib.parse import urlparse

from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import DESK, PHONE

NARROW = {"width": 320, "height": 640}
# Rules of WCAG 2.2 A and AA, and axe's good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Ear(list[str]):
    """What a page complains of while it is open: blocked by the policy, errors, requests elsewhere."""

    def __init__(self, page: Any, address: str) -> None:
        super().__init__()
        self.host = urlparse(address).netloc
        page.on("console", lambda line: self.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if urlparse(request.url).netloc not in {self.host, ""}:
            self.append(f"asks {request.url}")

    def but_statuses(self) -> list[str]:
        """All but the browser's note that the page itself is a 404 or a 422."""
        return [
            line for line in self if not line.startswith("Failed to load resource: the server responded with a status")
        ]


def spills(page: Any) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def faults(page: Any, language: str) -> list[str]:
    """What is wrong with the page as it stands, at three widths."""
    found = []
    for size in (NARROW, PHONE, DESK):
        page.set_viewport_size(size)
        if (wide := spills(page)) > 0:
            found.append(f"{wide} px too wide at {size['width']}")
    violations = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    found += [f"{each['id']}: {each['nodes'][0]['html'][:140]}" for each in violations]
    said = page.evaluate("document.documentElement.lang")
    return found if said == language else [*found, f"said to be in {said}"]
