"""`briefing-reader preview DIR`: what somebody who writes a document sees while saving it."""

import os

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from reader.app import preview_place
from reader.desk import open_desk
from reader.ui.looks.appearance import Appearance
from reader.ui.looks.tokens import load_tokens
from reader.ui.preview.preview_window import PreviewWindow

CUSTODY = "briefings/custody-first-hour.md"
LONG = "\n\n".join(
    f"Paragraph {number} says something of its own, which nobody else says, at some length." for number in range(80)
)


@pytest.fixture
def preview(qtbot, qapp, library, profile):
    """A function that opens a preview of the small library and waits until it has been checked."""
    opened = []

    def open_one(file="", folder=library):
        desk = open_desk(profile, [folder])
        appearance = Appearance(qapp, load_tokens(), "light")
        window = PreviewWindow(desk, folder, load_tokens(), appearance, file)
        opened.extend((window, appearance))
        window.show()
        ready(qtbot, window)
        return window

    yield open_one
    for part in opened:
        if isinstance(part, PreviewWindow):
            part.close()
    QApplication.processEvents()
    for part in opened:
        shiboken6.delete(part)


def ready(qtbot, window):
    def done():
        busy = window.tasks.busy("preview.read") or window.tasks.busy("preview.check")
        return not busy and window.checks.summary.text() != "Checking…"

    qtbot.waitUntil(done, timeout=10_000)


def save(qtbot, window, path, text, *, replaced=False):
    """Save as an editor does: into the file, or by putting a new one in its place; wait for the window to follow."""
    if replaced:
        path.with_suffix(".new").write_text(text, "utf-8")
        os.replace(path.with_suffix(".new"), path)  # noqa: PTH105 - as editors do it
    else:
        path.write_text(text, "utf-8")
    with qtbot.waitSignal(window.watcher.changed, timeout=5_000):
        pass
    ready(qtbot, window)


def shown(window):
    return window.room.page.view.toPlainText()


def test_a_folder_opens_at_its_library_page_and_a_paper_by_enter(qtbot, preview):
    window = preview()
    assert window.stack.currentWidget() is window.library
    assert window.windowTitle().startswith("Preview: library")
    assert len(window.library.shown) == 4
    qtbot.keyClick(window.library.list, Qt.Key.Key_Return)
    assert "Patience, small promises" in shown(window)


@pytest.mark.parametrize("replaced", [False, True])
def test_saving_shows_the_new_text_each_time(qtbot, preview, library, replaced):
    window = preview(CUSTODY)
    path = library / CUSTODY
    text = path.read_text("utf-8")
    for word in ("tonight", "tomorrow", "later"):
        save(qtbot, window, path, text + f"\nWhere will the child be {word}?\n", replaced=replaced)
        assert f"be {word}?" in shown(window)
    assert not list((library.parent / "profile").rglob("settings.toml"))


def test_a_reload_stays_at_the_same_words(qtbot, preview, library):
    path = library / CUSTODY
    start, end = path.read_text("utf-8").split("## Before release")
    path.write_text(f"{start}## Before release\n\n{LONG}\n\n{end}", "utf-8")
    window = preview(CUSTODY)
    view = window.room.page.view
    view.verticalScrollBar().setValue(900)

    def uppermost():
        """The text in the first lines, and where on the screen it stands."""
        found = view.document().find("Paragraph 20 says")
        return view.top_of(found.selectionStart()) - view.verticalScrollBar().value()

    before = uppermost()
    for extra in ("One more.", "One more.\n\nAnd another, which is longer."):
        save(qtbot, window, path, f"{start}{extra}\n\n## Before release\n\n{LONG}\n\n{end}")
        assert extra[:8] in shown(window)
        assert abs(uppermost() - before) <= 1


def test_a_chosen_paragraph_stays_the_chosen_one(qtbot, preview, library):
    window = preview(CUSTODY)
    page = window.room.page
    page.view.go_to_paragraph(4)
    words = page._content.paragraph(4).text
    path = library / CUSTODY
    save(
        qtbot,
        window,
        path,
        path.read_text("utf-8").replace("## On arrival", "## First of all\n\nBreathe.\n\n## On arrival"),
    )
    assert page.view.current_paragraph == 5
    assert page._content.paragraph(5).text == words


