"""The table of changes: everything that is done to a notebook passes through here, and can be undone.

An action is what a person did in one go; each thing it touched is one row of `changes`, holding that thing afterwards.
The state before is the row before. Undoing writes rows of its own: nothing is taken back out.
"""

import datetime as dt
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from reader.errors import UsageError
from reader.language import tr
from reader.notebook.codec import pack, unpack
from reader.notebook.model import Annotation, Clock, Collection, HistoryEntry, Thing, moment, stamp
from reader.notebook.store import Database
from reader.notebook.tables import Words, batches, current, place_many, put
from reader.notebook.watched import Cancelled, Progress, watched

AnyThing = TypeVar("AnyThing", bound=Annotation | Collection)


@dataclass(frozen=True, slots=True)
class Done:
    """What an undo or redo did: the action's name, and the things as they are now."""

    name: str
    things: tuple[Thing, ...]


class Journal:
    """Records changes to one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self._clock = clock

    def now(self) -> str:
        """The time as the notebook writes it."""
        return stamp(self._clock())

    def today(self) -> dt.date:
        """The day by UTC."""
        return self._clock().astimezone(dt.UTC).date()

    @contextmanager
    def action(self, name: str, *, undoable: bool = True) -> Generator["Action"]:
        """One action in one transaction; committed when the block ends. Raises as `Database.writing`."""
        with self.database.writing():
            # A new action ends what could have been redone.
            if undoable:
                self.database.write("UPDATE actions SET state = 'dead' WHERE state = 'undone'")
            state = "done" if undoable else "fixed"
            number = self._insert(name, state)
            action = Action(self.database, number, self.now())
            yield action
            action.finish()

    def undo(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Done | None:
        """Take the last action back; None where there is none.

        Raises as `Database.writing`, and CancelledError where `cancelled` said so; nothing is changed then.
        """
        return self._turn("done", progress, cancelled)

    def redo(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Done | None:
        """Do the last undone action again; None where there is none. Raises as `undo`."""
        return self._turn("undone", progress, cancelled)

    def size(self, *, undo: bool) -> int:
        """How many states the action holds that `undo`, or `redo`, would turn to; 0 where there is none."""
        number = self._next("done" if undo else "undone")
        return int(self.database.value("SELECT count(*) FROM changes WHERE action = ?", (number,)))

    def history(self, uuid: str, set_name: str = "") -> tuple[HistoryEntry, ...]:
        """Every state a thing has had, and those a merge decided against, newest first."""
        rows = self.database.rows(
            "SELECT a.at, a.name, c.state, c.applied FROM changes c JOIN actions a ON a.id = c.action "
            "WHERE c.uuid = ? AND c.set_name = ? AND c.state IS NOT NULL ORDER BY c.id DESC",
            (uuid, set_name),
        )
        return tuple(HistoryEntry(at, name, unpack(state), bool(applied)) for at, name, state, applied in rows)

    def has_had(self, uuid: str, set_name: str, fingerprint: str) -> bool:
        """Whether a thing was ever in that state (`codec.digest`), or a merge decided against it."""
        sql = "SELECT 1 FROM changes WHERE uuid = ? AND set_name = ? AND digest = ? LIMIT 1"
        return bool(self.database.rows(sql, (uuid, set_name, fingerprint)))

    def _next(self, state: str) -> int | None:
        """The action that is turned next: the last one done, the first one undone."""
        which = "max" if state == "done" else "min"
        return self.database.value(f"SELECT {which}(id) FROM actions WHERE state = ?", (state,))  # noqa: S608

    def _turn(self, wanted: str, progress: Progress | None, cancelled: Cancelled | None) -> Done | None:
        undo = wanted == "done"
        with self.database.writing():
            number = self._next(wanted)
            if number is None:
                return None
            name = str(self.database.value("SELECT name FROM actions WHERE id = ?", (number,)))
            record = Action(self.database, self._insert("undo" if undo else "redo", "fixed"), self.now())
            states = self._states(number, progress, cancelled, before=undo)
            changed = [record.put(thing, known=present) for thing, present in states]
            record.finish()
            self.database.write("UPDATE actions SET state = ? WHERE id = ?", ("undone" if undo else "done", number))
            return Done(name, tuple(changed))

    def _states(
        self, action: int, progress: Progress | None, cancelled: Cancelled | None, *, before: bool
    ) -> Iterable[tuple[Thing, Thing | None]]:
        """What an action's things were before it or after it, and what they are now.

        One that was not there before goes to the bin.
        """
        # In the order of their rows of `things`; see `tables.numbers_of`.
        rows: list[tuple[int, int, int | None]] = self.database.rows(
            "SELECT min(c.id), max(c.id), t.change FROM changes c "
            "LEFT JOIN things t ON t.uuid = c.uuid AND t.set_name = c.set_name "
            "WHERE c.action = ? AND c.applied GROUP BY c.uuid, c.set_name ORDER BY t.id",
            (action,),
        )
        gone = self.now()
        for _, (after, earlier, present) in zip(watched(rows, progress, cancelled), self._read(rows), strict=True):
            was = earlier or replace(after, deleted=gone)
            wanted, other = (was, after) if before else (after, was)
            yield _where_it_stands(wanted, other, present), present

    def _read(self, rows: Sequence[tuple[int, int, int | None]]) -> Iterator[tuple[Thing, Thing | None, Thing | None]]:
        """For a thing's first and last change in an action, and the one that holds it now: after it, before it, now."""
        for some in batches(rows):
            earlier = self._before([first for first, _, _ in some])
            # Most often two of the three are one state, which is then read once.
            held = self._held({number for first, last, now in some for number in (last, now, earlier.get(first))})
            for first, last, now in some:
                after = held[last]
                yield after, held.get(earlier.get(first)), after if now == last else held.get(now)

    def _before(self, numbers: Sequence[int]) -> dict[int, int]:
        """The last change to the same thing before each of these changes; nothing for its very first."""
        sql = (
            "SELECT c.id, max(b.id) FROM changes c JOIN changes b ON b.uuid = c.uuid AND b.set_name = c.set_name "  # noqa: S608 - question marks
            f"AND b.id < c.id AND b.applied WHERE c.id IN ({', '.join('?' * len(numbers))}) GROUP BY c.id"
        )
        return dict(self.database.rows(sql, numbers))

    def _held(self, numbers: Iterable[int | None]) -> dict[int | None, Thing]:
        """States by their rows of `changes`."""
        wanted = [number for number in numbers if number is not None]
        sql = f"SELECT id, state FROM changes WHERE id IN ({', '.join('?' * len(wanted))})"  # noqa: S608 - question marks
        return {number: unpack(state) for number, state in self.database.rows(sql, wanted)}

    def _insert(self, name: str, state: str) -> int:
        sql = "INSERT INTO actions (at, name, state) VALUES (?, ?, ?)"
        return self.database.write(sql, (self.now(), name, state))


