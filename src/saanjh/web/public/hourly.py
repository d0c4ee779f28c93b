"""How much one process takes in within an hour. Counted in memory only: a count on the disk would be a time."""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

HOUR = 3600.0


class Backstop:
    """Admits so many an hour, whoever they come from: nobody's address is looked at, so nobody is locked out alone."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.clock = clock
        self.lock = Lock()
        self.times: deque[float] = deque()

    def admits(self) -> bool:
        """Whether one more is taken in now; if so it is counted."""
        with self.lock:
            now = self.clock()
            while self.times and self.times[0] <= now - HOUR:
                self.times.popleft()
            if len(self.times) >= self.most:
                return False
            self.times.append(now)
            return True
