"""Ctrl+P in the reader: what a person is asked, what follows, and what happens where it cannot be done."""

import errno
import os
import time

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPdfWriter

from reader.notebook.model import Kind
from reader.ui.looks.labels import ATTENTION, PLAIN
from reader.ui.looks.theme import theme_named
from reader.ui.printing import devices, print_dialog
from reader.ui.reader.reader_notice import Line

from ..notebook_help import make_notebook

TABLE = "small/long-table"
MANAGED = "Managed by your organisation"
OWN = "ask about the turquoise door"


@pytest.fixture
def out(tmp_path):
    """An empty folder to save to."""
    made = tmp_path / "out"
    made.mkdir()
    return made


def names(folder):
    return [file.name for file in folder.iterdir()]


def read(window, key=TABLE):
    window.travel.open_document(key)
    window.parts.reader.page.view.setFocus()
    return window.conduct.printing


@pytest.fixture
def ask():
    """A function that does in a window's reader what Ctrl+P does, and answers the dialog."""

    def press(window, key=TABLE):
        printing = read(window, key)
        window.parts.toolbar.wanted.emit("print")
        return printing.dialog

    return press


@pytest.fixture
def save(qtbot, window, pages):
    """A function that has a dialog save to a file and answers its pages' text; none where it has said why not."""

    def do(dialog, file):
        dialog.send_to(file)
        qtbot.waitUntil(lambda: window.conduct.printing.dialog is None or not dialog.working.busy, timeout=20_000)
        return pages(file.read_bytes()) if window.conduct.printing.dialog is None else []

    return do


def test_a_paper_is_saved_as_pdf_and_nothing_else_lies_there(window, ask, save, out, told):
    dialog = ask(window)
    assert dialog.windowTitle() == "Save as PDF" and dialog.lead.text() == "Digest: forty forces compared"
    assert dialog.sources.isChecked() and dialog.related.isChecked() and not dialog.own.isChecked()
    assert dialog.save.text() == "Save as PDF…" and dialog.printing is None, "Linux has the PDF alone"
    text = save(dialog, out / "paper.pdf")
    assert names(out) == ["paper.pdf"]
    assert "The last words of the paper." in "".join(text)
    assert told == [("DOCUMENT_PRINTED", {"form": "pdf", "pages": len(text)})]
    assert "Saved as paper.pdf" in window.parts.status.right
    assert not window.parts.tasks.busy("unlock")


def test_key_and_button_ask_and_the_library_has_neither(window, qtbot):
    assert not window.parts.toolbar.print_paper.isVisible()
    window.conduct.printing.ask()
    assert window.conduct.printing.dialog is None, "nothing is open to be printed"
    printing = read(window)
    qtbot.keyClick(window.parts.reader.page.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    printing.dialog.reject()
    qtbot.mouseClick(window.parts.toolbar.print_paper, Qt.MouseButton.LeftButton)
    assert printing.dialog is not None
    qtbot.keyClick(printing.dialog, Qt.Key.Key_Escape)
    assert printing.dialog is None


def test_the_name_offered_is_the_title(window, ask, qtbot, monkeypatch):
    offered = []
    monkeypatch.setattr(devices, "choose_file", lambda _parent, name: offered.append(name))
    dialog = ask(window)
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(offered))
    assert offered == ["Digest forty forces compared.pdf"]
    assert dialog.isVisible() and not dialog.working.busy


def test_what_is_unticked_is_left_out_and_the_marking_may_be_raised(window, ask, save, out):
    dialog = ask(window)
    dialog.sources.click()
    dialog.related.click()
    dialog.marking.setCurrentText("OFFICIAL-SENSITIVE")
    text = save(dialog, out / "paper.pdf")
    assert "example.org" not in "".join(text) and "Helpline" not in "".join(text)
    assert all(page.count("OFFICIAL-SENSITIVE") == 2 for page in text)


def test_notes_need_an_open_notebook_and_a_tick(window, ask, save, out, told):
    dialog = ask(window)
    assert not dialog.own.isEnabled() and dialog.own.toolTip() == "Unlock your notebook first"
    dialog.reject()
    room = make_notebook(window)
    dialog = ask(window)
    assert not dialog.own.isEnabled() and dialog.own.toolTip() == "You have none on this paper"
    dialog.reject()
    room.marks.mark(Kind.QUESTION, TABLE, 1, note=OWN, tags=("doors",))
    room.marks.mark(Kind.NOTE, "small/telling", 1, note="of another paper")
    dialog = ask(window)
    assert dialog.own.isEnabled() and dialog.own.text() == "My 1 note or highlight" and not dialog.readable.isVisible()
    assert OWN not in "".join(save(dialog, out / "without.pdf"))
    dialog = ask(window)
    dialog.own.click()
    assert dialog.readable.isVisible()
    told.clear()
    text = save(dialog, out / "with.pdf")
    assert OWN in text[-1] and "Question · What was compared, ¶ 1" in text[-1] and "Tags: doors" in text[-1]
    assert "They are no part of the paper." in "".join(text) and "of another paper" not in "".join(text)
    assert told == [
        ("DOCUMENT_PRINTED", {"form": "pdf", "pages": len(text)}),
        ("PRINTED", {"form": "pdf", "notes": 1}),
    ]


