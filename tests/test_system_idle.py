"""Idle time of the whole desk on Linux: a GNOME desktop's word, an X server's, and nobody's."""

import ctypes
import shutil
import subprocess
import sys
import textwrap

import jeepney
import pytest
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

from reader import system_idle

ASK = """
import os
{before}
from reader.system_idle import find_source
source = find_source()
print(None if source is None else (type(source).__name__, source() < 600))
"""
DESKTOP = """
import sys
sys.path.insert(0, {here!r})
from test_system_idle import desktop
desktop()
"""


def desktop():
    """Answers as GNOME does: nobody has touched anything for 42 seconds."""
    connection = open_dbus_connection(bus="SESSION")
    Proxy(message_bus, connection).RequestName(system_idle.MUTTER[0])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        message = connection.receive()
        if message.header.message_type is jeepney.MessageType.method_call:
            connection.send(jeepney.new_method_return(message, "t", (42_000,)))


def x_server():
    try:
        return ctypes.CDLL(system_idle.SAVER) and shutil.which("xvfb-run") is not None
    except OSError:
        return False


def ask(*wrapper, before=""):
    code = textwrap.dedent(ASK.format(before=before))
    done = subprocess.run(
        [*wrapper, sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip()


def test_where_nobody_tells_the_window_counts_for_itself(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    assert system_idle.find_source() is None
    # A display on another machine would be asked over the network.
    monkeypatch.setenv("DISPLAY", "elsewhere:0")
    assert system_idle.find_source() is None


@pytest.mark.skipif(not x_server(), reason="there is no X server, or no library for its screen saver, to be had here")
def test_an_x_server_tells():
    assert ask("xvfb-run", "-a") == "('_ScreenSaver', True)"


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="there is no session bus to be had here")
def test_a_gnome_desktop_tells(tmp_path):
    script = tmp_path / "desktop.py"
    script.write_text(DESKTOP.format(here=str(__file__).rpartition("/")[0]), "utf-8")
    before = (
        f"import subprocess, sys; desk = subprocess.Popen([sys.executable, {str(script)!r}], stdout=subprocess.PIPE)"
    )
    told = ask("dbus-run-session", "--", before=before + "; desk.stdout.readline()")
    assert told == "('_Mutter', True)"
