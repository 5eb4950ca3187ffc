"""The tables of a notebook and the steps that lead to them.

`changes` is append-only and serves undo, redo, the bin, history and merges: each row holds the whole thing after one
change. `things` is the present: where each thing stands in `changes`, and what lists are filtered by; it could be built
again. Only erasing
(`retention`) deletes rows.
"""

from dataclasses import dataclass

APPLICATION_ID = 0x42524E42
"""Marks the file as a notebook ("BRNB")."""


@dataclass(frozen=True, slots=True)
class Migration:
    """A step to `version`: statements run in one transaction, after a verified backup."""

    version: int
    statements: tuple[str, ...]


FIRST = Migration(
    1,
    (
        """CREATE TABLE actions (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            name TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dead', 'fixed'))
        ) STRICT""",
        "CREATE INDEX actions_state ON actions (state, id)",
        """CREATE TABLE changes (
            id INTEGER PRIMARY KEY,
            action INTEGER NOT NULL REFERENCES actions (id),
            uuid TEXT NOT NULL,
            set_name TEXT NOT NULL,
            digest TEXT NOT NULL,
            applied INTEGER NOT NULL,
            state BLOB
        ) STRICT""",
        "CREATE INDEX changes_thing ON changes (uuid, set_name, id)",
        "CREATE INDEX changes_action ON changes (action)",
        """CREATE TABLE things (
            id INTEGER PRIMARY KEY,
            uuid TEXT NOT NULL,
            set_name TEXT NOT NULL,
            type TEXT NOT NULL,
            kind TEXT NOT NULL,
            document TEXT NOT NULL,
            edition INTEGER NOT NULL,
            section TEXT NOT NULL,
            number INTEGER NOT NULL,
            last INTEGER NOT NULL,
            position INTEGER NOT NULL,
            status TEXT NOT NULL,
            changed TEXT NOT NULL,
            deleted TEXT NOT NULL,
            has_note INTEGER NOT NULL,
            change INTEGER NOT NULL REFERENCES changes (id),
            title TEXT NOT NULL,
            note TEXT NOT NULL,
            tags TEXT NOT NULL,
            UNIQUE (uuid, set_name)
        ) STRICT""",
        # They hold the columns a filter asks for, so that a list of 50 reads little more than 50 rows. What
        # re-attaching changes stands in the first only: 20,000 rows are placed anew at once.
        """CREATE INDEX things_place ON things (
            type, deleted, document, number, position, kind, section, status, set_name, edition, has_note, changed, last
        )""",
        """CREATE INDEX things_changed ON things (
            type, deleted, changed, document, kind, set_name, has_note
        )""",
        "CREATE TABLE tags (thing INTEGER NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (tag, thing)) STRICT, WITHOUT ROWID",
        "CREATE INDEX tags_thing ON tags (thing)",
        """CREATE TABLE items (
            collection INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL,
            PRIMARY KEY (collection, position)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX items_ref ON items (ref)",
        """CREATE TABLE sets (
            name TEXT PRIMARY KEY, issuer TEXT NOT NULL, issued TEXT NOT NULL, read_only INTEGER NOT NULL
        ) STRICT""",
        "CREATE TABLE drafts (key TEXT PRIMARY KEY, at TEXT NOT NULL, text TEXT NOT NULL) STRICT",
        """CREATE TABLE openings (
            id INTEGER PRIMARY KEY, at TEXT NOT NULL, slot TEXT NOT NULL, seen INTEGER NOT NULL
        ) STRICT""",
        """CREATE VIRTUAL TABLE words USING fts5 (
            note, quote, tags, content = '', contentless_delete = 1,
            tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
        )""",
        "INSERT INTO words (words, rank) VALUES ('secure-delete', 1)",
    ),
)

MIGRATIONS: tuple[Migration, ...] = (FIRST,)
"""Every step there is, in order."""
