"""The words a person reads when something goes wrong: what happened, what was kept, what to do next.

The boundary both the window and the command line stand on; no other module words an error.
"""

from dataclasses import dataclass

from reader.errors import (
    CancelledError,
    ContentError,
    DamagedError,
    LimitError,
    NotFoundError,
    PolicyError,
    ReaderError,
    RefusedError,
    UnavailableError,
    UsageError,
)
from reader.language import tr


@dataclass(frozen=True, slots=True)
class Explanation:
    """Three plain sentences; the last two may be empty."""

    what: str
    kept: str = ""
    advice: str = ""

    def line(self) -> str:
        """All of it in one line, for a terminal or a log."""
        return " ".join(part for part in (self.what, self.kept, self.advice) if part)


def explain(error: ReaderError) -> Explanation:  # noqa: PLR0911 - one line a branch of the tree
    """The words for any error of the tree."""
    match error:
        case LimitError():
            return _limit(error)
        case ContentError():
            return _content(error)
        case UsageError():
            return Explanation(error.problem)
        case NotFoundError():
            return _not_found(error)
        case RefusedError():
            return Explanation(
                tr("{what} was refused: {reason} ({clause}).").format(
                    what=error.what, reason=error.reason, clause=error.clause
                ),
                tr("Nothing of it was opened or kept."),
                tr("The report is in {path}.").format(path=error.report) if error.report is not None else "",
            )
        case PolicyError():
            return Explanation(
                tr("Your organisation does not allow this ({policy}).").format(policy=error.policy),
                advice=tr("Ask your IT team."),
            )
        case DamagedError():
            return Explanation(tr("{what}: {path}.").format(what=error.what, path=error.path), error.kept)
        case UnavailableError():
            return _unavailable(error)
        case CancelledError():
            return Explanation(tr("Stopped."), tr("Everything is as it was before."))
        case _:
            return Explanation(tr("Something went wrong that this program does not know how to describe."))


def _limit(error: LimitError) -> Explanation:
    return Explanation(
        tr("{where}: the limit “{limit}” is {maximum}; found {value}.").format(
            where=_where(error), limit=error.limit, maximum=f"{error.maximum:,}", value=f"{error.value:,}"
        ),
        tr("It was left out; everything else is there."),
        tr("Split or shorten it."),
    )


def _content(error: ContentError) -> Explanation:
    return Explanation(
        tr("{where}: {field}: expected {expected} ({clause}).").format(
            where=_where(error), field=error.field, expected=error.expected, clause=error.clause
        )
    )


def _where(error: ContentError) -> str:
    return f"{error.file}:{error.line}" if error.line else error.file


def _not_found(error: NotFoundError) -> Explanation:
    advice = tr("Did you mean {names}?").format(names=", ".join(error.near[:5])) if error.near else ""
    return Explanation(tr("There is no “{target}” in this library.").format(target=error.target), advice=advice)


def _unavailable(error: UnavailableError) -> Explanation:
    where = f" {error.path}" if error.path is not None else ""
    reason = f" ({error.reason})" if error.reason else ""
    return Explanation(
        tr("The computer would not do this: {operation}{where}{reason}.").format(
            operation=error.operation, where=where, reason=reason
        ),
        tr("Nothing was changed."),
    )
