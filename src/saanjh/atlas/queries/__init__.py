"""Named reads, by what they are about: initiatives, places, figures, claims, the desk."""

from saanjh.atlas.queries.claims import claims
from saanjh.atlas.queries.desk import listed, waiting, without_page
from saanjh.atlas.queries.figures import committed, grants_begun
from saanjh.atlas.queries.initiatives import (
    Offered,
    People,
    Wanted,
    found,
    in_district,
    latest,
    offered,
    people,
    published_awards,
    slug_now,
)
from saanjh.atlas.queries.places import ProvinceReach, Reach, Shown, by_province, reach, reach_of, shown

__all__ = [
    "Offered",
    "People",
    "ProvinceReach",
    "Reach",
    "Shown",
    "Wanted",
    "by_province",
    "claims",
    "committed",
    "found",
    "grants_begun",
    "in_district",
    "latest",
    "listed",
    "offered",
    "people",
    "published_awards",
    "reach",
    "reach_of",
    "shown",
    "slug_now",
    "waiting",
    "without_page",
]