class Action:
    """Records the changes of one action. Only inside `Journal.action`."""

    def __init__(self, database: Database, number: int, at: str) -> None:
        self._database = database
        self._number = number
        self._writable: set[str] = set()
        self._words = Words(database)
        self.at = at

    def put(self, thing: AnyThing, *, dated: bool = True, known: Thing | None = None) -> AnyThing:
        """Make `thing` the present state, dated now unless `dated` is False. Returns it as stored.

        `known` is the present state where the caller has just read it.

        Raises:
            UsageError: it belongs to a set that is read-only.
        """
        if thing.set_name not in self._writable:
            writable(self._database, thing.set_name)
            self._writable.add(thing.set_name)
        known = known or current(self._database, thing.uuid, thing.set_name)
        return self.put_as_is(replace(thing, changed=self._later(thing, known)) if dated else thing, known)

    def put_as_is(self, thing: AnyThing, before: Thing | None = None) -> AnyThing:
        """The same without a new date: for merges, which keep the date of the change they bring.

        `before` is the present state where the caller has just read it.
        """
        return self.put_after(thing, before or current(self._database, thing.uuid, thing.set_name))

    def put_after(self, thing: AnyThing, before: Thing | None) -> AnyThing:
        """The same for a caller who knows what was there `before`: None where it was nothing."""
        put(self._database, thing, self._record(thing, applied=True), before, self._words)
        return thing

    def put_moved(self, moved: Sequence[tuple[int, Annotation, tuple[str, bytes]]]) -> None:
        """`put_as_is` for many things at once of which nothing changed but the place (`tables.only_moved`).

        Each is its row of `things`, the thing, and what `pack` made of it: packing takes longer than saving, and is
        done before anyone has to wait for the database.
        """
        first = int(self._database.value("SELECT coalesce(max(id), 0) + 1 FROM changes"))
        self._database.write_many(
            "INSERT INTO changes (id, action, uuid, set_name, digest, applied, state) VALUES (?, ?, ?, ?, ?, 1, ?)",
            (
                (change, self._number, thing.uuid, thing.set_name, *packed)
                for change, (_, thing, packed) in enumerate(moved, first)
            ),
        )
        rows = [(number, thing, change) for change, (number, thing, _) in enumerate(moved, first)]
        place_many(self._database, rows)

    def finish(self) -> None:
        """All is put: now it can be found by its words."""
        self._words.write()

    def keep_loser(self, thing: Thing) -> None:
        """Keep a state that a merge decided against in the history (FORMATS N5)."""
        self._record(thing, applied=False)

    def _record(self, thing: Thing, *, applied: bool) -> int:
        told, state = pack(thing)
        return self._database.write(
            "INSERT INTO changes (action, uuid, set_name, digest, applied, state) VALUES (?, ?, ?, ?, ?, ?)",
            (self._number, thing.uuid, thing.set_name, told, applied, state),
        )

    def _later(self, thing: Thing, known: Thing | None) -> str:
        """Now, or just after the change before it where the clock was set back: the newer change must win a merge."""
        latest = max(thing.changed, known.changed if known else "")
        if self.at > latest:
            return self.at
        return stamp(moment(latest) + dt.timedelta(milliseconds=1))


def writable(database: Database, set_name: str) -> None:
    """Raises UsageError where the set is read-only (FORMATS N6)."""
    if set_name and database.value("SELECT read_only FROM sets WHERE name = ?", (set_name,)):
        raise UsageError(tr("“{name}” was issued to be read and cannot be changed.").format(name=set_name))


def _where_it_stands(wanted: Thing, other: Thing, present: Thing | None) -> Thing:
    """`wanted` in its present place where the action did not move it: a newer edition may have come since."""
    if not (isinstance(wanted, Annotation) and isinstance(other, Annotation) and isinstance(present, Annotation)):
        return wanted
    moved = (wanted.targets, wanted.edition, wanted.status) != (other.targets, other.edition, other.status)
    if moved:
        return wanted
    return replace(wanted, targets=present.targets, edition=present.edition, status=present.status)
