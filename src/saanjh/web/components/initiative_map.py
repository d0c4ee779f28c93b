"""The tile map as the portal shows it: published initiatives in every district, none reported, or not known."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saanjh.web.components.tile_map import Step, Tile, tile_key


def step_of(count: int | None) -> Step:
    """The step of a count; None (nobody has told us) is not 0."""
    if count is None:
        return "unknown"
    if count == 0:
        return "none"
    return "low" if count == 1 else "mid" if count < 4 else "high"


def district_tile(name: str, row: int, col: int, count: int | None, href: str | None = None) -> Tile:
    """A district's tile, its label in the page's language."""
    if count is None:
        label = _("%(district)s: not known") % {"district": name}
    elif count == 0:
        label = _("%(district)s: none reported") % {"district": name}
    else:
        label = ngettext("%(district)s: %(count)s initiative", "%(district)s: %(count)s initiatives", count) % {
            "district": name,
            "count": count,
        }
    return Tile(row, col, label, step_of(count), str(count) if count else "", href)


def initiative_key(name: str = "map") -> SafeString:
    """The legend of such a map."""
    return tile_key(
        [
            ("high", "4", _("4 or more initiatives")),
            ("mid", "2", _("2 or 3 initiatives")),
            ("low", "1", _("1 initiative")),
            ("none", "", _("None reported")),
            ("unknown", "", _("Not known, or not to be shown. A blank is not a zero.")),
        ],
        name=name,
    )
