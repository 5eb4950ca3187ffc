import sys

import pytest

from reader.paths import places


@pytest.fixture
def frozen(tmp_path, monkeypatch):
    """The folder of a frozen program."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "briefing-reader"))
    return tmp_path


def test_a_portable_program_keeps_everything_beside_itself(frozen):
    (frozen / "portable").touch()
    where = places()
    assert where.profile == frozen / "data"
    assert {where.config.parent, where.state.parent, where.cache.parent, where.machine.parent} == {frozen / "data"}


def test_a_profile_that_is_asked_for_comes_before_the_portable_one(frozen, tmp_path):
    (frozen / "portable").touch()
    assert places(tmp_path / "mine").profile == tmp_path / "mine"


def test_without_the_file_or_from_a_checkout_the_systems_places_are_used(frozen, monkeypatch):
    assert places().profile is None
    (frozen / "portable").touch()
    monkeypatch.setattr(sys, "frozen", False)
    assert places().profile is None
