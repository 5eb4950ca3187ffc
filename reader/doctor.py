"""Is this installation sound? One check a function, each answering with a status, a detail and advice (FORMATS C6)."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from threading import Thread
from typing import IO

import reader
from reader import installation, policy
from reader import settings as settings_file
from reader.durable import keep_file
from reader.errors import ReaderError, UnavailableError
from reader.explain import explain
from reader.language import tr, tr_n
from reader.library.shelf import Library
from reader.library.wording import long_date
from reader.packs.bundled import BundledLibrary
from reader.packs.editions import Edition
from reader.packs.installed import InstalledLibrary, deleted_for
from reader.paths import Places
from reader.policy_words import notice_words, rows

QT_PROBE_SECONDS = 20
"""Time allowed to the child process that loads Qt."""
QT_PROBE_LAST_WORDS_SECONDS = 2
"""How long the output of a process that has ended is waited for."""
RECENT_DAYS = 30
"""Crash reports younger than this are worth a look."""
MIN_FREE_BYTES = 200_000_000
"""Less free space than this on the profile's disk is a warning."""


class Status(StrEnum):
    """Of one check, and of the whole: the worst of them."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One check's answer; `advice` is "" where nothing is to be done."""

    name: str
    status: Status
    detail: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Every check, in order."""

    checks: tuple[Check, ...]

    @property
    def status(self) -> Status:
        """The worst status of all."""
        return max((check.status for check in self.checks), key=list(Status).index, default=Status.OK)


def examine(
    places: Places,
    open_library: Callable[[], Library],
    left_out: Callable[[], Sequence[ReaderError]],
    index_count: Callable[[], int],
) -> Report:
    """Run every check.

    Args:
        places: the profile's folders.
        open_library: opens the bundled library; may raise ReaderError.
        left_out: why installed libraries are not on the shelf; asked once the library is open.
        index_count: opens the search index, building it if need be, and returns the passages in it; may raise.
    """
    checks = [_installation(), *_qt_platform(), *_library_checks(open_library, left_out), _index(index_count)]
    checks += [
        _policies(),
        _settings(places),
        _writable("profile", places.state),
        _writable("cache", places.cache),
        _space(places),
        _crashes(places),
    ]
    return Report(tuple(checks))


def _installation() -> Check:
    versions = f"Briefing Reader {reader.__version__}, Python {sys.version.split()[0]}"
    folder = installation.program_folder()
    if folder is None:
        return Check("installation", Status.OK, f"{versions}, {tr('run from its source')}")
    found = installation.compare(folder)
    advice = tr("Reinstall the program.")
    if found is None:
        text = tr("{folder} has no list of its files").format(folder=folder)
        return Check("installation", Status.FAILED, f"{versions}, {text}", advice)
    for names, words in (
        (found.changed, tr("changed or missing: {files}")),
        (found.added, tr("not part of the program: {files}")),
    ):
        if names:
            text = words.format(files=", ".join(names[:3]))
            return Check("installation", Status.FAILED, f"{versions}, {folder}: {text}", advice)
    text = tr_n("{n} file as built", "{n} files as built", found.files).format(n=f"{found.files:,}")
    return Check("installation", Status.OK, f"{versions}, {folder}: {text}")


def _crashes(places: Places) -> Check:
    after = time.time() - RECENT_DAYS * 86_400
    try:
        found = sorted(path for path in places.logs.glob("crash-*.txt") if path.stat().st_mtime > after)
    except OSError:
        found = []
    if not found:
        return Check("crash reports", Status.OK, tr("none in the last {n} days").format(n=RECENT_DAYS))
    count = len(found)
    detail = tr_n("{n} in the last {days} days, newest {path}", "{n} in the last {days} days, newest {path}", count)
    detail = detail.format(n=count, days=RECENT_DAYS, path=found[-1])
    return Check("crash reports", Status.WARNING, detail, tr("Hand on the bundle of “doctor --bundle FILE”."))


def report_table(report: Report) -> dict[str, object]:
    """The report as FORMATS C6 has it in JSON."""
    checks = [
        {"name": check.name, "status": check.status.value, "detail": check.detail, "advice": check.advice}
        for check in report.checks
    ]
    return {"status": report.status.value, "checks": checks}


def _qt_platform() -> Iterator[Check]:
    # In a child process: a missing system library ends the process that loads Qt, and must not end the doctor.
    try:
        code, said = probe_lines(installation.own_command("qt-probe"))
    except (OSError, subprocess.TimeoutExpired) as error:
        yield Check("qt", Status.FAILED, str(error), tr("Reinstall the program."))
        return
    told = [line for line in said if line.startswith("{")]
    if code != 0 or not told:
        last = (said or [tr("Qt did not load.")])[-1]
        advice = tr("Install Qt's system libraries; the terminal commands work without.")
        yield Check("qt", Status.FAILED, last, advice)
        return
    answer = json.loads(told[-1])
    yield Check("qt", Status.OK, f"Qt {answer['qt']}, {answer['platform']}")
    face = tr("reading face: {family}").format(family=answer["family"])
    if answer["families"]:
        yield Check("fonts", Status.OK, face)
    else:
        yield Check("fonts", Status.WARNING, face, tr("Install a font; no text can be shown without one."))


def probe_lines(command: Sequence[str], seconds: float = QT_PROBE_SECONDS) -> tuple[int, list[str]]:
    """Exit code of a child process, and the lines it wrote.

    Waits for the process and not for the end of its output: what it started may hold that open for good, as Wine's
    desktop does, and `subprocess.run` would then never come back.

    Raises:
        OSError: it does not start.
        subprocess.TimeoutExpired: it has not ended in time, and was ended.
    """
    running = subprocess.Popen(  # noqa: S603 - our own executable
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=installation.import_folder(),
        env=_probe_environment(),
    )
    lines: list[str] = []
    reading = Thread(target=_take_lines, args=(running.stdout, lines), daemon=True)
    reading.start()
    try:
        code = running.wait(seconds)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
        raise
    finally:
        reading.join(QT_PROBE_LAST_WORDS_SECONDS)
    return code, list(lines)


def _take_lines(output: IO[str], lines: list[str]) -> None:
    with output:
        for line in output:
            if line.strip():
                lines.append(line.strip())  # noqa: PERF401 - one by one, because there may be no end


def _probe_environment() -> dict[str, str]:
    # Without a display Qt would end the child for want of one; what is asked here is whether Qt loads.
    environment = dict(os.environ)
    if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & environment.keys():
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return environment


def _library_checks(
    open_library: Callable[[], Library], left_out: Callable[[], Sequence[ReaderError]]
) -> Iterator[Check]:
    try:
        library = open_library()
    except ReaderError as error:
        yield Check("library", Status.FAILED, explain(error).line(), tr("Reinstall the program."))
        return
    count = len(library.entries)
    detail = tr_n("{n} document, edition {edition}", "{n} documents, edition {edition}", count).format(
        n=count, edition=library.info.edition
    )
    problems = [*library.problems, *_register_problems(library)]
    if not count:
        yield Check("library", Status.FAILED, detail, tr("Reinstall the program."))
    elif problems:
        yield Check("library", Status.WARNING, f"{detail}; {explain(problems[0]).line()}", tr("Tell the publisher."))
    else:
        yield Check("library", Status.OK, detail)
    yield _signature(library)
    yield _installed(left_out())
    yield _age(library)


def _register_problems(library: Library) -> tuple[ReaderError, ...]:
    before = len(library.problems)
    _ = library.registers
    return library.problems[before:]


def _installed(left_out: Sequence[ReaderError]) -> Check:
    if not left_out:
        return Check("installed packs", Status.OK, tr("all can be read"))
    shut = isinstance(left_out[0], UnavailableError)
    advice = tr("Ask your IT team for access to it.") if shut else tr("Install the pack again.")
    return Check("installed packs", Status.FAILED, explain(left_out[0]).line(), advice)


def _signature(library: Library) -> Check:
    if library.development:
        return Check(
            "library signature",
            Status.WARNING,
            tr("Development copy: content from a checkout, not checked against a signature."),
            tr("Use an installed version for work."),
        )
    advice = tr("Reinstall the program, or install the pack again.")
    if isinstance(library.files, BundledLibrary):
        from reader.packs.bundled_check import check_bundled  # noqa: PLC0415 - loads TUF

        try:
            publisher = check_bundled(library.files)
        except ReaderError as error:
            return Check("library signature", Status.FAILED, explain(error).line(), advice)
        return _signed(library.files.edition, publisher.name)
    if isinstance(library.files, InstalledLibrary):
        damaged = library.files.damaged()
        if damaged:
            text = tr("no longer what was verified: {files}").format(files=", ".join(damaged[:3]))
            return Check("library signature", Status.FAILED, text, advice)
        return _but_for(library.files.dropped(), _signed(library.files.edition, library.files.edition.publisher))
    return Check("library signature", Status.WARNING, tr("Not checked."), tr("Use a signed installer for work."))


def _signed(edition: Edition, publisher: str) -> Check:
    count = len(edition.files)
    text = tr_n("{n} file as {publisher} signed it", "{n} files as {publisher} signed them", count)
    detail = text.format(n=count, publisher=publisher)
    if edition.signed:
        detail += ", " + tr("on {date}").format(date=long_date(edition.signed))
    return Check("library signature", Status.OK, detail)


def _but_for(dropped: dict[str, str], check: Check) -> Check:
    """The same, with what was deleted on purpose (FORMATS P11)."""
    said = "".join(f"; {name}: {deleted_for(key)}" for name, key in dropped.items())
    return replace(check, detail=check.detail + said)


def _age(library: Library) -> Check:
    today = date.today().isoformat()  # noqa: DTZ011 - the person's own calendar day
    overdue = [entry for entry in library.entries if entry.meta.review_by and entry.meta.review_by < today]
    if not overdue:
        latest = max((entry.meta.issued for entry in library.entries), default="")
        detail = tr("newest document issued {date}").format(date=long_date(latest)) if latest else tr("no dates stated")
        return Check("library age", Status.OK, detail)
    count = len(overdue)
    detail = tr_n("{n} document is past its review date", "{n} documents are past their review date", count)
    return Check("library age", Status.WARNING, detail.format(n=count), tr("Ask for a newer edition."))


def _index(index_count: Callable[[], int]) -> Check:
    try:
        count = index_count()
    except ReaderError as error:
        return Check(
            "search index", Status.FAILED, explain(error).line(), tr("Delete the cache folder and start again.")
        )
    detail = tr_n("{n} passage", "{n} passages", count).format(n=count)
    return Check("search index", Status.OK, detail)


def _policies() -> Check:
    policies = policy.load()
    if not policies.source:
        return Check("policies", Status.OK, tr("none set"))
    count = len(policies.set_names)
    detail = tr_n("{n} policy from {source}", "{n} policies from {source}", count)
    detail = detail.format(n=count, source=policies.source)
    in_force = ", ".join(f"{row.name}={row.value}" for row in rows(policies) if row.is_set)
    detail += f": {in_force}" if in_force else ""
    if not policies.notices:
        return Check("policies", Status.OK, detail)
    said = " ".join(notice_words(notice, policies.source) for notice in policies.notices)
    return Check("policies", Status.WARNING, f"{detail}; {said}", tr("Mend the policy file or the registry key."))


def _settings(places: Places) -> Check:
    _, unusable = settings_file.load(places.settings_file)
    if not unusable:
        return Check("settings", Status.OK, str(places.settings_file))
    names = tr("the whole file") if unusable == ("*",) else ", ".join(unusable)
    return Check(
        "settings",
        Status.WARNING,
        tr("cannot be used: {names}").format(names=names),
        tr("Defaults are in use; choose again to mend the file."),
    )


def _writable(name: str, folder: Path) -> Check:
    probe = folder / "doctor.new"
    try:
        keep_file(probe, b"")
        probe.unlink()
    except (UnavailableError, OSError) as error:
        reason = error.reason if isinstance(error, UnavailableError) else error.strerror or str(error)
        return Check(name, Status.WARNING, f"{folder}: {reason}", tr("Reading works; nothing can be kept here."))
    return Check(name, Status.OK, str(folder))


def _space(places: Places) -> Check:
    folder = places.state
    while not os.path.exists(folder) and folder != folder.parent:  # noqa: PTH110 - pathlib's raises where it may not look
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    detail = tr("{n} MB free").format(n=f"{free // 1_000_000:,}")
    if free < MIN_FREE_BYTES:
        return Check("free space", Status.WARNING, detail, tr("Free some space; indexes and settings need it."))
    return Check("free space", Status.OK, detail)
