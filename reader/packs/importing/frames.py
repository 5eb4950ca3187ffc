"""Length-prefixed frames on pipes, which is how a worker process is spoken to (FORMATS K1: no sockets, no pickles)."""

import json
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")
MAX_FRAME_BYTES = 300_000_000


def write_frame(stream: BinaryIO, data: bytes) -> None:
    """Write four bytes of length and the bytes. Raises OSError."""
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)


def write_json(stream: BinaryIO, value: Any) -> None:
    """Write a value as one frame. Raises OSError."""
    write_frame(stream, json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame, None at the end. Raises ValueError where it is cut off or too long."""
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        msg = "cut off"
        raise ValueError(msg)
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length) if length <= MAX_FRAME_BYTES else b""
    if len(data) != length:
        msg = "cut off"
        raise ValueError(msg)
    return data
