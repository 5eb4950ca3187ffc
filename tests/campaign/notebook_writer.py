"""Edits a notebook until it is killed, and says on its output what has been acknowledged: one line each, after saving.

    python tests/campaign/notebook_writer.py FOLDER SEED

The lines are "uuid digest"; `notebook_kills.py` and the suite compare them with what is there afterwards.
"""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.notebook import query
from reader.notebook.anchors import describe_document
from reader.notebook.codec import digest
from reader.notebook.keys import Cost
from reader.notebook.model import Annotation, Kind
from reader.notebook.query import Filter
from reader.notebook.session import Notebook
from reader.notebook.unlocking import Passphrase, create, unlock

WORDS = Passphrase("correct horse battery staple")
CHEAP = Cost(1, 64, 1)


def main() -> None:
    """Edit for ever."""
    folder, chance = Path(sys.argv[1]), random.Random(int(sys.argv[2]))  # noqa: S311 - not a secret
    exists = (folder / "keys.json").exists()
    notebook = unlock(folder, WORDS, read_only_ok=False) if exists else create(folder, "K", WORDS, cost=CHEAP)
    while True:
        _step(notebook, chance)


def _step(notebook: Notebook, chance: random.Random) -> None:
    notes = notebook.notes
    done: list[Annotation] = []
    live = query.lines(notebook.database, Filter(), limit=50)
    what = chance.random()
    if what < 0.4 or not live:
        note = "zebracrossing " * chance.randint(0, 400)
        done = [notes.mark(Kind.NOTE, "hub/paper", 1, describe_document(), note=note, tags=["t"])]
    elif what < 0.8:
        line = chance.choice(live)
        done = [notes.change(notes.get(line.uuid), note=f"changed {chance.random()}")]
    elif what < 0.88:
        one = notes.get(chance.choice(live).uuid)
        notes.delete([one])
        done = [notes.get(one.uuid)]
    elif what < 0.96:
        undone = notes.undo()
        done = [thing for thing in (undone.things if undone else ()) if isinstance(thing, Annotation)]
    elif what < 0.98:
        notebook.backup()
    else:
        notebook.set_recovery(CHEAP)
    for one in done:
        sys.stdout.write(f"{one.uuid} {digest(one)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
