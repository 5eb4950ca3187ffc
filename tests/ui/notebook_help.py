"""What the notebook's window tests share."""

import hashlib

from reader.notebook.unlocking import Passphrase

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


def settled(qtbot, window):
    """What a dialog had done off the GUI thread is done."""
    qtbot.waitUntil(lambda: not window.parts.tasks.busy("unlock"), timeout=10_000)


def every_byte(folder):
    """All that is on the disk below a folder."""
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
