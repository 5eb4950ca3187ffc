"""What is done when a notebook is opened, and what a person is told then."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.errors import ReaderError
from reader.notebook import retention
from reader.notebook.retention import Duties
from reader.notebook.session import Notebook

SOON_DAYS = 14
"""Days ahead that retention is announced."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """What retention and the bin's 30 days asked for: things erased now and soon, and why it could not all be done."""

    erased: int = 0
    soon: int = 0
    problem: ReaderError | None = None


def tidy(notebook: Notebook, duties: Duties, second: Sequence[Path]) -> Tidied:
    """Erase what is to be erased, from the backups too. May take seconds; any thread."""
    erased = 0
    try:
        if not notebook.read_only and not notebook.temporary:
            erased = retention.tidy(notebook.notes, duties)
            if erased or notebook.owes_forgetting():
                notebook.forget_in_backups(second)
        ahead = Duties(max(1, duties.retention_days - SOON_DAYS), duties.legal_hold)
        soon = retention.count_overdue(notebook.notes, ahead) if duties.retention_days else 0
    except ReaderError as error:
        return Tidied(erased, problem=error)
    return Tidied(erased, soon)


@dataclass(frozen=True, slots=True)
class Welcome:
    """What there is to say once a notebook is open; all zero and empty where there is nothing.

    Attributes:
        openings: times the organisation opened it since the owner was last told.
        erased: things that retention erased now.
        soon: things that retention will erase within SOON_DAYS.
        problem: why what was to be erased is not, or not from every backup; it is tried again.
        drafts: unfinished texts left by the last session.
        read_only: another window holds it, or the place cannot be written.
        on_network: it lies on a network drive.
    """

    openings: int = 0
    erased: int = 0
    soon: int = 0
    drafts: int = 0
    read_only: bool = False
    on_network: bool = False
    problem: ReaderError | None = None
