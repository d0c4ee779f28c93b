"""What a thing is called by whoever reads: its name in their language, else in the other one."""

from django.utils.translation import get_language, override

LANGUAGES = ("en", "ur")


def named(thing: object, field: str = "title") -> str:
    """`thing.title_en` or `thing.title_ur`, by the language that is active now."""
    return chosen(both(thing, field), field)


def both(thing: object, field: str = "title") -> dict[str, str]:
    """{"title_en": …, "title_ur": …}: what a notice keeps, since it does not know in which language it is read."""
    return {f"{field}_{code}": getattr(thing, f"{field}_{code}") for code in LANGUAGES}


def said_in_both(label: object) -> list[str]:
    """A translated label in every language: what the search index keeps, since it does not know who will ask."""
    words = []
    for code in LANGUAGES:
        with override(code):
            words.append(str(label))
    return words


def chosen(names: dict[str, str], field: str) -> str:
    """The one of `both` in the language that is active now, else the other."""
    first = (get_language() or "en").partition("-")[0]
    ordered = sorted(LANGUAGES, key=lambda code: code != first)
    return next((name for code in ordered if (name := names.get(f"{field}_{code}"))), "")
