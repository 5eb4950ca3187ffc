"""`pack new`, `build`, `sign`, `publish`: the publisher's side."""

import argparse
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reader.commands.output import print_json, say
from reader.commands.pack_check import findings_as_json, full_report, print_findings
from reader.commands.passphrases import asker
from reader.errors import UsageError
from reader.language import tr, tr_n
from reader.packs.build import Build, build, drop_build
from reader.packs.bundle import bundle
from reader.packs.containers import PACK_SUFFIX
from reader.packs.findings import Finding, Severity
from reader.packs.history import published, slips_since
from reader.packs.keys import Ring, key_files
from reader.packs.roots import adopt_root
from reader.packs.signing import DAYS, Signatures, sign, signing_time
from reader.packs.starter import start_library

REMIND_DAYS = 90
"""A role that expires within this many days is pointed out."""


def run(options: argparse.Namespace) -> int:
    """Run one of these verbs; its exit code."""
    match options.verb:
        case "new":
            return _new(options)
        case "build":
            built, slips = _build(options.folder, options.channel)
            _say_built(built, slips, as_json=options.json)
            return 1 if slips else 0
        case "sign":
            return _signed(options, [])
        case _:
            return _publish(options)


def _new(options: argparse.Namespace) -> int:
    name = options.id or options.folder.resolve().name.lower()
    files = start_library(options.folder, name, options.title or name, options.publisher, dt.date.today())  # noqa: DTZ011 - the publisher's own calendar day
    say(tr_n("{n} file made in {folder}", "{n} files made in {folder}", files).format(n=files, folder=options.folder))
    say(tr("Next: write in briefings/, and look at it: briefing-reader preview {folder}").format(folder=options.folder))
    say(tr("Then have it checked: briefing-reader pack check {folder}").format(folder=options.folder))
    return 0


def _build(folder: Path, channel: Path) -> tuple[Build, list[Finding]]:
    before = published(channel)
    built = build(folder, channel)
    slips = list(slips_since(channel, built, before))
    if slips:
        # What is not fit to be published must not lie there for the next “pack sign” to take up.
        drop_build(channel)
    return built, slips


def _say_built(built: Build, slips: Sequence[Finding], *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "library": built.library,
                "edition": built.edition,
                "files": len(built.files),
                "written": built.written,
                "digest": built.digest,
                "findings": findings_as_json(slips),
            }
        )
        return
    print_findings(slips)
    files = tr_n("{n} file", "{n} files", len(built.files)).format(n=len(built.files))
    say(
        tr("{library}, edition {edition}: {files}, {written} of them new. {digest}").format(
            library=built.library, edition=built.edition, files=files, written=built.written, digest=built.digest
        )
    )


def _publish(options: argparse.Namespace) -> int:
    report = full_report(options.folder)
    stopping = [finding for finding in report.findings if finding.severity is Severity.ERROR]
    if not stopping:
        built, stopping = _build(options.folder, options.channel)
        if not stopping and not options.json:
            _say_built(built, [], as_json=False)
    if stopping:
        if options.json:
            print_json({"published": False, "findings": findings_as_json(stopping)})
        else:
            print_findings(stopping)
            say(tr("Nothing was published."))
        return 1
    return _signed(options, [finding for finding in report.findings if finding.severity is Severity.WARNING])


def _signed(options: argparse.Namespace, warnings: Sequence[Finding]) -> int:
    now = signing_time()
    if options.pack is not None and options.pack.suffix != PACK_SUFFIX:
        raise UsageError(tr("A pack's name ends in {suffix}.").format(suffix=PACK_SUFFIX))
    ring = Ring(key_files(options.keys), asker(options.passphrase_file))
    adopt_root(options.channel, tuple(options.keys))
    state = sign(options.channel, ring, now, _days(options.days))
    size = bundle(options.channel, options.pack) if options.pack is not None else None
    if options.json:
        print_json({"published": True, **state_json(state), "pack_bytes": size, "warnings": len(warnings)})
        return 0
    if warnings:
        count = tr_n("{n} warning", "{n} warnings", len(warnings)).format(n=len(warnings))
        say(tr("{warnings}; see: briefing-reader pack check").format(warnings=count))
    say_state(state, now)
    first = min(state.expires.values()).date().isoformat()
    say(tr("It can be installed until {date}: sign it again before then.").format(date=first))
    if size is not None:
        say(tr("{pack}: {size} bytes").format(pack=options.pack, size=f"{size:,}"))
    return 0


def state_json(state: Signatures) -> dict[str, Any]:
    """A channel's versions and expiries as JSON fields."""
    return {"versions": state.versions, "expires": {role: when.isoformat() for role, when in state.expires.items()}}


def say_state(state: Signatures, now: dt.datetime) -> None:
    """A channel's versions and expiries, with a reminder where one is near."""
    for role, version in state.versions.items():
        date = state.expires[role].date()
        left = (state.expires[role] - now).days
        line = tr("{role} {version}: until {date}").format(role=role, version=version, date=date)
        say(line + (" " + tr("(in {n} days: renew it)").format(n=left) if left < REMIND_DAYS else ""))


def _days(pairs: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for pair in pairs:
        role, _, number = pair.partition("=")
        if role not in DAYS or not number.isdecimal() or not 0 < int(number) <= DAYS["root"]:
            raise UsageError(tr("Give --days as ROLE=N, for example timestamp=180."))
        found[role] = int(number)
    return found
