"""The organisation's policies: read from where administrators put them, never written (FORMATS Y1 to Y3)."""

import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple, cast

from reader.policy_table import BY_NAME, POLICIES, Kind, Policy, Value

LINUX_FILE = Path("/etc/briefing-reader/policies.json")
MAC_FILE = Path("/Library/Managed Preferences/briefing-reader.json")
REGISTRY_KEY = r"Software\Policies\BriefingReader"
MAX_BYTES = 1_000_000
"""A policy file larger than this is not read, and counts as unreadable."""
MAX_TEXTS = 200
"""Most entries of a list."""


class Problem(Enum):
    """What is wrong with what an administrator set (FORMATS Y3)."""

    UNKNOWN = "unknown"
    MALFORMED = "malformed"
    UNREADABLE = "unreadable"


class Notice(NamedTuple):
    """Something that could not be read.

    Attributes:
        name: as it was written; "*" for all of them.
        problem: what is wrong.
        reason: the system's or parser's own word for why, "" where there is none.
    """

    name: str
    problem: Problem
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Policies:
    """What is in force.

    Attributes:
        values: by name, for every policy of the table.
        source: where they come from, for people; "" where nothing is set anywhere.
        set_names: the policies that an administrator set, malformed ones included.
        notices: what could not be read.
    """

    values: Mapping[str, Value] = field(default_factory=lambda: {policy.name: policy.default for policy in POLICIES})
    source: str = ""
    set_names: frozenset[str] = frozenset()
    notices: tuple[Notice, ...] = ()

    def flag(self, name: str) -> bool:
        """A flag's value."""
        return bool(self.values[name])

    def text(self, name: str) -> str:
        """A text's or choice's value."""
        return str(self.values[name])

    def number(self, name: str) -> int:
        """An integer's value."""
        return int(cast("int", self.values[name]))

    def texts(self, name: str) -> tuple[str, ...]:
        """A list's value."""
        return cast("tuple[str, ...]", self.values[name])

    def folder(self, name: str) -> Path | None:
        """A text's value as a folder, variables and the home folder filled in; None for none.

        None too where a variable is not set for this person: what is left of the path would be somewhere else.
        """
        path = Path(os.path.expandvars(self.text(name))).expanduser()
        return path if path.is_absolute() else None

    def origin(self, name: str) -> str:
        """Where a policy's value comes from: a file or registry key, "" for the program's own default."""
        return self.source if name in self.set_names else ""

    def locked(self, name: str) -> bool:
        """Whether its control is disabled and says "Managed by your organisation"."""
        return name in self.set_names and BY_NAME[name].locks


def load() -> Policies:
    """The policies of this machine: the registry on Windows, a file elsewhere; none set is all defaults."""
    if sys.platform == "win32":
        return _from_registry()
    return from_file(MAC_FILE if sys.platform == "darwin" else LINUX_FILE)


def from_file(file: Path) -> Policies:
    """Policies from a JSON object: none for a missing file, the strictest of all for an unreadable one (Y3)."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return Policies()
    except OSError as error:
        return _strictest(str(file), error.strerror or str(error))
    if len(data) > MAX_BYTES:
        return _strictest(str(file), f"larger than {MAX_BYTES:,} bytes")
    try:
        table: object = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        return _strictest(str(file), str(error))
    if not isinstance(table, dict):
        return _strictest(str(file), "not a JSON object")
    return from_table(cast("dict[str, object]", table), str(file))


def from_table(table: Mapping[str, object], source: str) -> Policies:
    """Policies from raw values by name; an unknown name is ignored, a malformed value is the strictest, both noted."""
    values: dict[str, Value] = {policy.name: policy.default for policy in POLICIES}
    notices: list[Notice] = []
    known: set[str] = set()
    for name, raw in table.items():
        policy = BY_NAME.get(name)
        if policy is None:
            notices.append(Notice(name, Problem.UNKNOWN))
            continue
        known.add(name)
        value = _value(policy, raw)
        if value is None:
            notices.append(Notice(name, Problem.MALFORMED))
            value = policy.strictest
        values[name] = value
    return Policies(values, source if known or notices else "", frozenset(known), tuple(notices))


def _strictest(source: str, reason: str) -> Policies:
    values: dict[str, Value] = {policy.name: policy.strictest for policy in POLICIES}
    return Policies(values, source, frozenset(values), (Notice("*", Problem.UNREADABLE, reason),))


def _value(policy: Policy, raw: object) -> Value | None:
    value: Value | None = None
    if policy.kind is Kind.TEXTS:
        value = _texts(raw, policy)
    elif policy.kind is Kind.FLAG and (isinstance(raw, bool) or raw in (0, 1)):
        # The registry has no truth values: a DWORD of 0 or 1.
        value = bool(raw)
    elif policy.kind is Kind.INTEGER and isinstance(raw, int) and not isinstance(raw, bool):
        unset = raw == 0 == policy.default
        value = raw if unset or policy.smallest <= raw <= policy.largest else None
    elif isinstance(raw, str) and policy.kind is Kind.CHOICE:
        value = raw if raw in policy.choices else None
    elif isinstance(raw, str) and policy.kind is Kind.TEXT:
        value = raw if _fits(raw, policy) else None
    return value


def _fits(text: str, policy: Policy) -> bool:
    if len(text) > policy.largest:
        return False
    return not (text and policy.pattern) or re.fullmatch(policy.pattern, text) is not None


def _texts(raw: object, policy: Policy) -> tuple[str, ...] | None:
    if not isinstance(raw, (list, tuple)):
        return None
    items = cast("list[object]", list(cast("Any", raw)))
    texts = [item for item in items if isinstance(item, str) and _fits(item, policy)]
    return tuple(texts) if len(texts) == len(items) <= MAX_TEXTS else None


def _from_registry() -> Policies:
    import winreg  # noqa: PLC0415 - exists on Windows alone

    registry = cast("Any", winreg)
    source = "HKEY_LOCAL_MACHINE\\" + REGISTRY_KEY
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, REGISTRY_KEY) as key:
            count = registry.QueryInfoKey(key)[1]
            table = {name: value for name, value, _ in (registry.EnumValue(key, index) for index in range(count))}
    except FileNotFoundError:
        return Policies()
    except OSError as error:
        return _strictest(source, str(error))
    return from_table(table, source)
