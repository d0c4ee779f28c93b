"""PDF documents: looked through for what would run or fetch, and rid of what names their makers."""

from saanjh.formats.pdfs.document import cleaned, confined

__all__ = ["cleaned", "confined"]
