"""What the log would say at its lowest level while pages answer, without changing what anybody else hears of it."""

import copy
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Overheard(logging.Handler):
    """Keeps each line as the handler of the settings would write it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        from saanjh.ground import logs

        self.lines: list[str] = []
        self.redact, self.written = logs.Redact(), logs.AsJson()

    def emit(self, record: logging.LogRecord) -> None:
        own = copy.copy(record)  # the others are given the record as it came
        if self.redact.filter(own):
            self.lines.append(f"{own.getMessage()} {self.written.format(own)}")  # JSON writes quotation marks otherwise


class Overhearing:
    """Hears all at the root as long as somebody listens; requests of several threads share what is heard."""

    def __init__(self) -> None:
        self.handler = Overheard()
        self.root = logging.getLogger()
        self.lock = threading.Lock()
        self.listening, self.level = 0, logging.NOTSET
        self.others: list[logging.Handler] = []

    @contextmanager
    def while_asked(self) -> Iterator[list[str]]:
        """The lines that are said meanwhile."""
        with self.lock:
            self.listening += 1
            if self.listening == 1:
                self._begin()
        heard_before = len(self.handler.lines)
        try:
            yield (said := [])
        finally:
            said.extend(self.handler.lines[heard_before:])
            with self.lock:
                self.listening -= 1
                if not self.listening:
                    self._end()

    def _begin(self) -> None:
        self.level, self.others = self.root.level, list(self.root.handlers)
        for other in self.others:
            other.addFilter(self._as_before)
        self.root.addHandler(self.handler)
        self.root.setLevel(logging.DEBUG)

    def _end(self) -> None:
        self.root.setLevel(self.level)
        self.root.removeHandler(self.handler)
        for other in self.others:
            other.removeFilter(self._as_before)
        self.handler.lines.clear()

    def _as_before(self, record: logging.LogRecord) -> bool:
        """Whether the record would have come to the root's handlers at the level that the root had."""
        logger: logging.Logger | None = logging.getLogger(record.name)
        while logger is not None and logger is not self.root:
            if logger.level:
                return True
            logger = logger.parent
        return record.levelno >= self.level
