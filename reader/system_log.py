"""Tells the system's own log what an organisation needs to know of: refusals, exports, use of its key. Never content.

Windows: the Application log, source "Briefing Reader". Linux: journald, by one datagram to its socket (FORMATS K1).
Where neither is there, nothing is told; the program does not depend on it.
"""

import contextlib
import re
import sys
from enum import Enum
from pathlib import Path
from typing import Any

JOURNAL = Path("/run/systemd/journal/socket")
SOURCE = "Briefing Reader"
IDENTIFIER = "briefing-reader"
_WARNING, _INFORMATION = 2, 4
"""Event types of the Windows log (winnt.h)."""
_PRIORITIES = {_WARNING: 4, _INFORMATION: 6}
"""The same as syslog has them."""
_FACT = re.compile(r"[A-Za-z0-9._-]{1,40}")


class Event(Enum):
    """What is told: (number, kind, words). Numbers stay what they are: people filter by them."""

    REFUSED = 1, _WARNING, "A content pack was refused."
    EXPORTED = 2, _INFORMATION, "Notes were exported."
    PRINTED = 3, _INFORMATION, "Notes were printed or saved as PDF."
    ORGANISATION_KEY = 4, _WARNING, "A notebook was opened with the organisation's key."
    DOCUMENT_PRINTED = 5, _INFORMATION, "A document was printed or saved as PDF."


def tell(event: Event, journal: Path | None = None, **facts: str | int) -> None:
    """Tell the system's log of `event`; what goes wrong on the way is nobody's concern here.

    Args:
        event: what happened.
        journal: journald's socket; its own place where None.
        facts: numbers and short codes such as a clause or a form. Anything else is left out: it might be content.
    """
    number, kind, words = event.value
    said = {name: str(value) for name, value in facts.items() if _FACT.fullmatch(str(value))}
    text = " ".join([words, *(f"{name}={value}" for name, value in said.items())])
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "win32":
            _report_event(number, kind, text)
        elif sys.platform.startswith("linux"):
            _send(journal or JOURNAL, number, kind, text)


def _send(journal: Path, number: int, kind: int, text: str) -> None:
    if not journal.exists():
        return
    import socket  # noqa: PLC0415 - K1: the one datagram socket of the program, to journald and nobody else

    fields = {
        "MESSAGE": text,
        "PRIORITY": _PRIORITIES[kind],
        "SYSLOG_IDENTIFIER": IDENTIFIER,
        "BRIEFING_READER_EVENT": number,
    }
    data = "".join(f"{name}={value}\n" for name, value in fields.items()).encode("ascii", "replace")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        sender.sendto(data, str(journal))


def _report_event(number: int, kind: int, text: str) -> None:
    import ctypes  # noqa: PLC0415 - on Windows alone

    windows: Any = ctypes
    library = windows.WinDLL("advapi32", use_last_error=True)
    library.RegisterEventSourceW.restype = ctypes.c_void_p
    library.RegisterEventSourceW.argtypes = [ctypes.c_wchar_p, ctypes.c_wchar_p]
    library.ReportEventW.argtypes = [
        *(ctypes.c_void_p, ctypes.c_uint16, ctypes.c_uint16, ctypes.c_uint32, ctypes.c_void_p),
        *(ctypes.c_uint16, ctypes.c_uint32, ctypes.POINTER(ctypes.c_wchar_p), ctypes.c_void_p),
    ]
    library.DeregisterEventSource.argtypes = [ctypes.c_void_p]
    handle = library.RegisterEventSourceW(None, SOURCE)
    if not handle:
        return
    try:
        texts = (ctypes.c_wchar_p * 1)(text)
        library.ReportEventW(handle, kind, 0, number, None, 1, 0, texts, None)
    finally:
        library.DeregisterEventSource(handle)
