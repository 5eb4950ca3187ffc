"""What is not installed, and why: refusals, unknown publishers, policy, a full stop; and what comes by itself."""

import shutil

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from reader import desk as desks
from reader import policy
from reader.packs.publishers import spoken
from reader.ui.packs.packs_page import Step
from reader.ui.shared.history import INSTALL, PACKS

from .conftest import Desk

KEY = Qt.Key


@pytest.fixture
def tampered(publisher, tmp_path):
    """Edition 2 with one letter changed after it was signed."""
    data = bytearray(publisher.pack(2).read_bytes())
    data[data.index(b"frightened")] = ord("F")
    pack = tmp_path / "hub-2 (1).briefpack"
    pack.write_bytes(bytes(data))
    return pack


@pytest.fixture
def ruled(monkeypatch):
    """A function that puts policies in force, before the window is opened."""

    def rule(**table):
        monkeypatch.setattr(desks.policy, "load", lambda: policy.from_table(table, "test"))

    return rule


def test_a_refused_pack_says_so_and_offers_no_way_around(qtbot, at_desk, publisher, tampered):
    at_desk.install(publisher.pack(1))
    before = at_desk.window.parts.desk.shelf
    at_desk.open(tampered)
    at_desk.reach(Step.STOPPED)
    stopped = at_desk.flow.stopped._shown[0]
    assert [button.text() for button in at_desk.flow.buttons] == ["Copy details for IT", "Close"]
    assert "somebody has changed it" in at_desk.window.parts.status.right
    qtbot.keyClick(at_desk.button("Copy"), KEY.Key_Space)
    copied = QApplication.clipboard().text()
    assert "hub-2 (1).briefpack" in copied and "P4" in copied and copied == stopped.text()
    qtbot.keyClick(at_desk.button("Close"), KEY.Key_Space)
    assert at_desk.window.travel.history.current.view == PACKS
    assert at_desk.window.parts.desk.shelf is before
    assert any("hub-2 (1).briefpack" in report.pack for report in at_desk.room.packs.refusals())


def test_an_unknown_publisher_is_allowed_by_the_fingerprint_alone(qtbot, window, publisher):
    at_desk = Desk(qtbot, window)
    at_desk.open(publisher.pack(1))
    at_desk.reach(Step.STOPPED)
    qtbot.keyClick(at_desk.button("Allow this publisher"), KEY.Key_Space)
    pane = at_desk.flow.trust
    assert at_desk.flow.step is Step.TRUST and QApplication.focusWidget() is pane.name
    allow = at_desk.button("Allow this publisher")
    qtbot.keyClicks(pane.name, "the-hub")
    found = at_desk.room.packs.root_of(publisher.pack(1))[1]
    qtbot.keyClicks(pane.typed, spoken("0" + found[1:] if found[0] != "0" else "1" + found[1:]))
    assert not allow.isEnabled() and "group 1" in pane.said.text()
    pane.typed.clear()
    qtbot.keyClicks(pane.typed, spoken(found).upper())
    assert allow.isEnabled()
    qtbot.keyClick(allow, KEY.Key_Return)
    at_desk.reach(Step.REVIEW)
    assert "the-hub" in at_desk.flow.review.signed.strong.text()


def test_where_policy_keeps_publishers_to_itself_none_can_be_allowed(qtbot, open_window, publisher, ruled):
    ruled(allow_user_publishers=False)
    at_desk = Desk(qtbot, open_window())
    at_desk.open(publisher.pack(1))
    at_desk.reach(Step.STOPPED)
    assert [button.text() for button in at_desk.flow.buttons] == ["Copy details for IT", "Close"]
    advice = at_desk.flow.stopped._shown[0].advice(may_trust=False)
    assert advice[0].startswith("Managed by your organisation")


@pytest.mark.usefixtures("allowed")
def test_where_only_it_installs_the_page_says_so(qtbot, open_window, publisher, ruled):
    ruled(pack_install="machine")
    at_desk = Desk(qtbot, open_window())
    at_desk.window.conduct._do("packs")
    page = at_desk.room.page(PACKS)
    assert page.managed.isVisible() and not page.file.isEnabled()
    assert page.file.toolTip() == "Managed by your organisation"
    at_desk.open(publisher.pack(1))
    at_desk.reach(Step.STOPPED)
    assert "Managed by your organisation" in at_desk.window.parts.status.right


def test_checking_can_be_stopped_and_leaves_nothing(qtbot, at_desk, publisher):
    at_desk.open(publisher.pack(1))
    at_desk.button("Stop").click()
    assert at_desk.window.travel.history.current.view == PACKS
    qtbot.waitUntil(lambda: not at_desk.room._held and not at_desk.window.parts.tasks.busy("packs.discard"))
    at_desk.install(publisher.pack(1))


def test_a_plan_that_is_left_lets_go_of_the_lock(at_desk, publisher):
    at_desk.review(publisher.pack(1))
    at_desk.button("Cancel").click()
    at_desk.install(publisher.pack(1))


def test_a_pack_that_is_dropped_on_the_window_is_checked(at_desk, publisher):
    window = at_desk.window
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(publisher.pack(1)))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(window.rect().center(), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))
    assert window.travel.history.current.view == INSTALL
    at_desk.reach(Step.REVIEW)


@pytest.mark.usefixtures("allowed")
def test_a_new_edition_in_the_update_folder_is_offered_and_not_forced(qtbot, open_window, publisher, ruled, tmp_path):
    folder = tmp_path / "updates"
    folder.mkdir()
    ruled(watched_folder=str(folder))
    at_desk = Desk(qtbot, open_window())
    shutil.copy(publisher.pack(1), folder)
    at_desk.settled()
    qtbot.waitUntil(lambda: not at_desk.window.parts.tasks.busy("packs.watch"))
    at_desk.window.conduct.packs.watching.look()
    banner = at_desk.window.parts.banner
    qtbot.waitUntil(lambda: "is in the update folder" in banner.text, timeout=10_000)
    assert len(at_desk.window.parts.desk.shelf.libraries) == 1, "nothing is forced"
    at_desk.window.conduct._do("packs")
    assert at_desk.room.page(PACKS).offers.count() == 1
    qtbot.keyClick(banner._act, KEY.Key_Space)
    at_desk.reach(Step.REVIEW)


@pytest.mark.usefixtures("allowed")
def test_policy_may_have_it_installed_without_asking(qtbot, open_window, publisher, ruled, tmp_path):
    folder = tmp_path / "updates"
    folder.mkdir()
    shutil.copy(publisher.pack(1), folder)
    ruled(watched_folder=str(folder), pack_auto_install=True)
    at_desk = Desk(qtbot, open_window())
    qtbot.waitUntil(lambda: "as your organisation wants" in at_desk.window.parts.banner.text, timeout=10_000)
    assert len(at_desk.window.library.shown) == 7


def test_where_no_publisher_is_allowed_the_page_says_so(window):
    window.conduct._commands["packs"]()
    page = window.parts.packs.page(PACKS)
    words = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "None yet. A pack can be installed once its publisher has been allowed here." in words
