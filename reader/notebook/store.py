"""The encrypted database. The only module that knows its driver (apsw with SQLite3 Multiple Ciphers, chacha20).

A commit has reached the disk before `writing` returns (WAL, synchronous=FULL). Pages, journal and backups are
encrypted; temporary tables live in memory. Driver errors leave here as UnavailableError (try again) or DamagedError.
"""

import contextlib
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from pathlib import Path
from typing import Any

import apsw

from reader.errors import DamagedError, ReaderError, UnavailableError
from reader.language import tr
from reader.notebook.key_file import newer
from reader.notebook.keys import Key
from reader.notebook.schema import APPLICATION_ID, MIGRATIONS, Migration

BUSY_MS = 2_000
"""How long to wait for another process that holds the file, a virus scanner for example."""
BACKUP_PAGES = 512
"""Pages copied at a time, so that a backup can be cancelled."""
CACHE_KIB = 16_384
"""Pages kept in memory, decrypted, while a notebook is open: each that is read again must be decrypted again."""
SMALLEST_PAGE = 512
"""A shorter file would be taken for an empty one."""
Value = str | int | float | bytes | None
Row = tuple[Any, ...]
BeforeMigration = Callable[["Database"], None]


class Database:
    """An open notebook file, or one in memory. Any thread may use it; they take turns.

    Attributes:
        path: the file, None in memory.
        read_only: whether writing raises UnavailableError.
    """

    def __init__(
        self, connection: Any, path: Path | None, *, read_only: bool = False, reader: Callable[[], Any] | None = None
    ) -> None:
        self._connection = connection
        self.path = path
        self.read_only = read_only
        self._turn = threading.RLock()
        self._writing = False
        self._writer = 0
        # With a write-ahead log, reading need not wait for a long write of another thread.
        self._open_reader = reader
        self._reader: Any = None
        self._reading = threading.Lock()
        self._closed = False

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """The answer to a query, from what was committed last; inside `writing`, from what it wrote.

        Raises UnavailableError or DamagedError.
        """
        with self._translated(tr("reading the notebook")):
            if self._open_reader is None or self._writer == threading.get_ident():
                with self._turn:
                    return list(self._connection.execute(sql, tuple(values)))
            with self._reading:
                if self._reader is None and not self._closed:
                    self._reader = self._open_reader()
                return list((self._reader or self._connection).execute(sql, tuple(values)))

    def value(self, sql: str, values: Sequence[Value] = ()) -> Any:
        """The first column of the first row, None without one."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    @contextlib.contextmanager
    def writing(self) -> Generator[None]:
        """One transaction: on leaving, all of it is on the disk, or none of it and an error says why.

        Inside another one it is part of that.

        Raises:
            UnavailableError: full disk, read-only, held by another process; the same call may succeed later.
            DamagedError: the file is not whole.
        """
        with self._turn:
            if self._writing:
                yield
                return
            operation = tr("saving in the notebook")
            if self.read_only:
                raise UnavailableError(operation, self.path, tr("it is open for reading only"))
            with self._translated(operation):
                self._connection.execute("BEGIN IMMEDIATE")
            self._writing = True
            self._writer = threading.get_ident()
            try:
                yield
                with self._translated(operation):
                    self._connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(apsw.Error):
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                raise
            finally:
                self._writing = False
                self._writer = 0

    def write(self, sql: str, values: Sequence[Value] = ()) -> int:
        """One statement inside `writing`. Returns the id of the row it inserted last."""
        with self._turn, self._translated(tr("saving in the notebook")):
            self._connection.execute(sql, tuple(values))
            return self._connection.last_insert_rowid()

    def write_many(self, sql: str, values: Iterable[Sequence[Value]]) -> None:
        """One statement for each row of values, inside `writing`."""
        with self._turn, self._translated(tr("saving in the notebook")):
            self._connection.executemany(sql, [tuple(row) for row in values])

    def problems(self, *, full: bool) -> tuple[str, ...]:
        """What an integrity check finds wrong; empty for a sound file.

        Quick: the pages' structure and, since each page is authenticated, every byte of it. Full: that indexes and the
        full-text index agree with the rows as well.
        """
        try:
            with self._turn:
                found = [str(row[0]) for row in self._connection.execute(f"PRAGMA {_CHECKS[full]}")]
        except apsw.Error as error:
            return (type(error).__name__,)
        return tuple(line for line in found if line != "ok")

    @contextlib.contextmanager
    def snapshot(self) -> Generator[None]:
        """Everything read inside is of one moment, whatever another connection writes meanwhile."""
        with self._turn:
            try:
                with self._translated(tr("reading the notebook")):
                    self._connection.execute("BEGIN")
                    # The moment is that of the first read, not of BEGIN.
                    self._connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
                yield
            finally:
                with contextlib.suppress(apsw.Error):
                    self._connection.execute("COMMIT")

    def copy_to(self, file: Path, key: Key, progress: Callable[[int, int], None] | None = None) -> None:
        """A copy of the present state in one new file under the same key.

        Raises:
            UnavailableError: the disk will not take it.
            ValueError: this notebook is in memory, whose pages are not encrypted.
        """
        if self.path is None:
            raise ValueError(file)
        target = _connect(file, key, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
        try:
            with self._turn, self._translated(tr("copying the notebook"), file):
                with target.backup("main", self._connection, "main") as backup:
                    while not backup.done:
                        backup.step(BACKUP_PAGES)
                        if progress is not None:
                            progress(backup.page_count - backup.remaining, backup.page_count)
                target.pragma("journal_mode", "delete")
        finally:
            target.close()

    def change_key(self, key: Key) -> None:
        """Encrypt the whole file anew. Only for a copy that nobody else has open."""
        with self._turn, self._translated(tr("encrypting the notebook anew")):
            self._connection.pragma("journal_mode", "delete")
            self._connection.pragma("rekey", key.pragma())

    def settle(self) -> None:
        """Move what the write-ahead log holds into the file and empty the log. Raises as `rows`."""
        with self._turn, self._translated(tr("saving in the notebook")):
            if self.path is not None and not self.read_only:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def shrink(self) -> None:
        """Give free pages back, so that nothing erased is left in them. Raises as `writing`."""
        with self._turn, self._translated(tr("erasing from the notebook")):
            self._connection.execute("VACUUM")
            self.settle()

    def close(self) -> None:
        """Close the file; the log is emptied and removed by the last one out.

        A write of another thread is waited for. Whatever that thread asks for afterwards raises UnavailableError.
        """
        with self._turn, self._reading, contextlib.suppress(apsw.Error):
            self._closed = True
            if self._reader is not None:
                self._reader.close()
            self._connection.close()

    def migrate(self, migrations: Sequence[Migration], before: BeforeMigration | None, *, fresh: bool) -> None:
        """Bring the tables to the newest version; a file without any is taken for a new one only where it is `fresh`.

        Raises:
            UnavailableError: a newer program made this file.
            DamagedError: it has no tables at all, or those of something else.
        """
        with self._translated(tr("opening the notebook")):
            version = int(self._connection.pragma("user_version"))
        if version > migrations[-1].version:
            raise newer(self.path or Path())
        if version == 0 and (not fresh or self.value("SELECT count(*) FROM sqlite_schema")):
            raise _damaged(self.path)
        if self.read_only and version < migrations[-1].version:
            reason = tr("it must be brought up to date first, and it is open for reading only")
            raise UnavailableError(tr("opening the notebook"), self.path, reason)
        for migration in migrations:
            if migration.version <= version:
                continue
            if before is not None and version:
                before(self)
            with self.writing():
                for statement in migration.statements:
                    self.write(statement)
                self.write(f"PRAGMA user_version = {migration.version}")
                self.write(f"PRAGMA application_id = {APPLICATION_ID}")
            version = migration.version

    @contextlib.contextmanager
    def _translated(self, operation: str, path: Path | None = None) -> Generator[None]:
        try:
            yield
        except apsw.Error as error:
            raise _error(error, operation, path or self.path) from error


_SETTINGS = (
    ("temp_store", "memory"),
    ("trusted_schema", "off"),
    ("cell_size_check", "on"),
    ("cache_size", -CACHE_KIB),
)
_CHECKS = {False: "quick_check(5)", True: "integrity_check(20)"}


def create_database(
    path: Path, key: Key, migrations: Sequence[Migration] = MIGRATIONS, *, wal: bool = True
) -> Database:
    """A new, empty notebook file. Raises UnavailableError where there is one already or the disk will not take it."""
    operation = tr("making a notebook")
    if path.exists():
        raise UnavailableError(operation, path, tr("there is one already"))
    connection = _connect(path, key, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
    return _ready(connection, path, key, migrations, None, wal=wal, fresh=True)


def open_database(
    path: Path,
    key: Key,
    migrations: Sequence[Migration] = MIGRATIONS,
    *,
    before: BeforeMigration | None = None,
    read_only: bool = False,
    wal: bool = True,
) -> Database:
    """Open a notebook file with a key that is known to be its own.

    Raises:
        DamagedError: missing, truncated, overwritten, or another's file; it is left as it is.
        UnavailableError: held by another process, no permission, made by a newer program.
    """
    if not path.is_file() or path.stat().st_size < SMALLEST_PAGE:
        raise _damaged(path)
    if not read_only:
        return _ready(_connect(path, key, apsw.SQLITE_OPEN_READWRITE), path, key, migrations, before, wal=wal)
    try:
        database = Database(_connect(path, key, apsw.SQLITE_OPEN_READONLY), path, read_only=True)
        database.rows("SELECT 1 FROM sqlite_schema LIMIT 1")
    except (UnavailableError, apsw.Error):
        # A folder that cannot be written, with no writer about: the file cannot change under us.
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        database = Database(_connect(path, key, flags, path.absolute().as_uri() + "?immutable=1"), path, read_only=True)
    return _checked(database, migrations, None)


def check_copy(path: Path, key: Key) -> int:
    """Open a copy for reading, check every page and index of it, and count its changes; nothing is migrated.

    Raises:
        DamagedError: it is not whole, or `key` is not its key.
    """
    database = Database(_connect(path, key, apsw.SQLITE_OPEN_READONLY), path, read_only=True)
    try:
        if database.problems(full=True) or database.value("PRAGMA application_id") != APPLICATION_ID:
            raise _damaged(path)
        return int(database.value("SELECT count(*) FROM changes"))
    finally:
        database.close()


def memory_database(migrations: Sequence[Migration] = MIGRATIONS) -> Database:
    """A notebook that leaves no trace (FORMATS N8): it ends with the process, or when it is closed."""
    connection: Any = apsw.Connection(":memory:")
    connection.pragma("temp_store", "memory")
    return _checked(Database(connection, None), migrations, None, fresh=True)


def _ready(
    connection: Any,
    path: Path,
    key: Key,
    migrations: Sequence[Migration],
    before: BeforeMigration | None,
    *,
    wal: bool,
    fresh: bool = False,
) -> Database:
    def reader() -> Any:
        return _connect(path, key, apsw.SQLITE_OPEN_READONLY)

    database = Database(connection, path, reader=reader if wal else None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        connection.pragma("journal_mode", "wal" if wal else "delete")
        # "full" flushes every commit; a rollback journal's folder entry needs "extra".
        connection.pragma("synchronous", "full" if wal else "extra")
        connection.pragma("secure_delete", "on")
    except apsw.Error as error:
        database.close()
        raise _error(error, tr("opening the notebook"), path) from error
    return _checked(database, migrations, before, fresh=fresh)


def _checked(
    database: Database, migrations: Sequence[Migration], before: BeforeMigration | None, *, fresh: bool = False
) -> Database:
    try:
        database.migrate(migrations, before, fresh=fresh)
        if database.value("PRAGMA application_id") != APPLICATION_ID:
            raise _damaged(database.path)
    except ReaderError:
        database.close()
        raise
    return database


def _connect(path: Path, key: Key, flags: int, name: str = "") -> Any:
    try:
        connection: Any = apsw.Connection(name or str(path), flags=flags)
    except apsw.Error as error:
        raise _error(error, tr("opening the notebook"), path) from error
    try:
        connection.pragma("cipher", "chacha20")
        connection.pragma("key", key.pragma())
        connection.set_busy_timeout(BUSY_MS)
        for setting, value in _SETTINGS:
            connection.pragma(setting, value)
    except apsw.Error as error:
        # The size of the cache is the first thing that reads the file.
        connection.close()
        raise _error(error, tr("opening the notebook"), path) from error
    return connection


def _damaged(path: Path | None) -> DamagedError:
    what = tr("The notebook is damaged, or is not a notebook")
    return DamagedError(path or Path(), what, tr("It was left as it is; a backup can be restored."))


def _error(error: apsw.Error, operation: str, path: Path | None) -> ReaderError:
    match error:
        case apsw.NotADBError() | apsw.CorruptError() | apsw.FormatError():
            return _damaged(path)
        case apsw.FullError() | apsw.IOError() | apsw.TooBigError():
            reason = tr("the disk is full or did not take it")
        case apsw.BusyError() | apsw.LockedError():
            reason = tr("another program is using it")
        case apsw.ReadOnlyError() | apsw.PermissionsError() | apsw.AuthError() | apsw.CantOpenError():
            reason = tr("it cannot be opened or written here")
        case apsw.NoMemError():
            reason = tr("there is not enough memory")
        case _:
            # The driver's own words can hold a piece of a note, so only the kind of error is told.
            reason = type(error).__name__
    return UnavailableError(operation, path, reason)
