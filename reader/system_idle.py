"""Seconds since the last input anywhere on this desk, as the system counts them (FORMATS N8).

Windows tells; on Linux the GNOME desktop does over the session bus, and an X server does by its screen saver extension.
Where nobody does, the window counts its own input. `org.freedesktop.ScreenSaver` is not asked: some desktops answer 0
whatever happens there, and a notebook would never lock.
"""

import contextlib
import ctypes
import os
import sys
from collections.abc import Callable
from typing import Any

from reader.session_bus import NoAnswerError, SessionBus, connect

Source = Callable[[], float | None]
ANSWER_SECONDS = 0.2
"""How long a desktop may take; one that takes longer is not asked again."""
X11, SAVER = "libX11.so.6", "libXss.so.1"
MUTTER = ("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", "org.gnome.Mutter.IdleMonitor")


def find_source() -> Source | None:
    """What to ask here, None where the system does not say. Asked once; the answer is asked each second."""
    if sys.platform == "win32":
        return windows_idle
    for source in (_Mutter(), _ScreenSaver()):
        if source() is not None:
            return source
        source.close()
    return None


class _LastInput(ctypes.Structure):
    """LASTINPUTINFO of winuser.h."""

    _fields_ = (("size", ctypes.c_uint32), ("tick", ctypes.c_uint32))


def windows_idle() -> float | None:
    """Windows: the last input of this session; its clock starts again after 49 days."""
    libraries: Any = getattr(ctypes, "windll")  # noqa: B009 - there on Windows only
    info = _LastInput(ctypes.sizeof(_LastInput), 0)
    if not libraries.user32.GetLastInputInfo(ctypes.byref(info)):
        return None
    return ((libraries.kernel32.GetTickCount() - info.tick) & 0xFFFFFFFF) / 1000


class _Mutter:
    """GNOME, on X and on Wayland."""

    def __init__(self) -> None:
        self._bus: SessionBus | None = None
        with contextlib.suppress(NoAnswerError):
            self._bus = connect()

    def __call__(self) -> float | None:
        if self._bus is None:
            return None
        try:
            (milliseconds,) = self._bus.call(MUTTER, "GetIdletime", seconds=ANSWER_SECONDS)
        except (NoAnswerError, ValueError):
            self.close()
            return None
        return milliseconds / 1000

    def close(self) -> None:
        if self._bus is not None:
            self._bus.close()
            self._bus = None


class _ScreenSaverInfo(ctypes.Structure):
    """XScreenSaverInfo of X11/extensions/scrnsaver.h."""

    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


class _ScreenSaver:
    """An X server on this machine; one elsewhere would be reached over the network (FORMATS K1)."""

    def __init__(self) -> None:
        self._display: Any = None
        if not os.environ.get("DISPLAY", "").startswith(":"):
            return
        try:
            self._x11, self._saver = ctypes.CDLL(X11), ctypes.CDLL(SAVER)
        except OSError:
            return
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XDefaultRootWindow.restype = ctypes.c_ulong
        opened = self._x11.XOpenDisplay(None)
        if not opened:
            return
        self._display = ctypes.c_void_p(opened)
        first, error = ctypes.c_int(), ctypes.c_int()
        if not self._saver.XScreenSaverQueryExtension(self._display, ctypes.byref(first), ctypes.byref(error)):
            self.close()

    def __call__(self) -> float | None:
        if self._display is None:
            return None
        info = _ScreenSaverInfo()
        root = ctypes.c_ulong(self._x11.XDefaultRootWindow(self._display))
        if not self._saver.XScreenSaverQueryInfo(self._display, root, ctypes.byref(info)):
            return None
        return info.idle / 1000

    def close(self) -> None:
        if self._display is not None:
            self._x11.XCloseDisplay(self._display)
            self._display = None
