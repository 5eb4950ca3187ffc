"""The support bundle: what an IT team needs to see why something fails, and not one word of notes or searches."""

import io
import json
import os
import platform
import sys
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import reader
from reader.doctor import Report, report_table
from reader.durable import keep_file
from reader.errors import UnavailableError
from reader.language import tr
from reader.paths import Places
from reader.policy import Policies
from reader.policy_words import notice_words, rows

MAX_LOG_BYTES = 2_000_000
"""Of one log or crash report that goes in; of a longer one, the end."""
MAX_FILES = 40
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_bundle(places: Places, policies: Policies, report: Report, file: Path) -> int:
    """Write the bundle (a zip) in one step. Returns how many files are in it.

    In it: the doctor's report, versions, policies with their source, the program's log and crash reports. None of these
    holds anything of a note, a search, a document read or a setting; the report names notebooks and folders.

    Raises:
        UnavailableError: it cannot be written; a file that was there is still there.
    """
    members = {
        "report.json": _json(report_table(report)),
        "versions.json": _json(_versions()),
        "policies.json": _json(_policies(policies)),
        **dict(_logs(places.logs)),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in members.items():
            bundle.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    if os.path.exists(file) and not os.path.isfile(file):  # noqa: PTH110, PTH113 - pathlib's raise where they may not look
        reason = tr("that is a folder") if os.path.isdir(file) else tr("that is no plain file")  # noqa: PTH112 - as above
        raise UnavailableError(tr("writing the support bundle"), file, reason)
    keep_file(file, packed.getvalue())
    return len(members)


def _logs(folder: Path) -> Iterator[tuple[str, bytes]]:
    try:
        found = sorted((*folder.glob("reader.log*"), *folder.glob("crash-*.txt")))[:MAX_FILES]
    except OSError:
        return
    for path in found:
        if path.is_file() and not path.is_symlink():
            try:
                yield f"logs/{path.name}", path.read_bytes()[-MAX_LOG_BYTES:]
            except OSError:
                continue


def _versions() -> dict[str, object]:
    packages = {one.metadata["Name"]: one.version for one in metadata.distributions() if one.metadata["Name"]}
    return {
        "program": reader.__version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "system": platform.platform(),
        "packages": dict(sorted(packages.items())),
    }


def _policies(policies: Policies) -> dict[str, object]:
    return {
        "source": policies.source,
        "notices": [notice_words(notice, policies.source) for notice in policies.notices],
        "policies": [
            {"name": row.name, "value": row.value, "source": row.source, "strictest": row.is_strictest}
            for row in rows(policies)
        ],
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
