"""Papers made ready before they are asked for: they open as the same papers, and never outlive what they were."""

import pytest

from reader.ui.looks.theme import load_tokens, theme_named
from reader.ui.reader.read_ahead import REST_MS, STEP_MS, ReadAhead
from reader.ui.reader.reader_page import ReaderPage
from reader.ui.tasks import Tasks

CUSTODY, OTHER = "hub/custody-paper", "hub/other-paper"


@pytest.fixture
def ahead(qtbot, page, desk):
    page.open(OTHER)
    tasks = Tasks(page)
    made = ReadAhead(desk, tasks, page)
    with qtbot.waitSignal(made.rendered):
        made.start()
    qtbot.waitUntil(lambda: not made._timer.isActive())
    yield page
    tasks.stop()


def test_only_what_is_not_open_is_made(ahead):
    assert len(ahead.view.ahead.built) == 1


def test_it_opens_as_the_same_paper(qtbot, ahead, desk):
    plain = ReaderPage(load_tokens(), desk)
    qtbot.addWidget(plain)
    plain.resize(ahead.size())
    plain.open(CUSTODY)
    ((ready, mapped, _),) = ahead.view.ahead.built.values()
    ahead.open(CUSTODY)
    assert ahead.view.document() is ready
    assert ahead.view.mapped is mapped
    assert ahead.view.mapped == plain.view.mapped
    assert ahead.view.toPlainText() == plain.view.toPlainText()
    assert not ahead.view.ahead.built
    assert ahead.view.grab().toImage() == plain.view.grab().toImage()


def test_leaving_it_and_coming_back_makes_it_anew(ahead):
    ahead.open(CUSTODY)
    ahead.open(OTHER)
    ahead.open(CUSTODY)
    assert "Last words of custody." in ahead.view.toPlainText()


def test_another_look_is_not_opened_with_what_was_made_for_this_one(ahead):
    ahead.set_theme(theme_named("dark"))
    assert not ahead.view.ahead.built
    ahead.open(CUSTODY)
    assert "Last words of custody." in ahead.view.toPlainText()


def test_what_may_have_left_the_shelf_is_forgotten(ahead):
    ahead.renew()
    assert not ahead.view.ahead.built


def test_a_key_press_goes_first(qtbot, page, desk, monkeypatch):
    page.open(OTHER)
    tasks = Tasks(page)
    made = ReadAhead(desk, tasks, page)
    busy = [True]
    monkeypatch.setattr(tasks, "busy", lambda _channel: busy[0])
    with qtbot.waitSignal(made.rendered):
        made.start()
    qtbot.wait(150)
    assert not page.view.ahead.built
    busy[0] = False
    qtbot.waitUntil(lambda: len(page.view.ahead.built) == 1)
    made.stop()
    tasks.stop()


def test_it_rests_while_a_paper_is_being_opened(qtbot, page, desk):
    tasks = Tasks(page)
    made = ReadAhead(desk, tasks, page)
    with qtbot.waitSignal(made.rendered):
        made.start()
    page.open(OTHER)
    assert made._timer.interval() == REST_MS
    made._step()
    assert made._timer.interval() == STEP_MS
    made.stop()
    page.open(CUSTODY)
    assert not made._timer.isActive()
    tasks.stop()
