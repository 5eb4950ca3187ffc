"""A cabinet (MSZIP) for an MSI: smaller by a twenty-fifth than wixl's, which begins every 32 KB anew.

The format is Microsoft's [MS-CAB]: header, one folder, entries, then blocks, each with a checksum. A block is deflated
with the block before it as its dictionary, as MSZIP means it.
"""

import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import xor
from pathlib import Path

BLOCK = 32768
MOST = BLOCK + 12
"""Most bytes a packed block may have."""

MSZIP, ARCHIVE = 1, 0x20
HEADER, FOLDER, DATA = struct.Struct("<4s5L2B5H"), struct.Struct("<L2H"), struct.Struct("<L2H")
ENTRY = struct.Struct("<2L4H")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a cabinet: its name there, which for an MSI is the file's id, and where it is."""

    name: str
    source: Path


def write(members: Sequence[Member], when: int, out: Path) -> None:
    """Write a cabinet with these files in this order, each dated `when` (seconds since 1970)."""
    sizes = [member.source.stat().st_size for member in members]
    entries = list_of_entries(members, sizes, when)
    start = HEADER.size + FOLDER.size
    blocks = [framed(packed, length) for packed, length in deflated(pieces(members))]
    data_at = start + len(entries)
    total = data_at + sum(map(len, blocks))
    head = HEADER.pack(b"MSCF", 0, total, 0, start, 0, 3, 1, 1, len(members), 0, 0, 0)
    with out.open("wb") as stream:
        stream.write(head)
        stream.write(FOLDER.pack(data_at, len(blocks), MSZIP))
        stream.write(entries)
        stream.writelines(blocks)


def list_of_entries(members: Sequence[Member], sizes: Sequence[int], when: int) -> bytes:
    """What stands about each file: size, where it begins in the whole, date, attributes, name."""
    moment = datetime.fromtimestamp(when, UTC)
    date = (moment.year - 1980) << 9 | moment.month << 5 | moment.day
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    found, offset = b"", 0
    for member, size in zip(members, sizes, strict=True):
        found += ENTRY.pack(size, offset, 0, date, time, ARCHIVE) + member.name.encode("ascii") + b"\0"
        offset += size
    return found


def pieces(members: Iterable[Member]) -> Iterator[bytes]:
    """All files one behind the other, cut into blocks."""
    held = bytearray()
    for member in members:
        held += member.source.read_bytes()
        whole = len(held) // BLOCK * BLOCK
        for at in range(0, whole, BLOCK):
            yield bytes(held[at : at + BLOCK])
        del held[:whole]
    if held:
        yield bytes(held)


def deflated(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """(packed, length before packing) of every block."""
    before = b""
    for block in blocks:
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_DEFAULT_STRATEGY, before)
        packed = b"CK" + packer.compress(block) + packer.flush()
        if len(packed) > MOST:
            raise ValueError(len(packed))
        yield packed, len(block)
        before = block


def framed(packed: bytes, length: int) -> bytes:
    """A block with its head: checksum, length packed and unpacked."""
    lengths = struct.pack("<2H", len(packed), length)
    return DATA.pack(checksum(lengths, checksum(packed, 0)), len(packed), length) + packed


def checksum(data: bytes, seed: int) -> int:
    """Microsoft's: exclusive or of 32-bit words, lowest byte first, and of what is left over, highest byte first."""
    whole = len(data) // 4 * 4
    words = array("I", data[:whole])
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        words.byteswap()
    return reduce(xor, words, seed) ^ int.from_bytes(data[whole:], "big")
