"""Files from outside are read in a process of their own, which can do nothing but answer, and not for long."""

from saanjh.formats.confined.parent import Answer, run

__all__ = ["Answer", "run"]