def test_a_locked_notebook_takes_the_question_with_it(window, ask):
    room = make_notebook(window)
    room.marks.mark(Kind.QUESTION, TABLE, 1, note=OWN)
    dialog = ask(window)
    dialog.own.click()
    room.lock_now()
    assert window.conduct.printing.dialog is None


def test_a_shared_desk_is_told_that_the_file_stays(open_window, ask, set_policies):
    dialog = ask(open_window())
    assert not dialog.stays.isVisible()
    dialog.reject()
    set_policies(shared_desk=True)
    assert ask(open_window()).stays.isVisible()


def test_policy_forbids_printing(open_window, ask, set_policies):
    set_policies(print="off")
    window = open_window()
    assert ask(window) is None
    button = window.parts.toolbar.print_paper
    assert not button.isEnabled() and button.toolTip() == MANAGED
    assert MANAGED in window.parts.status.right


def test_policy_forbids_files_but_not_the_printer(open_window, ask, set_policies, monkeypatch):
    set_policies(export="off")
    assert ask(open_window()) is None, "without a printer nothing is left to do"
    monkeypatch.setattr(devices, "can_print", lambda: True)
    dialog = ask(open_window())
    assert not dialog.save.isEnabled() and dialog.save.toolTip() == MANAGED
    assert dialog.own.toolTip() == MANAGED
    assert dialog.printing.isEnabled() and dialog.printing.text() == "Print…"


def test_policy_sets_the_least_marking(open_window, ask, set_policies):
    set_policies(marking="OFFICIAL", handling_text="Force use only")
    dialog = ask(open_window())
    assert [dialog.marking.itemText(row) for row in range(dialog.marking.count())] == ["OFFICIAL", "OFFICIAL-SENSITIVE"]
    assert dialog._wanted(None).marking == "OFFICIAL Force use only"


@pytest.fixture
def printer(monkeypatch, tmp_path):
    """A device that takes pages, chosen in the place of the system's dialog."""
    sheets = QPdfWriter(str(tmp_path / "spool"))
    monkeypatch.setattr(devices, "can_print", lambda: True)
    monkeypatch.setattr(devices, "choose_printer", lambda _parent, _title: sheets)


def test_a_printer_gets_the_pages_and_no_file_is_made(window, ask, qtbot, printer, told):
    dialog = ask(window)
    qtbot.mouseClick(dialog.printing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.conduct.printing.dialog is None, timeout=20_000)
    ((name, facts),) = told
    assert name == "DOCUMENT_PRINTED" and facts["form"] == "printer" and facts["pages"] > 3
    assert f"{facts['pages']} pages sent to the printer" in window.parts.status.right


def test_a_full_disk_leaves_what_was_there(window, ask, save, out, monkeypatch):
    target = out / "paper.pdf"
    target.write_bytes(b"what was there")

    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    dialog = ask(window)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        save(dialog, target)
    said = dialog.problem.text()
    assert "No space left on device" in said and "Nothing was changed." in said and "Choose another folder" in said
    assert target.read_bytes() == b"what was there" and names(out) == ["paper.pdf"]
    assert dialog.isVisible() and dialog.save.isEnabled()
    assert save(dialog, target) and names(out) == ["paper.pdf"]


def test_a_folder_that_cannot_be_written_is_said(window, ask, save, out):
    dialog = ask(window)
    save(dialog, out / "nowhere" / "paper.pdf")
    assert "Choose another folder or name" in dialog.problem.text() and dialog.isVisible()
    assert names(out) == []


@pytest.fixture
def slow_pages(monkeypatch):
    """Every page takes its time."""
    real = print_dialog.print_paper

    def slowly(*arguments, step):
        def slow(page, pages):
            time.sleep(0.12)
            return step(page, pages)

        return real(*arguments, step=slow)

    monkeypatch.setattr(print_dialog, "print_paper", slowly)


def test_long_work_shows_its_pages_and_is_cancelled(window, ask, qtbot, out, slow_pages):
    dialog = ask(window)
    dialog.send_to(out / "paper.pdf")
    qtbot.waitUntil(lambda: dialog.working.isVisible() and dialog.working.bar.value() > 0)
    assert dialog.working.words.text() == "Making the pages…" and dialog.working.bar.maximum() > 3
    qtbot.mouseClick(dialog.working.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.working.busy)
    assert dialog.problem.text() == "Stopped. Nothing was printed or saved."
    assert dialog.save.isEnabled() and dialog.isVisible() and names(out) == []


def test_a_withdrawn_paper_says_so_on_its_pages(window, ask):
    read(window)
    page = window.parts.reader.page
    page.above.show_lines((Line(ATTENTION, "Superseded."), Line(PLAIN, "Changed since you read edition 1.")))
    window.conduct.printing.ask()
    assert window.conduct.printing.dialog._wanted(None).warnings == ("Superseded.",)


def test_the_screen_may_be_dark(window, ask, save, out):
    window.conduct._set_theme(theme_named("dark"))
    save(ask(window), out / "paper.pdf")
    document = pypdfium2.PdfDocument(out / "paper.pdf")
    picture = document[0].render(scale=0.5)
    assert set(bytes(picture.buffer)[: picture.stride * 5]) == {255}, "paper stays white"
    picture.close()
    document.close()
