"""Garbage collected on the GUI thread alone."""

import gc

import pytest
from PySide6.QtCore import QObject

from reader.ui.collector import FLOOD, REST_TICKS, Collector


class Loop:
    """Something only the collector can free."""

    freed = 0

    def __init__(self):
        self.me = self

    def __del__(self):
        Loop.freed += 1


def test_it_takes_over_collects_and_gives_back(qapp):
    owner = QObject()
    collector = Collector(owner)
    try:
        assert not gc.isenabled()
        before = Loop.freed
        for _ in range(2 * gc.get_threshold()[0]):
            Loop()
        assert Loop.freed == before
        collector._collect()
        assert Loop.freed > before
    finally:
        collector.stop()
    assert gc.isenabled()


def test_what_came_to_stay_is_passed_over_until_it_is_settled_again(qapp):
    owner = QObject()
    collector = Collector(owner)
    try:
        held = Loop()
        collector.settle()
        collector._collect()
        assert gc.get_freeze_count() > 0
        before = Loop.freed
        del held
        gc.collect()
        assert Loop.freed == before
        collector.settle()
        collector._collect()
        assert Loop.freed == before + 1
    finally:
        collector.stop()
    assert gc.get_freeze_count() == 0


@pytest.fixture
def collector(qapp):
    owner = QObject()
    made = Collector(owner)
    made._timer.stop()  # the tests tick
    yield made
    made.stop()


def test_it_collects_only_after_a_rest_from_typing(collector, monkeypatch):
    collected = []
    monkeypatch.setattr(collector, "_collect", lambda: collected.append(True))
    for _ in range(3):
        for _ in range(REST_TICKS - 1):
            collector._tick()
        collector.wait()
    assert not collected
    for _ in range(REST_TICKS):
        collector._tick()
    assert collected == [True]


def test_a_flood_is_looked_at_at_once_and_only_once(collector):
    gc.collect()
    before = Loop.freed
    garbage = [Loop() for _ in range(10)]
    del garbage
    held = [[number] for number in range(2 * FLOOD)]
    collector._tick()
    assert Loop.freed == before + 10
    frozen = gc.get_freeze_count()
    assert frozen >= len(held)
    del held
    for _ in range(REST_TICKS):
        collector._tick()
    assert gc.get_freeze_count() < frozen
