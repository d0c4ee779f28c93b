"""The process that reads one file, made wrong in one way: the harness must notice each.

`wrong_child.py MUTANT TASK`
"""

import sys
from collections.abc import Callable
from typing import Any

from saanjh.formats.confined import child


def without_a_budget() -> None:
    """Archives may hold what they like."""
    from saanjh.formats import zips

    zips.Budget.__init__.__defaults__ = (10**9, 10**12, 10**9, 10**12)


def without_limits() -> None:
    """The process keeps all that a process may do."""
    child.shut_in = lambda: None


def saved_again() -> None:
    """A picture is saved again, with whatever its file said."""
    from saanjh.formats import pictures

    def saved(picture: Any, media_type: str) -> bytes:
        out = pictures.BytesIO()
        picture.save(out, pictures.FORMATS[media_type], **{key: picture.info[key] for key in KEPT & set(picture.info)})
        return out.getvalue()

    pictures._drawn = saved


def without_unescaping() -> None:
    """Names in documents are taken as they are written."""
    from saanjh.formats.pdfs import names

    names.plain = lambda name: name


def without_unpacking() -> None:
    """Only what stands open in a document is looked at."""
    from saanjh.formats.pdfs import document

    document._streams = lambda content: iter(())


def believing() -> None:
    """What the directory of an archive says is true, and so are the names in it."""
    from saanjh.formats import zips

    zips._check_names = lambda listed: None


def with_its_author() -> None:
    """Documents are kept as they came."""
    from saanjh.formats.pdfs import blanking

    blanking.blanked = lambda content, streams: content


KEPT = {"exif", "comment", "icc_profile"}
WRONG = (
    without_a_budget,
    without_limits,
    saved_again,
    without_unescaping,
    without_unpacking,
    believing,
    with_its_author,
)
MUTANTS: dict[str, Callable[[], None]] = {each.__name__: each for each in WRONG}

if __name__ == "__main__":
    MUTANTS[sys.argv[1]]()
    child.main(sys.argv[2])
