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