def test_what_does_not_parse_is_said_in_the_place_of_the_text(qtbot, preview, library):
    window = preview(CUSTODY)
    path = library / CUSTODY
    good = path.read_text("utf-8")
    save(qtbot, window, path, good.replace("type: briefing", "type: poem").replace("stages:", "issued: soon\nstages:"))
    assert window.stack.currentWidget() is window.broken
    assert f"{CUSTODY}:4: type: expected one of" in window.broken.text
    assert "issued: expected" in window.broken.text
    assert "Traceback" not in window.broken.text
    qtbot.mouseClick(window.broken.last_good, Qt.MouseButton.LeftButton)
    assert "tells the child what will happen next" in shown(window)
    assert "last version" in window.banner.text
    save(qtbot, window, path, good.replace("will sleep tonight", "will sleep").replace("type: briefing", "type: poem"))
    assert "last version" in window.banner.text
    save(qtbot, window, path, good.replace("will sleep tonight", "will sleep"))
    assert window.stack.currentWidget() is not window.broken
    assert window.banner.text == ""
    assert "will sleep." in shown(window)


def test_a_paper_broken_from_the_start_is_named_and_can_be_looked_at(qtbot, preview, library):
    (library / "briefings/new-paper.md").write_text("no front matter", "utf-8")
    window = preview()
    assert "briefings/new-paper.md:1: front matter" in window.checks.text
    window.open_line("briefings/new-paper.md", 1)
    assert "a first line of ---" in window.broken.text
    assert not window.broken.last_good.isVisible()
    assert len(window.library.shown) == 4


def test_a_finding_leads_to_its_paragraph(qtbot, preview, library):
    path = library / CUSTODY
    path.write_text(
        path.read_text("utf-8").replace("where the child will", "where [the child](nowhere-paper) will"), "utf-8"
    )
    window = preview()
    rows = [window.checks.list.item(row) for row in range(window.checks.list.count())]
    window.checks.list.itemActivated.emit(next(row for row in rows if "nowhere-paper" in row.text()))
    page = window.room.page
    assert "where the child" in page._content.paragraph(page.view.current_paragraph).text
    assert "In this paper" in window.checks.text


def test_papers_come_and_go(qtbot, preview, library):
    window = preview(CUSTODY)
    other = library / "briefings/another-paper.md"
    save(qtbot, window, other, "---\nid: another-paper\ntitle: Another\n---\n\n## New\n\nWords.\n")
    assert len(window.library.shown) == 5
    (library / CUSTODY).unlink()
    with qtbot.waitSignal(window.watcher.changed, timeout=5_000):
        pass
    ready(qtbot, window)
    assert window.stack.currentWidget() is window.library
    assert "no longer in the folder" in window.banner.text


def test_registers_and_marking_are_followed(qtbot, preview, library):
    window = preview(CUSTODY)
    assert not window.marks[0].isVisible()
    toml = library / "library.toml"
    save(qtbot, window, toml, toml.read_text("utf-8") + 'marking = "OFFICIAL-SENSITIVE"\n')
    assert window.marks[0].isVisible()
    assert window.marks[0].text() == "OFFICIAL-SENSITIVE"
    taxonomy = library / "taxonomy.toml"
    save(qtbot, window, taxonomy, taxonomy.read_text("utf-8").replace('"First contact"', '"At the door"'))
    assert any("At the door" in button.accessibleName() for button in window.library.stages.buttons)


def test_a_folder_that_goes_away_leaves_what_was_read(qtbot, preview, library):
    window = preview(CUSTODY)
    library.rename(library.with_name("elsewhere"))
    QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
    qtbot.waitUntil(lambda: "from before" in window.banner.text, timeout=5_000)
    assert "tells the child" in shown(window)
    library.with_name("elsewhere").rename(library)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    ready(qtbot, window)
    assert window.banner.text == ""


def test_coming_to_the_front_it_looks_for_itself(qtbot, preview, library):
    """Shares often say nothing about changes."""
    window = preview(CUSTODY)
    window.watcher.stop()
    path = library / CUSTODY
    path.write_text(path.read_text("utf-8") + "\nA line written on a share.\n", "utf-8")
    QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
    ready(qtbot, window)
    assert "written on a share" in shown(window)


def test_a_plain_folder_of_documents_is_shown_and_says_what_it_lacks(qtbot, preview, tmp_path):
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "one.md").write_text("---\nid: one-paper\ntitle: One\n---\n\nWords.\n", "utf-8")
    window = preview(folder=folder)
    assert "Words." in shown(window)
    assert "library.toml" in window.checks.text
    assert preview_place(folder / "one.md") == (folder, "one.md")


def test_size_theme_and_checks_are_reached_by_keys_and_not_kept(qtbot, preview, profile):
    window = preview(CUSTODY)
    window.activateWindow()
    window.bar.checks.click()
    assert not window.checks.isVisible()
    window.bar.theme_chosen.emit("dark")
    assert window.checks._theme.name == "dark"
    window._size(18)
    assert window.room.page._style.points == 18
    assert all(part.accessibleName() or part.text() for part in window.bar.focus_order())
    assert not profile.settings_file.exists()
