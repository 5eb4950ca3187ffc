"""Garbage collected on the GUI thread alone."""

import gc

from PySide6.QtCore import QObject

from reader.ui.collector import Collector


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


def test_it_waits_while_somebody_types(qapp, qtbot):
    owner = QObject()
    collector = Collector(owner)
    try:
        qtbot.wait(300)  # coarse timers are five per cent off
        before = collector._timer.remainingTime()
        collector.wait()
        assert collector._timer.remainingTime() > before
    finally:
        collector.stop()
