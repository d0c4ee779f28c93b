"""Places are brought in from a list, and names corrected. No district is ever deleted: it ends, and is remembered."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, search
from saanjh.ground.access import Role, may
from saanjh.ground.models import Alias, District, Person, Province, Roster
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal
from saanjh.ground.rosters import Changes, DistrictRow, Places, compare
from saanjh.ground.writing import action
from saanjh.kit import text


@action
def bring_in(places: Places, *, by: Person, step: Callable[[], None] = lambda: None) -> Changes:
    """Make the list true here; returns what it changed. The same list twice changes nothing the second time.

    A district that a later list of its province leaves out ends on the day before that list. Old names become
    aliases. `step` is called after each district. Raises Refusal as `rosters.compare` does, and for people who may not.
    """
    may_keep_places(by)
    changes = compare(places)
    for roster in places.rosters:
        words = {name: getattr(roster, name) for name in ("title_en", "title_ur", "day", "figures_en", "figures_ur")}
        Roster.objects.update_or_create(code=roster.code, defaults=words)
    for province in places.provinces:
        words = {name: getattr(province, name) for name in ("kind", "name_en", "name_ur", "pcode", "country")}
        Province.objects.update_or_create(slug=province.slug, defaults=words)
    _write_districts(places, changes, step)
    _write_aliases(changes)
    latest = Roster.objects.order_by("-day", "-pk").first()
    if latest is None:
        raise Refusal(_("Bring in a list of districts first: no roster is known here yet."))
    history.record(
        "places_brought_in",
        latest,
        by=by,
        added=len(changes.added),
        renamed=len(changes.renamed),
        changed=len(changes.changed),
        ended=len(changes.ended),
        returned=len(changes.returned),
        aliases=len(changes.aliases),
    )
    return changes


def _write_districts(places: Places, changes: Changes, step: Callable[[], None]) -> None:
    """The rows of the list, then the ends that follow from it."""
    provinces = {province.slug: province for province in Province.objects.all()}
    rosters = {roster.code: roster for roster in Roster.objects.all()}
    touched = {slug for slug, *_rest in (*changes.changed, *changes.renamed)} | {*changes.returned}
    known = {district.slug: district for district in District.objects.filter(slug__in=touched)}
    for row in places.districts:
        if row.slug in changes.added or row.slug in touched:
            district = known.get(row.slug) or District(slug=row.slug, valid_from=row.valid_from)
            _take_over(district, row, provinces[row.province], rosters[row.roster])
            district.save()
            if row.slug in touched:
                search.follow_naming(district)
        step()
    for slug, day in changes.ended:
        District.objects.filter(slug=slug).update(valid_to=day)


def _take_over(district: District, row: DistrictRow, province: Province, roster: Roster) -> None:
    district.province, district.roster, district.valid_to = province, roster, row.valid_to
    if not district.names_kept:
        district.name_en, district.name_ur = row.name_en, row.name_ur
    for name, value in row.facts.items():
        setattr(district, name, value)


def _write_aliases(changes: Changes) -> None:
    districts: Mapping[str, int] = dict(District.objects.values_list("slug", "pk"))
    Alias.objects.bulk_create(
        Alias(district_id=districts[slug], name=name, search_name=text.normalise(name), kind=kind)
        for slug, name, kind in changes.aliases
    )


@action
def correct(district: District, *, name_en: str, name_ur: str, by: Person) -> District:
    """Correct a district's name. The old one stays findable, and a later list leaves the corrected one alone."""
    may_keep_places(by)
    if not (name_en.strip() and name_ur.strip()):
        raise Refusal(_("A district has a name in both languages."), field="name_en" if name_ur.strip() else "name_ur")
    for old, new in ((district.name_en, name_en), (district.name_ur, name_ur)):
        search_name = text.normalise(old)
        if old != new and search_name != text.normalise(new):
            Alias.objects.get_or_create(
                district=district, search_name=search_name, defaults={"name": old, "kind": "former_name"}
            )
    district.name_en, district.name_ur, district.names_kept = name_en.strip(), name_ur.strip(), True
    district.save(update_fields=["name_en", "name_ur", "names_kept"])
    search.follow_naming(district)
    history.record("district_corrected", district, by=by, slug=district.slug)
    return district


def may_keep_places(by: Person) -> None:
    """Refusal unless `by` runs the installation."""
    if by.username != SYSTEM and not may(by, Role.ADMINISTRATOR, Role.OPERATOR):
        raise Refusal(_("Only an administrator or the operator changes the list of places."))
