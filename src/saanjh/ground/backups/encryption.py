"""What goes into a file is encrypted as age does it, and nothing else reads it back but the key kept elsewhere."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

from saanjh.ground.backups import NotDone

AGE = b"age-encryption.org/"  # how a file that age encrypted begins
PRIVATE, PUBLIC = "AGE-SECRET-KEY-1", "age1"


class Written:
    """A file that is being written: its digest grows along, and the first error of the disk is remembered."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._digest, self.size = out, hashlib.sha256(), 0
        self.problem: OSError | None = None

    def write(self, content: bytes) -> int:
        try:
            self._out.write(content)
        except OSError as problem:
            self.problem = problem
            raise
        self._digest.update(content)
        self.size += len(content)
        return len(content)

    def flush(self) -> None:
        self._out.flush()

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


def new_pair() -> tuple[str, str]:
    """(private, public) key of a new pair."""
    import pyrage

    private = pyrage.x25519.Identity.generate()
    return str(private), str(private.to_public())


def recipient_of(public: str) -> Any:
    """The public key, fit for use. NotDone where it is none; what was given is not repeated: it may be a secret."""
    import pyrage

    try:
        return pyrage.x25519.Recipient.from_str(public.strip())
    except (pyrage.RecipientError, ValueError) as problem:
        raise NotDone(f"This is no public key: it must begin with {PUBLIC}.") from problem


def identities_in(file: Path) -> list[Any]:
    """The private keys in a file such as age-keygen or `saanjh keys` write: one a line, remarks after #."""
    import pyrage

    try:
        lines = [line.strip() for line in file.read_text().splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith(PRIVATE)]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as problem:
        raise NotDone(f"The file of the key, {file}, cannot be read: {problem}") from problem
    if not found:
        raise NotDone(f"There is no private key in {file}: a line that begins with {PRIVATE}.")
    return found


@contextmanager
def encrypted(out: Written, public: str | None) -> Iterator[IO[bytes]]:
    """A stream whose content lands in `out`, encrypted to the key; in clear where there is none."""
    if public is None:
        yield out  # type: ignore[misc]
        return
    import pyrage

    recipient = recipient_of(public)
    incoming, outgoing = (os.fdopen(each, mode) for each, mode in zip(os.pipe(), ("rb", "wb"), strict=True))

    def work() -> None:
        with incoming:
            pyrage.encrypt_io(incoming, out, [recipient])

    with _beside(work) as ended, outgoing:
        yield outgoing
        outgoing.close()
        ended()


@contextmanager
def decrypted(source: BinaryIO, identities: list[Any]) -> Iterator[IO[bytes]]:
    """A stream of what the file says. Only when it has been read to its end is it known to be whole: NotDone if not."""
    beginning = source.read(len(AGE))
    source.seek(0)
    if beginning != AGE:
        yield source
        return
    if not identities:
        raise NotDone("The file is encrypted: name the private key with --key.")
    import pyrage

    incoming, outgoing = (os.fdopen(each, mode) for each, mode in zip(os.pipe(), ("rb", "wb"), strict=True))

    def work() -> None:
        with outgoing:
            sink = Written(outgoing)
            try:
                pyrage.decrypt_io(source, sink, identities)
            except (pyrage.DecryptError, OSError) as problem:
                if sink.problem is None:  # else nobody reads on: whoever stopped has the reason
                    raise NotDone(_unreadable(str(problem))) from problem

    with _beside(work) as ended, incoming:
        yield incoming
        ended()


def _unreadable(problem: str) -> str:
    if "matching keys" in problem:
        return "This key does not open the file: it was encrypted to another one, or its first lines are damaged."
    if "truncated" in problem:
        return "The file is cut short: its end is missing."
    return "The file is damaged or cut short: what is in it is not what was written."


@contextmanager
def _beside(work: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Run the work in a thread of its own; what it raises comes out at `ended`, or in place of what it led to here."""
    problems: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as problem:
            problems.append(problem)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def ended() -> None:
        thread.join()
        if problems:
            raise problems[0]

    try:
        yield ended
    except Exception:
        thread.join()  # it ends, because our end of the pipe is closed
        for problem in problems:
            if not isinstance(problem, BrokenPipeError):
                raise problem from None
        raise
