"""Sets of passages as big integers, bit n for passage n: AND, OR and counting run at the speed of C."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress

_TO_DIGITS = bytes([48] + [49] * 255)
_FROM_DIGITS = bytes.maketrans(b"01", b"\x00\xff")


def of_numbers(numbers: Iterable[int], size: int) -> int:
    """The set of `numbers`, each below `size`. Best for few; `of_dense` is faster for many."""
    raised = bytearray((size >> 3) + 1)
    for number in numbers:
        raised[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(raised, "little")


def of_dense(dense: bytes | bytearray) -> int:
    """The set of positions of `dense` that are not zero."""
    return int(dense.translate(_TO_DIGITS)[::-1] or b"0", 2)


def of_ranges(ranges: Iterable[tuple[int, int]], size: int) -> int:
    """The set of all numbers in half-open `ranges` below `size`."""
    digits = bytearray(size)
    for start, end in ranges:
        digits[start:end] = b"\x01" * (end - start)
    return of_dense(digits)


def full(size: int) -> int:
    """The set of all numbers below `size`."""
    return (1 << size) - 1


def table(bits: int, size: int) -> bytes:
    """Bytes t such that `t[n >> 3] >> (n & 7) & 1` tells whether n is in the set: a fast test for many numbers."""
    return bits.to_bytes((size >> 3) + 1, "little")


def plane(bits: int, size: int) -> bytes:
    """One byte a number: 255 where it is in the set, else 0."""
    return f"{bits:0{size}b}".encode("ascii")[::-1].translate(_FROM_DIGITS) if size else b""


def numbers(bits: int, size: int) -> Iterator[int]:
    """The members in rising order."""
    return compress(range(size), plane(bits, size))


def only(wanted: Sequence[int], bits: int, size: int) -> list[int]:
    """Those of `wanted` that are in the set, in their order."""
    inside = table(bits, size)
    return [number for number in wanted if inside[number >> 3] >> (number & 7) & 1]
