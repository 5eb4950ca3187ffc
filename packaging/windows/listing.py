"""The program files of a frozen folder: who signed each, its hashes, and a signature for those that have none."""

import csv
import hashlib
import io
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from devkit import console
from windows import signing
from windows.signing import Signer

COLUMNS = ("file", "bytes", "sha256", "authenticode_sha256", "signed_by")


@dataclass(frozen=True, slots=True)
class Program:
    """A file that Windows would run code from.

    Attributes:
        name: relative to the folder, with slashes.
        size: bytes.
        sha256: of the whole file, in hex.
        authenticode: the SHA-256 that application control calls the file's hash: without checksum and signature.
        signed_by: subject of the certificate, "" where nobody signed it.
    """

    name: str
    size: int
    sha256: str
    authenticode: str
    signed_by: str


def program_files(folder: Path) -> Iterator[Path]:
    """Every file that starts as a Windows program or library does, in order."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            with file.open("rb") as opened:
                if opened.read(2) == b"MZ":
                    yield file


def sign_unsigned(folder: Path, key: Signer) -> int:
    """Sign what nobody signed; what its own makers signed stays theirs. Returns how many.

    Raises:
        StopError: a file cannot be signed, or is not as its makers signed it.
    """
    count = 0
    for file in program_files(folder):
        told = signing.signature(file)
        if told is None:
            key.sign(file)
            count += 1
        elif not told.unchanged:
            raise console.StopError(f"{file.relative_to(folder)} was changed after its makers signed it.")
    console.say(f"Signed {count} program files that nobody had signed.")
    return count


def programs(folder: Path) -> list[Program]:
    """What there is to know about each program file."""
    found: list[Program] = []
    for file in program_files(folder):
        data, told = file.read_bytes(), signing.signature(file)
        name = file.relative_to(folder).as_posix()
        whole = hashlib.sha256(data).hexdigest()
        found.append(Program(name, len(data), whole, authenticode(data), told.subject if told else ""))
    return found


def table(found: Iterable[Program]) -> str:
    """The list as CSV, for whoever writes rules of application control."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in found:
        writer.writerow((each.name, each.size, each.sha256, each.authenticode, each.signed_by))
    return text.getvalue()


def authenticode(data: bytes) -> str:
    """The hash of a program file as Authenticode defines it, SHA-256 in hex.

    Left out are the checksum, the directory entry of the certificate table, and that table, which is last in the file.
    """
    (head,) = struct.unpack_from("<L", data, 0x3C)
    optional = head + 24
    (magic,) = struct.unpack_from("<H", data, optional)
    entry = optional + (144 if magic == 0x20B else 128)  # noqa: PLR2004 - PE32+ has wider fields before it
    start, size = struct.unpack_from("<2L", data, entry)
    end = start if size else len(data)
    checksum = optional + 64
    pieces = data[:checksum], data[checksum + 4 : entry], data[entry + 8 : end]
    padding = b"" if size else bytes(-len(data) % 8)
    return hashlib.sha256(b"".join(pieces) + padding).hexdigest()
