"""Reads the project's own code: each text is parsed once, however many tests look at it."""

import ast
from functools import cache


@cache
def parsed(code: str) -> ast.Module:
    """The tree of a module's text. Those who read it leave it as it is."""
    return ast.parse(code)
