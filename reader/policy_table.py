"""Every policy an organisation can set, in one table (FORMATS Y1, Y2).

ADMX, ADML, the JSON schema and the administrator's table are generated from it. Theme, text size and language are not
policies but defaults an organisation may give: they are adjustments people need and are never locked.
"""

from enum import StrEnum
from typing import NamedTuple

from reader.language import tr_later

Value = str | int | bool | tuple[str, ...]


_FOLDER = r"([A-Za-z]:[\\/]|\\\\|/|~|%|\$)[^\x00-\x1f]*"
"""A whole path, or one that begins with a variable or the home folder; a relative one would depend on the start."""
_LINE = r"[^\x00-\x1f\x7f]*"
"""Text of one line."""
_KEY = r"\s*[A-Za-z0-9+/]{43}=\s*"
"""32 bytes in base64."""
_FINGERPRINT = r"\s*([0-9A-Fa-f]\s*){64}"
_DOCUMENT = r"([a-z0-9-]+/)?[a-z0-9-]+"


class Kind(StrEnum):
    """What a policy's value is."""

    CHOICE = "choice"
    FLAG = "flag"
    INTEGER = "integer"
    TEXT = "text"
    TEXTS = "texts"


class Policy(NamedTuple):
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
        smallest: least value of an INTEGER; 0 is good besides where it is the default.
        largest: greatest value of an INTEGER; greatest length of a TEXT, and of each of TEXTS.
        pattern: what a TEXT, and each of TEXTS, has to look like from end to end; "" for any. Nothing is always good.
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
    pattern: str = ""
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
        tr_later("Personal notes"),
        tr_later(
            "Whether people may keep bookmarks, highlights and notes: encrypted on disk, in memory until the program "
            "closes, or not at all."
        ),
    ),
    Policy(
        "notes_recovery_key",
        Kind.TEXT,
        "",
        "",
        tr_later("Organisation recovery key"),
        tr_later(
            "A public key (base64). New notebooks can then also be opened by its holder; the owner sees that, and each "
            "use is recorded."
        ),
        pattern=_KEY,
    ),
    Policy(
        "notes_retention_days",
        Kind.INTEGER,
        0,
        0,
        tr_later("Days to keep notes"),
        tr_later(
            "Notes unchanged for this many days are deleted; 0 keeps them. A value that cannot be read deletes nothing."
        ),
        largest=36_500,
    ),
    _flag(
        "legal_hold",
        tr_later("Legal hold"),
        tr_later("Stops every deletion by age and forbids notebooks kept in memory only."),
        default=False,
        strictest=True,
    ),
    _flag(
        "note_check",
        tr_later("Hint at case details in notes"),
        tr_later(
            "Shows a local hint, kept nowhere, when a note looks like a crime reference, birth date or telephone "
            "number."
        ),
        default=True,
        strictest=True,
    ),
    _choice(
        "export",
        ("allowed", "off"),
        "allowed",
        "off",
        tr_later("Export"),
        tr_later("Whether notes and documents may be exported."),
    ),
    _choice(
        "print",
        ("allowed", "off"),
        "allowed",
        "off",
        tr_later("Print"),
        tr_later("Whether documents and notes may be printed. To save one as PDF, “export” must be allowed too."),
    ),
    _choice(
        "clipboard",
        ("allowed", "off"),
        "allowed",
        "off",
        tr_later("Copy to the clipboard"),
        tr_later("Whether text may be copied. Never blocks assistive technology or pasting a passphrase."),
    ),
    _flag(
        "recent_searches",
        tr_later("Recent searches"),
        tr_later("Whether the program remembers what a person searched for, in that person's notebook."),
        default=True,
        strictest=False,
    ),
    Policy(
        "watched_folder",
        Kind.TEXT,
        "",
        "",
        tr_later("Watched folder"),
        tr_later(
            "A whole path, often of a share, where new content packs appear; they are verified and offered. Variables "
            "such as %USERNAME% are filled in."
        ),
        pattern=_FOLDER,
    ),
    _flag(
        "pack_auto_install",
        tr_later("Install content packs without asking"),
        tr_later("Verified packs from the watched folder are installed at once instead of being offered."),
        default=False,
        strictest=False,
    ),
    _choice(
        "pack_install",
        ("user", "machine"),
        "user",
        "machine",
        tr_later("Who installs content packs"),
        tr_later("Each person, or only an administrator for the whole machine."),
    ),
    Policy(
        "trusted_publishers",
        Kind.TEXTS,
        (),
        ("nobody",),
        tr_later("Allowed publishers"),
        tr_later(
            "Fingerprints of the publishers whose packs may be installed; empty allows those whose root an "
            "administrator placed in the publishers folder."
        ),
        pattern=_FINGERPRINT,
    ),
    _flag(
        "allow_user_publishers",
        tr_later("People may add publishers"),
        tr_later("Whether a person may add a publisher after confirming its fingerprint."),
        default=False,
        strictest=False,
    ),
    _choice(
        "marking",
        ("", "OFFICIAL", "OFFICIAL-SENSITIVE"),
        "",
        "OFFICIAL-SENSITIVE",
        tr_later("Lowest protective marking"),
        tr_later(
            "Raises the marking shown and printed to at least this; never lowers what a document or library sets."
        ),
    ),
    Policy(
        "handling_text",
        Kind.TEXT,
        "",
        "",
        tr_later("Handling instruction"),
        tr_later("Printed after the marking."),
        largest=200,
        pattern=_LINE,
    ),
    Policy(
        "idle_lock_minutes",
        Kind.INTEGER,
        10,
        1,
        tr_later("Minutes until the notebook locks"),
        tr_later("Idle minutes after which an open notebook is locked; a warning comes 20 seconds ahead."),
        smallest=1,
        largest=240,
    ),
    _flag(
        "shared_desk",
        tr_later("Shared desk"),
        tr_later("No notebook is open until an officer unlocks one; reading and searching leave nothing behind."),
        default=False,
        strictest=True,
    ),
    Policy(
        "backup_folder",
        Kind.TEXT,
        "",
        "",
        tr_later("Second backup folder"),
        tr_later(
            "A whole path, often on a home share, that also receives each encrypted backup of a notebook. Variables "
            "such as %HOMESHARE% and %USERNAME% are filled in."
        ),
        pattern=_FOLDER,
    ),
    Policy(
        "local_contacts",
        Kind.TEXTS,
        (),
        (),
        tr_later("Local contacts"),
        tr_later("Lines shown with the signposts, such as out-of-hours numbers."),
        largest=200,
        pattern=_LINE,
    ),
    Policy(
        "pinned_documents",
        Kind.TEXTS,
        (),
        (),
        tr_later("From your force"),
        tr_later("Documents (library/id) shown first in the library."),
        pattern=_DOCUMENT,
    ),
    Policy(
        "default_theme",
        Kind.CHOICE,
        "",
        "",
        tr_later("Theme at first"),
        tr_later("What the theme is until the person chooses one."),
        choices=("", "system", "light", "dark", "high-contrast"),
        locks=False,
    ),
    Policy(
        "default_text_size",
        Kind.INTEGER,
        0,
        0,
        tr_later("Text size at first"),
        tr_later("Points; 0 for the program's own. In force until the person chooses a size."),
        smallest=11,
        largest=24,
        locks=False,
    ),
    Policy(
        "default_language",
        Kind.TEXT,
        "",
        "",
        tr_later("Language at first"),
        tr_later(
            "Two letters, such as en; English where the program does not speak it. In force until the person chooses "
            "a language."
        ),
        largest=2,
        pattern="[a-z]{2}",
        locks=False,
    ),
)

BY_NAME = {policy.name: policy for policy in POLICIES}
