"""A programme is planned, changed, opened to the public, and closed."""

import datetime
from collections.abc import Collection
from typing import Any

from saanjh.ground import history, notices, search, states
from saanjh.ground.access import Role, may
from saanjh.ground.actions import roles
from saanjh.ground.models import Person
from saanjh.ground.refusals import need_change
from saanjh.ground.writing import action, afresh
from saanjh.kit import text
from saanjh.programmes import rules
from saanjh.programmes.models import Programme, Theme
from saanjh.programmes.notices import CLOSED, OPENED

MOVES = {
    (Programme.State.DRAFT, "open"): Programme.State.OPEN,
    (Programme.State.OPEN, "close"): Programme.State.CLOSED,
}
WORDS = ("title_en", "title_ur", "summary", "written_in", "office_en", "office_ur", "starts_on", "ends_on")


@action
def plan(
    *,
    title_en: str,
    title_ur: str,
    summary: str,
    written_in: str,
    currency: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    office_en: str = "",
    office_ur: str = "",
    themes: Collection[Theme] = (),
    by: Person,
) -> Programme:
    """Plan a programme, unseen by the public. An officer who plans one leads it; an administrator names who does."""
    rules.may_plan(by)
    rules.sound_dates(starts_on, ends_on)
    rules.sound_currency(currency)
    rules.sound_themes(themes)
    programme = Programme(
        title_en=title_en,
        title_ur=title_ur,
        summary=summary,
        written_in=written_in,
        office_en=office_en,
        office_ur=office_ur,
        currency=currency,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    programme.slug = _free_slug(programme)
    programme.save()
    programme.themes.set(themes)
    if may(by, Role.PROGRAMME_OFFICER):
        roles.give(by, Role.PROGRAMME_OFFICER, over=programme.pk, by=Person.objects.system())
    search.follow(programme)
    history.record("programme_planned", programme, by=by, currency=currency)
    return programme


@action
def change(programme: Programme, *, themes: Collection[Theme] | None = None, by: Person, **facts: Any) -> Programme:
    """Change what a programme says of itself; its address changes with the title only while it is being planned."""
    rules.may_change(afresh(programme), by=by)
    changed = [name for name in WORDS if name in facts and getattr(programme, name) != facts[name]]
    if themes is not None and set(themes) != set(programme.themes.all()):
        changed.append("themes")
    need_change(changed)
    for name in changed:
        if name != "themes":
            setattr(programme, name, facts[name])
    rules.sound_dates(programme.starts_on, programme.ends_on)
    if programme.state == Programme.State.DRAFT:
        programme.slug = _free_slug(programme)
    programme.save()
    if themes is not None:
        rules.sound_themes(themes)
        programme.themes.set(themes)
    search.follow(programme)
    history.record("programme_changed", programme, by=by, fields=",".join(changed))
    return programme


@action
def open(programme: Programme, *, by: Person) -> Programme:
    """Show the programme to the public; calls can be made under it from now on."""
    rules.may_open(programme, by=by)
    states.move(programme, "open", MOVES)
    programme.save(update_fields=["state"])
    history.record("programme_opened", programme, by=by)
    _tell_staff(programme, OPENED, by=by)
    return programme


@action
def close(programme: Programme, *, by: Person) -> Programme:
    """End the programme: nothing new starts in it, and it stays open to readers."""
    rules.may_change(programme, by=by)
    states.move(programme, "close", MOVES)
    programme.save(update_fields=["state"])
    history.record("programme_closed", programme, by=by)
    _tell_staff(programme, CLOSED, by=by)
    return programme


def _free_slug(programme: Programme) -> str:
    """A slug of the English title that no other programme has."""
    wanted = text.slug(programme.title_en) or programme.public_id
    taken = set(
        Programme.objects.exclude(pk=programme.pk).filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted[:56]}-{number}", number + 1
    return slug


def _tell_staff(programme: Programme, what: notices.Kind, *, by: Person) -> None:
    staff = (Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER, Role.VERIFIER)
    people = Person.objects.holding(*staff, over=programme.scopes()[0])
    notices.tell([person for person in people if person != by], what, programme)
