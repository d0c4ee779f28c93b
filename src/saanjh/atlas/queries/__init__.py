"""Named reads, by what they are about: initiatives, places, figures, claims, the desk."""

from saanjh.atlas.queries.claims import claims
from saanjh.atlas.queries.desk import askings, listed, runs, waiting, without_page
from saanjh.atlas.queries.figures import Checked, Committed, FrontPage, checked, committed, front_page
from saanjh.atlas.queries.initiatives import (
    Offered,
    Wanted,
    found,
    groups_of,
    in_district,
    kept_quiet,
    latest,
    offered,
    published,
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
    "FrontPage",
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
    "front_page",
    "groups_of",
    "in_district",
    "kept_quiet",
    "latest",
    "listed",
    "offered",
    "published",
    "reach",
    "reach_of",
    "runs",
    "shown",
    "shown_in",
    "slug_now",
    "waiting",
    "without_page",
]
