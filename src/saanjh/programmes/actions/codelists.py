"""Lists and the indicator bank are brought in from files; a label is corrected."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, search
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action
from saanjh.programmes import rules
from saanjh.programmes.codelists import INDICATOR, THEME, Changes, IndicatorRow, Lists, compare
from saanjh.programmes.models import Indicator, Scheme, Theme


@action
def bring_in(lists: Lists, *, by: Person, step: Callable[[], None] = lambda: None) -> Changes:
    """Make the lists true here, without touching what a person corrected; returns what it changed.

    `step` is called after each row of a list and each indicator that was handed in.
    Raises Refusal for people who may not, and for an indicator that speaks of a code on no list.
    """
    rules.may_keep_lists(by)
    changes = compare(lists)
    for row in lists.themes:
        if (row.scheme, row.code) in (*changes.themes_added, *changes.themes_changed):
            words = {name: getattr(row, name) for name in THEME}
            theme, made = Theme.objects.update_or_create(scheme=row.scheme, code=row.code, defaults=words)
            if not made:
                search.follow_naming(theme)
        step()
    themes = {(each.scheme, each.code): each for each in Theme.objects.all()}
    if not themes:
        raise Refusal(_("There is no list in what was handed in."))
    for number in lists.indicators:
        if number.code in (*changes.indicators_added, *changes.indicators_changed):
            _write(number, themes)
        step()
    history.record(
        "lists_brought_in",
        next(iter(themes.values())),
        by=by,
        added=len(changes.themes_added),
        changed=len(changes.themes_changed),
        indicators_added=len(changes.indicators_added),
        indicators_changed=len(changes.indicators_changed),
    )
    return changes


def _write(row: IndicatorRow, themes: dict[tuple[str, str], Theme]) -> None:
    codes = {Scheme.UNITS: row.unit, Scheme.FREQUENCIES: row.frequency, Scheme.AGGREGATIONS: row.aggregation}
    for scheme, code in {Scheme.THEMES: row.theme, **codes}.items():
        if (scheme, code) not in themes:
            raise Refusal(_("The list speaks of “%(name)s”, which is not known here.") % {"name": code})
    words = {name: getattr(row, name) for name in INDICATOR}
    words["theme"] = themes[Scheme.THEMES, row.theme]
    indicator, _made = Indicator.objects.update_or_create(code=row.code, defaults=words)
    search.follow(indicator)


@action
def correct(theme: Theme, *, label_en: str, label_ur: str, by: Person) -> Theme:
    """Correct the words of a row; its code stays, and a later loading of the list leaves the words alone."""
    rules.may_keep_lists(by)
    if not label_en.strip():
        raise Refusal(_("A label is needed in English."), field="label_en")
    theme.label_en, theme.label_ur, theme.corrected_here = label_en.strip(), label_ur.strip(), True
    theme.save(update_fields=["label_en", "label_ur", "corrected_here"])
    search.follow_naming(theme)
    history.record("label_corrected", theme, by=by, scheme=theme.scheme, code=theme.code)
    return theme
