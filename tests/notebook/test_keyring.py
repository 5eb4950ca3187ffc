"""Opening by the log-in's keyring on Linux: a real bus with a keyring on it, one that is locked, and none at all."""

import contextlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader.errors import UsageError
from reader.notebook import keyring
from reader.notebook.keys import SlotKind
from reader.notebook.unlocking import PlatformLogin, create, unlock
from reader.session_bus import ADDRESS

KEY_FILE = "log-in.key"
needs_bus = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no session bus to be had here")


@pytest.fixture
def bus(monkeypatch):
    """A session bus of the test's own; call it to put a keyring on it."""
    with contextlib.ExitStack() as stack:
        daemon = stack.enter_context(_running("dbus-daemon", "--session", "--nofork", "--print-address"))
        address = daemon.stdout.readline().strip()
        assert address.startswith("unix:")
        monkeypatch.setenv(ADDRESS, address)

        def keyring_comes(manner=""):
            script = Path(__file__).with_name("secret_service.py")
            service = stack.enter_context(_running(sys.executable, str(script), manner))
            assert service.stdout.readline() == "ready\n"

        yield keyring_comes


@contextlib.contextmanager
def _running(*command):
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@needs_bus
def test_the_keyring_opens_a_notebook_and_no_key_file_is_made(tmp_path, bus):
    bus()
    made = create(tmp_path / "one", "One", PlatformLogin())
    assert "keyring" in made.about_platform()
    made.close()
    assert not (tmp_path / "one" / KEY_FILE).exists()
    made = unlock(tmp_path / "one", PlatformLogin())
    (slot,) = made.slots
    name = slot.salt[8:24].hex()
    # Neither the keyring nor the key file holds the slot's secret: each has one half of it.
    assert keyring.find(name) and keyring.find(name) not in (tmp_path / "one" / "keys.json").read_bytes()
    made.set_recovery()
    made.remove_slots(SlotKind.PLATFORM)
    assert keyring.find(name) is None and made.about_platform() == ""
    made.close()


@needs_bus
@pytest.mark.parametrize("manner", ["locked", "asking", "forgetful"])
def test_a_keyring_that_would_ask_or_forget_leaves_it_to_the_file(tmp_path, bus, manner):
    bus(manner)
    made = create(tmp_path / "one", "One", PlatformLogin())
    assert "administrator" in made.about_platform()
    made.close()
    assert (tmp_path / "one" / KEY_FILE).stat().st_mode & 0o777 == 0o600
    unlock(tmp_path / "one", PlatformLogin()).close()


@needs_bus
def test_without_its_keyring_the_notebook_asks_for_another_way(tmp_path, bus, words, monkeypatch):
    bus()
    made = create(tmp_path / "one", "One", PlatformLogin())
    made.set_passphrase(words.text)
    made.close()
    for address in ("", "unix:path=/nowhere", "tcp:host=127.0.0.1,port=9", "nonsense"):
        monkeypatch.setenv(ADDRESS, address)
        with pytest.raises(UsageError, match="passphrase"):
            unlock(tmp_path / "one", PlatformLogin())
    unlock(tmp_path / "one", words).close()


@needs_bus
def test_a_bus_with_nobody_on_it_leaves_it_to_the_file(tmp_path, bus):
    assert bus
    made = create(tmp_path / "one", "One", PlatformLogin())
    assert "administrator" in made.about_platform()
    made.close()
    assert keyring.find("00") is None
