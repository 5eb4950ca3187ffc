"""Papers made ready before they are asked for: they open as the same papers, and never outlive what they were."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument

from reader.ui.looks.theme import load_tokens, theme_named
from reader.ui.reader import read_ahead, reader_built
from reader.ui.reader.read_ahead import REST_MS, STEP_MS, ReadAhead
from reader.ui.reader.reader_page import ReaderPage
from reader.ui.tasks import Tasks

CUSTODY, OTHER = "hub/custody-paper", "hub/other-paper"


def placeholder(*_wanted):
    return QImage(1, 1, QImage.Format.Format_ARGB32)


@pytest.fixture
def making(page, desk):
    tasks = Tasks(page)
    made = ReadAhead(desk, tasks, page)
    yield made
    made.stop()
    tasks.stop()


@pytest.fixture
def ahead(qtbot, page, making):
    page.open(OTHER)
    making.start()
    qtbot.waitUntil(lambda: len(page.view.ready.built) == 1 and not making._timer.isActive())
    return page


def test_only_what_is_not_open_is_made(ahead):
    assert len(ahead.view.ready.built) == 1


def test_it_opens_as_the_same_paper(qtbot, ahead, desk):
    plain = ReaderPage(load_tokens(), desk)
    qtbot.addWidget(plain)
    plain.resize(ahead.size())
    plain.open(CUSTODY)
    (ready,) = ahead.view.ready.built.values()
    ahead.open(CUSTODY)
    assert ahead.view.document() is ready.document
    assert ahead.view.mapped is ready.mapped
    assert ahead.view.mapped == plain.view.mapped
    assert ahead.view.toPlainText() == plain.view.toPlainText()
    assert ahead.view.grab().toImage() == plain.view.grab().toImage()


def test_coming_back_finds_the_document_that_was_left_and_shows_the_same(qtbot, ahead):
    first, other = ahead.view.grab().toImage(), ahead.view.document()
    ahead.open(CUSTODY)
    custody = ahead.view.document()
    ahead.open(OTHER)
    assert ahead.view.document() is other
    assert ahead.view.grab().toImage() == first
    ahead.open(CUSTODY)
    assert ahead.view.document() is custody


def test_a_document_left_is_fitted_to_the_window_it_comes_back_to(qtbot, ahead, desk):
    ahead.open(CUSTODY)
    ahead.open(OTHER)
    ahead.resize(640, 614)
    ahead.open(CUSTODY)
    plain = ReaderPage(load_tokens(), desk)
    qtbot.addWidget(plain)
    plain.resize(ahead.size())
    plain.show()
    plain.open(CUSTODY)
    assert ahead.view.document().size() == plain.view.document().size()
    assert ahead.view.grab().toImage() == plain.view.grab().toImage()


def test_no_more_documents_are_kept_than_there_is_room_for(ahead, monkeypatch):
    monkeypatch.setattr(reader_built, "MOST_KEPT", 1)
    first = ahead.view.document()
    for points in (14, 15, 16):
        ahead.view.build_ahead("<p>Kept</p>", replace(ahead.look(), size=float(points)), placeholder)
    ahead.open(CUSTODY)
    assert [made.document for made in ahead.view.ready.built.values()] == [first]


def test_a_document_too_long_to_keep_is_let_go(ahead, monkeypatch):
    monkeypatch.setattr(reader_built, "LONGEST_KEPT", 10)
    ahead.open(CUSTODY)
    assert not ahead.view.ready.built


def test_a_figure_that_changed_is_drawn_anew_when_its_paper_comes_back(ahead, tmp_path):
    ahead.open(CUSTODY)
    before = ahead.view.document()
    svg = tmp_path / "library" / "figures" / "steps.svg"
    svg.write_text(svg.read_text("utf-8").replace("#173F66", "#FF0000"), "utf-8")
    ahead.renew()
    ahead.open(OTHER)
    ahead.open(CUSTODY)
    assert ahead.view.document() is not before
    ((_, name, _),) = ahead.view.mapped.pictures
    picture = ahead.view.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
    assert picture.pixelColor(90, 25).name() == "#ff0000"


def test_another_look_is_not_opened_with_what_was_made_for_this_one(ahead):
    ahead.set_theme(theme_named("dark"))
    assert not ahead.view.ready.built
    ahead.open(CUSTODY)
    assert "Last words of custody." in ahead.view.toPlainText()


def test_in_another_look_they_are_made_again_once_the_person_rests(qtbot, ahead, making):
    (light,) = ahead.view.ready.built
    ahead.set_theme(theme_named("dark"))
    assert making._again.isActive()
    making._again.start(1)
    qtbot.waitUntil(lambda: len(ahead.view.ready.built) == 1)
    assert light not in ahead.view.ready.built


def test_what_may_have_left_the_shelf_is_forgotten(ahead):
    ahead.renew()
    assert not ahead.view.ready.built


def test_a_paper_that_would_hold_the_window_is_not_made_ahead(qtbot, making, monkeypatch):
    monkeypatch.setattr(read_ahead, "LONGEST", 200)
    with qtbot.waitSignal(making.rendered):
        making.start()
    assert list(making._waiting) == [OTHER]


def test_laying_a_paper_out_unseen_is_nobody_reading(qtbot, page, making):
    making.rendered.connect(lambda: page.open(OTHER))
    with qtbot.waitSignal(making.rendered):
        making.start()
    assert making._timer.isActive()
    assert making._timer.interval() == STEP_MS


def test_a_key_press_goes_first(qtbot, page, making, monkeypatch):
    busy = [True]
    monkeypatch.setattr(making._tasks, "busy", lambda _channel: busy[0])
    with qtbot.waitSignal(making.rendered):
        making.start()
    qtbot.wait(150)
    assert not page.view.ready.built
    busy[0] = False
    qtbot.waitUntil(lambda: len(page.view.ready.built) == 1)


def test_it_rests_while_a_paper_is_being_opened(qtbot, page, making):
    with qtbot.waitSignal(making.rendered):
        making.start()
    page.open(OTHER)
    assert making._timer.interval() == REST_MS
    making._step()
    assert making._timer.interval() == STEP_MS
    making.stop()
    page.open(CUSTODY)
    assert not making._timer.isActive()
