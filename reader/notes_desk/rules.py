"""What the organisation allows with notes, gathered from its policies (FORMATS Y2) once, in terms of the notebook."""

import base64
import binascii
from dataclasses import dataclass, field
from pathlib import Path

from reader.notebook.retention import Duties
from reader.policy import Policies
from reader.settings import Settings

KEY_BYTES = 32
"""Length of an organisation's public key."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds in this session.

    Attributes:
        may_keep: notebooks on disk are allowed.
        may_be_temporary: notes in memory only are allowed; legal hold forbids them (FORMATS N10).
        shared: a shared desk, by policy or by the person's setting.
        shared_by_policy: the setting is locked.
        idle_minutes: idle time after which an open notebook is locked.
        duties: retention and legal hold.
        check_words: hint at what looks like case data.
        second: folders that also receive backups.
        organisation: public key of the organisation's slot, None without one.
        may_export: exports are allowed.
        may_print: printing is allowed.
        may_copy: the clipboard is allowed.
        remember_searches: recent searches are kept in the notebook.
        marking: the lowest marking of an export, "" for none.
        handling: text that goes with a marking.
    """

    may_keep: bool = True
    may_be_temporary: bool = True
    shared: bool = False
    shared_by_policy: bool = False
    idle_minutes: int = 10
    duties: Duties = field(default_factory=Duties)
    check_words: bool = True
    second: tuple[Path, ...] = ()
    organisation: bytes | None = None
    may_export: bool = True
    may_print: bool = True
    may_copy: bool = True
    remember_searches: bool = True
    marking: str = ""
    handling: str = ""

    @property
    def off(self) -> bool:
        """Whether there are no notes at all."""
        return not self.may_keep and not self.may_be_temporary


def rules(policies: Policies, chosen: Settings | None = None) -> Rules:
    """The rules that `policies` make, and what the person has chosen where policy leaves that open (FORMATS Y1)."""
    chosen = chosen or Settings()
    notes = policies.text("notes")
    hold = policies.flag("legal_hold")
    return Rules(
        may_keep=notes == "allowed",
        may_be_temporary=notes != "off" and not hold,
        shared=policies.flag("shared_desk") or chosen.shared_desk,
        shared_by_policy=policies.locked("shared_desk"),
        idle_minutes=policies.number("idle_lock_minutes")
        if policies.locked("idle_lock_minutes")
        else chosen.idle_minutes,
        duties=Duties(policies.number("notes_retention_days"), hold),
        check_words=policies.flag("note_check"),
        second=_second(policies, chosen),
        organisation=organisation_key(policies.text("notes_recovery_key")),
        may_export=policies.text("export") == "allowed",
        may_print=policies.text("print") == "allowed",
        may_copy=policies.text("clipboard") == "allowed",
        remember_searches=policies.flag("recent_searches")
        if policies.locked("recent_searches")
        else chosen.recent_searches,
        marking=policies.text("marking"),
        handling=policies.text("handling_text"),
    )


def _second(policies: Policies, chosen: Settings) -> tuple[Path, ...]:
    folder = policies.folder("backup_folder")
    if policies.locked("backup_folder") or not chosen.backup_folder:
        return (folder,) if folder else ()
    return (Path(chosen.backup_folder),)


def organisation_key(text: str) -> bytes | None:
    """The key a policy's text holds; None for no key and for what is none (`health` says so)."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None
