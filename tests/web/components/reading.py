"""Reads what a component drew as a tree, so that tests ask for elements and not for strings."""

from lxml import etree, html
from lxml.etree import _Element


def drawing(svg: str) -> _Element:
    """The SVG's root; an ill-formed one raises."""
    return etree.fromstring(svg)


def fragment(markup: str) -> _Element:
    """The markup inside a <div>."""
    return html.fragment_fromstring(markup, create_parent="div")


def words(element: _Element) -> str:
    """All text below the element, its spaces and line breaks made one."""
    return " ".join("".join(element.itertext()).split())
