"""Every policy an organisation can set, in one table (FORMATS Y1, Y2).

ADMX, ADML, the JSON schema and the administrator's table are generated from it. Theme, text size and language are not
policies but defaults an organisation may give: they are adjustments people need and are never locked.
"""

from dataclasses import dataclass
from enum import StrEnum

Value = str | int | bool | tuple[str, ...]


class Kind(StrEnum):
    """What a policy's value is."""

    CHOICE = "choice"
    FLAG = "flag"
    INTEGER = "integer"
    TEXT = "text"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy.

    Attributes:
        name: key in the registry and in policies.json.
        kind: of its value.
        default: in force where nothing is set.
        strictest: in force where what is set cannot be read (FORMATS Y3). Strict means safe for what people wrote: no
            malformed value deletes a note.
        title: for administrators, a few words.
        text: for administrators, what it does.
        choices: allowed values of a CHOICE.
        smallest: least value of an INTEGER.
        largest: greatest value of an INTEGER; greatest length of a TEXT, and of each of TEXTS.
        locks: whether setting it disables a control, which then says "Managed by your organisation".
    """

    name: str
    kind: Kind
    default: Value
    strictest: Value
    title: str
    text: str
    choices: tuple[str, ...] = ()
    smallest: int = 0
    largest: int = 1_000
    locks: bool = True


def _choice(name: str, choices: tuple[str, ...], default: str, strictest: str, *texts: str) -> Policy:
    title, text = texts
    return Policy(name, Kind.CHOICE, default, strictest, title, text, choices)


def _flag(name: str, title: str, text: str, *, default: bool, strictest: bool) -> Policy:
    return Policy(name, Kind.FLAG, default, strictest, title, text)


POLICIES: tuple[Policy, ...] = (
    _choice(
        "notes",
        ("allowed", "memory-only", "off"),
        "allowed",
        "off",
        "Personal notes",
        "Whether people may keep bookmarks, highlights and notes: encrypted on disk, in memory until the program "
        "closes, or not at all.",
    ),
    Policy(
        "notes_recovery_key",
        Kind.TEXT,
        "",
        "",
        "Organisation recovery key",
        "A public key (base64). New notebooks can then also be opened by its holder; the owner sees that, and each use "
        "is recorded.",
    ),
    Policy(
        "notes_retention_days",
        Kind.INTEGER,
        0,
        0,
        "Days to keep notes",
        "Notes unchanged for this many days are deleted; 0 keeps them. A value that cannot be read deletes nothing.",
        largest=36_500,
    ),
    _flag(
        "legal_hold",
        "Legal hold",
        "Stops every deletion by age and forbids notebooks kept in memory only.",
        default=False,
        strictest=True,
    ),
    _flag(
        "note_check",
        "Hint at case details in notes",
        "Shows a local hint, kept nowhere, when a note looks like a crime reference, birth date or telephone number.",
        default=True,
        strictest=True,
    ),
    _choice("export", ("allowed", "off"), "allowed", "off", "Export", "Whether notes and documents may be exported."),
    _choice("print", ("allowed", "off"), "allowed", "off", "Print", "Whether documents and notes may be printed."),
    _choice(
        "clipboard",
        ("allowed", "off"),
        "allowed",
        "off",
        "Copy to the clipboard",
        "Whether text may be copied. Never blocks assistive technology or pasting a passphrase.",
    ),
    _flag(
        "recent_searches",
        "Recent searches",
        "Whether the program remembers what a person searched for, in that person's notebook.",
        default=True,
        strictest=False,
    ),
    Policy(
        "watched_folder",
        Kind.TEXT,
        "",
        "",
        "Watched folder",
        "A folder, often a share, where new content packs appear; they are verified and offered.",
    ),
    _flag(
        "pack_auto_install",
        "Install content packs without asking",
        "Verified packs from the watched folder are installed at once instead of being offered.",
        default=False,
        strictest=False,
    ),
    _choice(
        "pack_install",
        ("user", "machine"),
        "user",
        "machine",
        "Who installs content packs",
        "Each person, or only an administrator for the whole machine.",
    ),
    Policy(
        "trusted_publishers",
        Kind.TEXTS,
        (),
        ("none",),
        "Allowed publishers",
        "Fingerprints of the publishers whose packs may be installed; empty allows those whose root an administrator "
        "placed in the publishers folder.",
    ),
    _flag(
        "allow_user_publishers",
        "People may add publishers",
        "Whether a person may add a publisher after confirming its fingerprint.",
        default=False,
        strictest=False,
    ),
    _choice(
        "marking",
        ("", "OFFICIAL", "OFFICIAL-SENSITIVE"),
        "",
        "OFFICIAL-SENSITIVE",
        "Lowest protective marking",
        "Raises the marking shown and printed to at least this; never lowers what a document or library sets.",
    ),
    Policy(
        "handling_text",
        Kind.TEXT,
        "",
        "",
        "Handling instruction",
        "Printed after the marking.",
        largest=200,
    ),
    Policy(
        "idle_lock_minutes",
        Kind.INTEGER,
        10,
        1,
        "Minutes until the notebook locks",
        "Idle minutes after which an open notebook is locked; a warning comes 20 seconds ahead.",
        smallest=1,
        largest=240,
    ),
    _flag(
        "shared_desk",
        "Shared desk",
        "No notebook is open until an officer unlocks one; reading and searching leave nothing behind.",
        default=False,
        strictest=True,
    ),
    Policy(
        "backup_folder",
        Kind.TEXT,
        "",
        "",
        "Second backup folder",
        "A folder, often a home share, that also receives each encrypted backup of a notebook.",
    ),
    Policy(
        "local_contacts",
        Kind.TEXTS,
        (),
        (),
        "Local contacts",
        "Lines shown with the signposts, such as out-of-hours numbers.",
        largest=200,
    ),
    Policy(
        "pinned_documents",
        Kind.TEXTS,
        (),
        (),
        "From your force",
        "Documents (library/id) shown first in the library.",
    ),
    Policy("default_theme", Kind.TEXT, "", "", "Theme at first", "system, light, dark or high-contrast.", locks=False),
    Policy(
        "default_text_size",
        Kind.INTEGER,
        0,
        0,
        "Text size at first",
        "Points, 11 to 24; 0 for the program's own.",
        largest=24,
        locks=False,
    ),
    Policy("default_language", Kind.TEXT, "", "", "Language at first", "Two letters, en or cy.", locks=False),
)

BY_NAME = {policy.name: policy for policy in POLICIES}
