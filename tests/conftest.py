"""Shared by every test: no screen, no traces in the person's own folders, English words."""

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
