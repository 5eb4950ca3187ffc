import random
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from windows import cabinet
from windows.cabinet import BLOCK, Member


def unpack(data):
    """{name: bytes} of a cabinet, read as its format says; every length and checksum is looked at on the way."""
    sign, _, total, _, entries, _, minor, major, folders, count, flags, _, _ = cabinet.HEADER.unpack_from(data)
    assert (sign, total, minor, major, folders, flags) == (b"MSCF", len(data), 3, 1, 1, 0)
    at, blocks, kind = cabinet.FOLDER.unpack_from(data, cabinet.HEADER.size)
    assert kind == cabinet.MSZIP
    whole, before = b"", b""
    for _ in range(blocks):
        told, packed, length = cabinet.DATA.unpack_from(data, at)
        body = data[at + cabinet.DATA.size :][:packed]
        assert body[:2] == b"CK" and packed <= cabinet.MOST
        assert told == slow_checksum(data[at + 4 : at + 8], slow_checksum(body, 0))
        before = (
            zlib.decompressobj(-15, zdict=before).decompress(body[2:]) if before else zlib.decompress(body[2:], -15)
        )
        assert len(before) == length
        whole += before
        at += cabinet.DATA.size + packed
    assert at == len(data)
    found = {}
    for _ in range(count):
        size, offset, folder, date, time, _ = cabinet.ENTRY.unpack_from(data, entries)
        end = data.index(b"\0", entries + cabinet.ENTRY.size)
        assert (folder, date, time) == (0, (2023 - 1980) << 9 | 11 << 5 | 14, 22 << 11 | 13 << 5 | 10)
        found[data[entries + cabinet.ENTRY.size : end].decode()] = whole[offset : offset + size]
        entries = end + 1
    return found


def slow_checksum(data, seed):
    """The same as Microsoft's document writes it, byte by byte."""
    whole = len(data) // 4 * 4
    for at in range(0, whole, 4):
        seed ^= data[at] | data[at + 1] << 8 | data[at + 2] << 16 | data[at + 3] << 24
    rest = 0
    for byte in data[whole:]:
        rest = rest << 8 | byte
    return seed ^ rest


def packed(folder, contents):
    members = []
    for number, content in enumerate(contents):
        (folder / str(number)).write_bytes(content)
        members.append(Member(f"f.{number}", folder / str(number)))
    out = folder / "out.cab"
    cabinet.write(members, 1_700_000_000, out)
    return out.read_bytes()


@pytest.mark.parametrize("length", [0, 1, 3, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 5])
def test_what_goes_in_comes_out(tmp_path, length):
    contents = [bytes(at * at % 251 for at in range(length)), b"between", b"", b"end" * 20_000]
    assert unpack(packed(tmp_path, contents)) == {f"f.{at}": each for at, each in enumerate(contents)}


def test_what_cannot_be_squeezed_fits_its_block(tmp_path):
    noise = random.Random(1).randbytes(2 * BLOCK + 100)  # noqa: S311 - not for secrets
    assert unpack(packed(tmp_path, [noise])) == {"f.0": noise}


def test_a_block_leans_on_the_one_before(tmp_path):
    once = random.Random(2).randbytes(BLOCK // 2)  # noqa: S311 - not for secrets
    assert len(packed(tmp_path, [once * 4])) < 1.1 * BLOCK // 2


@given(st.binary(max_size=50), st.integers(0, 2**32 - 1))
def test_the_checksum_is_microsofts(data, seed):
    assert cabinet.checksum(data, seed) == slow_checksum(data, seed)


def test_the_heads_have_the_sizes_that_the_format_states():
    assert (cabinet.HEADER.size, cabinet.FOLDER.size, cabinet.ENTRY.size, cabinet.DATA.size) == (36, 8, 16, 8)
    assert struct.calcsize("<L2H") == 8
