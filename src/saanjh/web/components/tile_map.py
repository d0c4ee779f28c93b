"""The map of districts as tiles: how much, none, or not known; it never turns round and draws no boundary."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from saanjh.web.components.tables import rows

Step = Literal["unknown", "none", "low", "mid", "high"]
STEPS: tuple[Step, ...] = get_args(Step)
SIDE = 22  # a tile's side; the phone shrinks the whole, so these are units, not pixels
PITCH = 24  # from one tile to the next
LARGEST = 1.25  # pixels a unit at the most: a province alone does not fill the page
LETTER = 8  # about the width of a letter of the region names


@dataclass(frozen=True)
class Tile:
    """One district. `label` is what a reader hears ("Badin: 3 initiatives"), `text` what is printed in the tile."""

    row: int
    col: int
    label: str
    value_class: Step
    text: str = ""
    href: str | None = None


@dataclass(frozen=True)
class Region:
    """The name of a province beside its tiles; it ends at `col` (side "west") or begins there ("east")."""

    row: float
    col: float
    text: str
    side: Literal["west", "east"]


def regions(language: str) -> tuple[Region, ...]:
    """The names of the provinces of Pakistan where the tile grid leaves room for them, in `language` (en, ur)."""
    return tuple(
        Region(
            float(row["row"]), float(row["col"]), row[f"label_{language}"], "west" if row["side"] == "west" else "east"
        )
        for row in rows("places/map_labels.csv")
    )


def tile_map(
    tiles: Sequence[Tile],
    regions: Iterable[Region] = (),
    *,
    title: str,
    description: str = "",
    name: str = "map",
) -> SafeString:
    """The whole map as SVG, its numbers printed in the tiles.

    Where no tile has an address this is the light form (one path a step, one text a row, about 1 kB on the wire) and
    one picture to a screen reader, so a table must stand behind it. With addresses every tile is a link with its label.
    `name` must be unique on the page. Raises ValueError when two tiles share a place.
    """
    if len({(tile.row, tile.col) for tile in tiles}) < len(tiles):
        raise ValueError("Two tiles stand in one place.")
    regions = tuple(regions)
    frame = _frame(tiles, regions)
    linked = any(tile.href for tile in tiles)
    return format_html(
        '<svg class="tiles" viewBox="{}" width="{}" direction="ltr" role="{}" aria-labelledby="{}-title">'
        '<title id="{}-title">{}</title>{}{}{}{}</svg>',
        " ".join(f"{edge:g}" for edge in frame),
        f"{frame[2] * LARGEST:g}",
        "group" if linked else "img",
        name,
        name,
        title,
        format_html("<desc>{}</desc>", description) if description else "",
        _hatching(name),
        _links(tiles, name) if linked else _rows(tiles, name),
        _names(regions),
    )


def tile_key(entries: Iterable[tuple[Step, str, str]], *, name: str = "map") -> SafeString:
    """The legend as a list: (step, number printed in the tile, words). `name` is the map's, whose hatching it uses."""
    items = format_html_join(
        "",
        '<li><svg width="22" height="22" aria-hidden="true">{}{}</svg><span>{}</span></li>',
        (
            (_path([(0, 0)], step, name), _digits(text, 11, 15.5, on=step == "high"), words)
            for step, text, words in entries
        ),
    )
    return format_html('<ul class="key small">{}</ul>', items)


def _frame(tiles: Sequence[Tile], regions: Sequence[Region]) -> tuple[float, float, float, float]:
    """The box (left, top, width, height) that holds all tiles and, as far as can be guessed, the names beside them."""
    width = max((tile.col * PITCH + SIDE for tile in tiles), default=0)
    height = max((tile.row * PITCH + SIDE for tile in tiles), default=0)
    east = (region.col * PITCH + len(region.text) * LETTER for region in regions if region.side == "east")
    top = min([0, *(region.row * PITCH for region in regions)])
    return 0, top, max([width, *east]), height - top


def _hatching(name: str) -> SafeString:
    """The pattern of what is not known; it is there without such tiles too, because the legend shows it."""
    return format_html(
        '<pattern id="{}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="hatch" d="M0 0v5"/></pattern>',
        name,
    )


def _path(places: Iterable[tuple[int, int]], step: Step, name: str) -> SafeString:
    """One path of squares at these (row, col) places; what is not known is hatched."""
    squares = "".join(f"M{col * PITCH} {row * PITCH}h{SIDE}v{SIDE}h-{SIDE}z" for row, col in places)
    if step == "unknown":
        return format_html('<path fill="url(#{}-hatch)" d="{}"/>', name, squares)
    return format_html('<path class="{}" d="{}"/>', step, squares)


def _digits(text: str, x: float | str, y: float, *, on: bool) -> SafeString:
    if not text:
        return SafeString("")
    marks = SafeString(' class="on"' if on else "")
    if len(text) > 2 and " " not in str(x):  # three signs of one tile are drawn as narrow as the tile
        marks += SafeString(' textLength="19" lengthAdjust="spacingAndGlyphs"')
    return format_html('<text{} x="{}" y="{}">{}</text>', marks, x, y, text)


def _rows(tiles: Sequence[Tile], name: str) -> SafeString:
    """The light form. One letter a tile shares a text element; a longer number has its own."""
    paths: dict[Step, list[tuple[int, int]]] = defaultdict(list)
    shared: dict[tuple[int, bool], list[tuple[int, str]]] = defaultdict(list)
    alone: list[SafeString] = []
    for tile in sorted(tiles, key=lambda tile: (tile.row, tile.col)):
        paths[tile.value_class].append((tile.row, tile.col))
        x, on = tile.col * PITCH + SIDE // 2, tile.value_class == "high"
        if len(tile.text) == 1:
            shared[tile.row, on].append((x, tile.text))
        else:
            alone.append(_digits(tile.text, x, tile.row * PITCH + 16, on=on))
    together = [
        _digits("".join(text for _x, text in row), " ".join(str(x) for x, _text in row), y * PITCH + 16, on=on)
        for (y, on), row in shared.items()
    ]
    drawn = [_path(paths[step], step, name) for step in STEPS if step in paths]
    return format_html_join("", "{}", ((part,) for part in [*drawn, *together, *alone]))


def _links(tiles: Sequence[Tile], name: str) -> SafeString:
    """Every tile a link that says its label; a tile without an address is a plain group."""

    def inside(tile: Tile) -> SafeString:
        on = tile.value_class == "high"
        return format_html(
            "<title>{}</title>{}{}",
            tile.label,
            _path([(tile.row, tile.col)], tile.value_class, name),
            _digits(tile.text, tile.col * PITCH + SIDE // 2, tile.row * PITCH + 16, on=on),
        )

    return format_html_join(
        "",
        "{}",
        (
            (
                format_html('<a href="{}">{}</a>', tile.href, inside(tile))
                if tile.href
                else format_html("<g>{}</g>", inside(tile)),
            )
            for tile in sorted(tiles, key=lambda tile: (tile.row, tile.col))
        ),
    )


def _names(regions: Sequence[Region]) -> SafeString:
    """West stays left in either language, so a right-to-left name turns its anchor, not its place."""
    if not regions:
        return SafeString("")
    rtl = get_language_bidi()
    texts = format_html_join(
        "",
        '<text{} x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (
                SafeString(' direction="rtl"') if rtl else "",
                f"{region.col * PITCH:g}",
                f"{region.row * PITCH + 16:g}",
                "end" if (region.side == "west") != rtl else "start",
                region.text,
            )
            for region in regions
        ),
    )
    return format_html('<g class="regions">{}</g>', texts)
