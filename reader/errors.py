"""Every error this program raises on purpose.

Errors carry fields; the words a person reads are put in at the boundary (`reader.explain`), so that they can be
translated and so that no caller parses a message.

    ReaderError                     exit code (FORMATS C4)
    ├── UsageError                  2   what was asked cannot be understood
    ├── NotFoundError               1   a document, section or paragraph that no installed library holds
    ├── ContentError                1   a document or register breaks a clause of FORMATS D
    │   └── LimitError              1   a size limit of FORMATS D7
    ├── RefusedError                3   verification failed
    ├── PolicyError                 4   forbidden by the organisation
    ├── DamagedError                5   state that cannot be used as it is
    ├── UnavailableError            6   the machine would not do it: disk, permission, memory
    └── CancelledError              130 the person stopped it
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar


@dataclass(eq=False)
class ReaderError(Exception):
    """Base of the tree. Subclasses are dataclasses: their fields are what the boundary words are made from."""

    exit_code: ClassVar[int] = 6

    def __str__(self) -> str:
        """Field values for logs and test failures; never shown to a person."""
        return ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)


@dataclass(eq=False)
class UsageError(ReaderError):
    """The request itself cannot be understood.

    `problem` is a whole sentence, already translated by whoever understood enough of the request to say it.
    """

    exit_code: ClassVar[int] = 2
    problem: str


@dataclass(eq=False)
class NotFoundError(ReaderError):
    """Nothing installed goes by that name. `near` holds the nearest names there are, best first."""

    exit_code: ClassVar[int] = 1
    target: str
    near: tuple[str, ...] = ()


@dataclass(eq=False)
class ContentError(ReaderError):
    """A document or register breaks a clause of FORMATS D.

    `line` counts from 1 (0 where no line applies); `field` is the front matter key or the kind of block;
    `expected` says what would have been right.
    """

    exit_code: ClassVar[int] = 1
    file: str
    line: int
    field: str
    expected: str
    clause: str = "D2"


@dataclass(eq=False)
class LimitError(ContentError):
    """A document goes beyond a limit of FORMATS D7: `limit` names it, `value` is what was found, `maximum` allowed."""

    limit: str = ""
    value: int = 0
    maximum: int = 0


@dataclass(eq=False)
class RefusedError(ReaderError):
    """Verification failed; nothing of what was refused has been opened, shown or kept.

    `report` is where the report about it lies, None where none was written.
    """

    exit_code: ClassVar[int] = 3
    what: str
    clause: str
    reason: str
    report: Path | None = None


@dataclass(eq=False)
class PolicyError(ReaderError):
    """The organisation's policy forbids it."""

    exit_code: ClassVar[int] = 4
    policy: str


@dataclass(eq=False)
class DamagedError(ReaderError):
    """State on disk that cannot be used as it is. `kept` says what was left alone."""

    exit_code: ClassVar[int] = 5
    path: Path
    what: str
    kept: str = ""


@dataclass(eq=False)
class UnavailableError(ReaderError):
    """The machine would not do it. `operation` is a short noun phrase, `reason` the system's own word for why."""

    exit_code: ClassVar[int] = 6
    operation: str
    path: Path | None = None
    reason: str = ""


@dataclass(eq=False)
class CancelledError(ReaderError):
    """The person stopped it; what was there before is still there."""

    exit_code: ClassVar[int] = 130
