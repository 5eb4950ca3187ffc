"""What the system's own log is told, over a real datagram socket, and that content is never in it (FORMATS K1)."""

import socket
import sys

import pytest

from reader import system_log
from reader.cli import main
from reader.system_log import Event, tell

NOTE = "zebra-quartz-marmalade"
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="journald is on Linux")


@pytest.fixture
def journal(tmp_path, monkeypatch):
    """A function that gives what has come so far, as journald would read it; JOURNAL is its socket."""
    place = tmp_path / "journal"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(place))
        receiver.setblocking(False)
        monkeypatch.setattr(system_log, "JOURNAL", place)

        def came():
            found = []
            while True:
                try:
                    data = receiver.recv(65_536).decode()
                except BlockingIOError:
                    return found
                found.append(dict(line.split("=", 1) for line in data.splitlines()))

        yield came


@linux_only
def test_an_event_is_one_datagram_as_journald_reads_it(journal):
    tell(Event.REFUSED, clause="P4")
    assert journal() == [
        {
            "MESSAGE": "A content pack was refused. clause=P4",
            "PRIORITY": "4",
            "SYSLOG_IDENTIFIER": "briefing-reader",
            "BRIEFING_READER_EVENT": "1",
        }
    ]


@linux_only
@pytest.mark.parametrize("content", ["two words", "a\nMESSAGE=forged", "x" * 41, "ünicode", "/a/path"])
def test_what_could_be_content_is_left_out(journal, content):
    tell(Event.EXPORTED, form=content, notes=2)
    (came,) = journal()
    assert came["MESSAGE"] == "Notes were exported. notes=2"


def test_without_a_journal_nothing_happens(tmp_path):
    tell(Event.EXPORTED, tmp_path / "none", notes=1)
    (tmp_path / "file").write_text("no socket")
    tell(Event.EXPORTED, tmp_path / "file", notes=1)


@linux_only
def test_a_refused_pack_is_told(journal, tmp_path, capsys):
    pack = tmp_path / f"{NOTE}.briefpack"
    pack.write_bytes(b"nothing of the kind")
    assert main(["--profile", str(tmp_path / "profile"), "pack", "install", str(pack)], lambda *_: 0) == 3
    (came,) = journal()
    assert came["BRIEFING_READER_EVENT"] == "1" and "clause=P1" in came["MESSAGE"]
    assert NOTE not in str(came)
