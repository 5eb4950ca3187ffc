"""What the notebook's window tests share."""

import hashlib

from reader.notebook.unlocking import Passphrase
from reader.notes_desk.sharing import Choice
from reader.ui.notes.export_dialog import GATHERING, ORDER
from reader.ui.notes.import_dialog import COMPARING

WORDS = "correct horse battery"
CUSTODY, TELLING = "small/custody-first-hour", "small/telling"


def cheap_derivation(text, salt, _cost):
    """In place of Argon2id, whose price is the point everywhere but here."""
    return bytearray(hashlib.sha256(text + salt).digest())


def make_notebook(window, name="PC One"):
    """A notebook, open in the window, that already has its second way in."""
    room = window.parts.notes
    room.desk.create(name, Passphrase(WORDS))
    room.desk.notebook.set_recovery()
    return room


SLOW = ("unlock", GATHERING, COMPARING)


def settled(qtbot, window):
    """What a dialog had done off the GUI thread is done."""
    tasks = window.parts.tasks
    qtbot.waitUntil(lambda: not any(map(tasks.busy, SLOW)), timeout=10_000)


def exported(qtbot, window, form, file):
    """Everything of one's own in a file, by the export dialog."""
    room = window.parts.notes
    room.asking.export(Choice())
    settled(qtbot, window)
    room.asking.dialog.form.setCurrentIndex(ORDER.index(form))
    room.asking.dialog.write(file)
    settled(qtbot, window)
    return file


def imported(qtbot, window, file, apart=""):
    """A set taken in by the import dialog, kept apart under a name or merged."""
    room = window.parts.notes
    room.import_set(file)
    settled(qtbot, window)
    dialog = room.asking.dialog
    (dialog.apart if apart else dialog.merged).click()
    dialog.name.setText(apart)
    dialog._compare()
    settled(qtbot, window)
    dialog._import()
    settled(qtbot, window)


def every_byte(folder):
    """All that is on the disk below a folder."""
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def lines(page):
    """The marks that a page of notes lists."""
    model = page.model
    model.grow()
    every = (model.line(model.index(row, 0)) for row in range(model.rowCount()))
    return [line for line in every if line is not None]
