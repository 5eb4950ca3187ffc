"""Shared by every test: no screen, no traces in the person's own folders, English words."""

import datetime as dt
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import HealthCheck, settings

from reader import language

# One profile for every machine: the suite's time is bounded by examples, not by a stopwatch that a busy machine trips.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def english(monkeypatch, tmp_path_factory):
    """English words, and a home of the test's own."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(home))
    # Nothing of a test goes into the person's own keyring.
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("LANGUAGE", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    language.use("en")
    yield
    language.use("en")


class SetClock:
    """Gives a time that a test moves; each look is a second later."""

    def __init__(self):
        self.time = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)

    def __call__(self):
        self.time += dt.timedelta(seconds=1)
        return self.time

    def move(self, **by):
        self.time += dt.timedelta(**by)


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture(scope="session")
def cheap():
    """A cost of guessing that costs nothing."""
    from reader.notebook.keys import Cost  # noqa: PLC0415 - for those tests only that have a notebook

    return Cost(1, 64, 1)


@pytest.fixture(scope="session")
def words():
    """What opens the notebooks of tests."""
    from reader.notebook.unlocking import Passphrase  # noqa: PLC0415 - as above

    return Passphrase("correct horse battery staple")
