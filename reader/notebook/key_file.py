"""The key file beside a notebook's database: its name, its slots, and what tells damage from a wrong passphrase.

A digest over the whole file shows damage before any passphrase is tried; a check value shows whether an opened key is
this notebook's; a seal made with that key shows a file that something else rewrote. Nothing in it opens anything.
"""

import hashlib
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reader.durable import write_file
from reader.errors import DamagedError, UnavailableError
from reader.language import tr
from reader.notebook.codec import BadThingError, as_list, as_number, as_table, as_text
from reader.notebook.files import read_file
from reader.notebook.keys import MOST_COST, Cost, Key, Slot, SlotKind

FORMAT = 1
MAX_BYTES = 200_000
"""A key file larger than this is not ours."""
MAX_SLOTS = 50
FILE = "keys.json"
COPY = "keys-copy.json"
_DATABASE = re.compile(r"notes-[0-9]{1,6}\.db")


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What the file holds.

    Attributes:
        name: the notebook's name, shown before it is unlocked.
        shared: whether it belongs to a shared desk, which never has a platform slot.
        created: when, as `model.stamp` writes it.
        database: name of the database file beside it; a restore or a new key switches it in one step.
        slots: the ways in.
        check: `Key.check()`.
        seal: `Key.seal()` over the other fields.
    """

    name: str
    shared: bool
    created: str
    database: str
    slots: tuple[Slot, ...]
    check: bytes = b""
    seal: bytes = b""

    def sealed_by(self, key: Key) -> "KeyFile":
        """The same with check value and seal."""
        checked = replace(self, check=key.check(), seal=b"")
        return replace(checked, seal=key.seal(_packed(_fields(checked))))

    def belongs_to(self, key: Key) -> bool:
        """Whether `key` is the one this file was made with."""
        return key.check() == self.check

    def intact(self, key: Key) -> bool:
        """Whether nothing but a holder of the key wrote this file."""
        return key.sealed(_packed(_fields(replace(self, seal=b""))), self.seal)


def pack(keys: KeyFile) -> bytes:
    """The file's bytes."""
    fields = _fields(keys)
    fields["digest"] = hashlib.sha256(_packed(fields)).hexdigest()
    return json.dumps(fields, indent=1, ensure_ascii=True).encode("ascii")


def unpack(raw: bytes, path: Path) -> KeyFile:
    """The key file those bytes hold.

    Raises:
        DamagedError: they are not what `pack` wrote.
        UnavailableError: a newer version of this program wrote them.
    """
    try:
        fields = as_table(json.loads(raw.decode("ascii")), "key file")
        version = as_number(fields.get("format"), "format")
        if version > FORMAT:
            raise newer(path)
        found = fields.pop("digest", None)
        if found != hashlib.sha256(_packed(fields)).hexdigest():
            raise BadThingError("digest", "its own digest")
        return _keys(fields)
    except (ValueError, RecursionError) as error:
        raise DamagedError(path, tr("The notebook's key file is damaged"), tr("It was left as it is.")) from error


def newer(path: Path) -> UnavailableError:
    """The error for a file of a later version."""
    reason = tr("a newer version of this program made it; install that version here")
    return UnavailableError(tr("opening the notebook"), path, reason)


def load(folder: Path) -> KeyFile:
    """The key file of a notebook's folder, its copy where the first is damaged or missing.

    Raises:
        DamagedError: both are.
        UnavailableError: they cannot be read.
    """
    return load_all(folder)[0]


def load_all(folder: Path) -> tuple[KeyFile, ...]:
    """The key file and its copy, whichever are whole, the file first. Raises as `load`."""
    found: list[KeyFile] = []
    damage: DamagedError | None = None
    for name in (FILE, COPY):
        try:
            found.append(unpack(read_file(folder / name, MAX_BYTES), folder / name))
        except FileNotFoundError:
            continue
        except DamagedError as error:
            damage = damage or error
    if not found:
        raise damage or DamagedError(folder / FILE, tr("The notebook's key file is missing"))
    return tuple(found)


def save(folder: Path, keys: KeyFile) -> None:
    """Write the file, then its copy, each in one step. Raises UnavailableError; the old one is then still there."""
    write_file(folder / FILE, pack(keys))
    write_file(folder / COPY, pack(keys))


def _fields(keys: KeyFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "name": keys.name,
        "shared": keys.shared,
        "created": keys.created,
        "database": keys.database,
        "slots": [
            {
                "id": slot.id,
                "kind": slot.kind.value,
                "created": slot.created,
                "argon2id": [slot.cost.passes, slot.cost.memory_kib, slot.cost.lanes],
                "salt": _text(slot.salt),
                "nonce": _text(slot.nonce),
                "wrapped": _text(slot.wrapped),
            }
            for slot in keys.slots
        ],
        "check": _text(keys.check),
        "seal": _text(keys.seal),
    }


def _keys(fields: Mapping[str, Any]) -> KeyFile:
    database = as_text(fields.get("database"), "database", 30)
    if not _DATABASE.fullmatch(database):
        raise BadThingError("database", "a plain file name")
    return KeyFile(
        name=as_text(fields.get("name"), "name", 200),
        shared=fields.get("shared") is True,
        created=as_text(fields.get("created"), "created", 40),
        database=database,
        slots=tuple(_slot(slot) for slot in as_list(fields.get("slots"), "slots", MAX_SLOTS)),
        check=_data(fields.get("check")),
        seal=_data(fields.get("seal")),
    )


def _slot(value: object) -> Slot:
    table = as_table(value, "slot")
    numbers = [as_number(number, "argon2id") for number in as_list(table.get("argon2id"), "argon2id", 3)]
    most = (MOST_COST.passes, MOST_COST.memory_kib, MOST_COST.lanes)
    if len(numbers) != len(most) or any(number > limit for number, limit in zip(numbers, most, strict=True)):
        raise BadThingError("argon2id", "a cost this program would ask for")
    return Slot(
        id=as_text(table.get("id"), "id", 40),
        kind=SlotKind(as_text(table.get("kind"), "kind", 20)),
        created=as_text(table.get("created"), "created", 40),
        cost=Cost(*numbers),
        salt=_data(table.get("salt")),
        nonce=_data(table.get("nonce")),
        wrapped=_data(table.get("wrapped")),
    )


def _packed(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _data(value: object) -> bytes:
    return b64decode(as_text(value, "bytes", 4096), validate=True)
