"""Named reads, by what they are about: initiatives, places, figures, claims, the desk."""

from saanjh.atlas.queries.claims import claims
from saanjh.atlas.queries.desk import askings, listed, runs, waiting, without_page
from saanjh.atlas.queries.figures import Checked, Committed, checked, committed
from saanjh.atlas.queries.initiatives import (
    Offered,
    Wanted,
    found,
    groups_of,
    in_district,
    kept_quiet,
    latest,
    offered,
    shown_in,
    slug_now,
)
from saanjh.atlas.queries.places import (
    ProvinceReach,
    Reach,
    Shown,
    ThemeReach,
    by_province,
    by_theme,
    reach,
    reach_of,
    shown,
)

__all__ = [
    "Checked",
    "Committed",
    "Offered",
    "ProvinceReach",
    "Reach",
    "Shown",
    "ThemeReach",
    "Wanted",
    "askings",
    "by_province",
    "by_theme",
    "checked",
    "claims",
    "committed",
    "found",
    "groups_of",
    "in_district",
    "kept_quiet",
    "latest",
    "listed",
    "offered",
    "reach",
    "reach_of",
    "runs",
    "shown",
    "shown_in",
    "slug_now",
    "waiting",
    "without_page",
]
