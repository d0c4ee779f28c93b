"""Why a file is not taken, as a stable code that can be put into words by whoever shows it."""

CODES = frozenset(
    {
        "kind",  # none of the kinds that are taken here, by its content
        "empty",
        "too_large",  # limit: bytes of the file
        "damaged",  # it cannot be read to its end, or says of itself what is not so
        "locked",  # encrypted: nobody can look inside
        "two_kinds",  # it is two kinds of file at once, one hidden in the other
        "too_many_pixels",
        "too_many_parts",  # limit: entries of an archive, objects of a document
        "unpacks_too_large",  # far larger inside than out
        "unsafe_names",  # an archive that would write outside its folder, over another entry, or through a link
        "archive_inside",  # an archive in an archive
        "active",  # it would run something: script, macro, program
        "attached",  # other files are hidden in it
        "linked",  # it would fetch something from elsewhere
        "formulas",  # cells of a workbook that say nothing: a formula without a result, or with an error
        "sheets",  # count: a workbook in which several sheets hold something
        "unseen",  # part of it is packed in a way that nobody can look into
        "too_slow",  # it took longer to read than any honest file
        "too_heavy",  # it took more memory to read than any honest file
    }
)


class Unfit(Exception):
    """Raised by whatever looks into a file; `code` is one of `CODES`, `params` numbers for the sentence."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
