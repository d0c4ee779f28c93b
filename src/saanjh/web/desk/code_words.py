"""Codes of the small lists of grants in the page's language."""

from saanjh.awards.codes import labels
from saanjh.web.components.languages import active


def code_words(name: str, code: str) -> str:
    """The label of a code of a list; a code that is no longer in it is shown as it is."""
    english, urdu = labels(name).get(code, (code, code))
    return urdu if active() == "ur" else english


def code_choices(name: str) -> list[tuple[str, str]]:
    """All codes of a list with their labels, to choose from, the first choice being none."""
    return [("", "—"), *((code, code_words(name, code)) for code in labels(name))]
