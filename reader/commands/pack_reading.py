"""`pack verify`, `install`, `rollback`, `installed`, `trust`, `clock`: the reader's side of a pack."""

import argparse
import os
import sys
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from reader import policy
from reader.commands.output import Progress, at_terminal, print_json, say, warn
from reader.commands.pack_installed import (
    edition_json,
    show_clock,
    show_installed,
    trust_publisher,
    verify_installed,
)
from reader.desk import open_desk
from reader.errors import ReaderError
from reader.explain import explain
from reader.language import tr, tr_n
from reader.notebook.unlocking import PlatformLogin
from reader.notes_desk.desk import NotesDesk
from reader.packs import trust as trust_state
from reader.packs.containers import open_container
from reader.packs.install import clock_now
from reader.packs.plan import ChangeKind, DocumentChange, NoteCount, Plan
from reader.packs.publishers import pinned
from reader.packs.switching import Outcome
from reader.packs.verify import verify
from reader.packs.where import PackPlaces, machine_places, user_places
from reader.packs_desk import words
from reader.packs_desk.desk import PacksDesk, Waiting
from reader.paths import Places


def run(options: argparse.Namespace, where: Places) -> int:
    """Run one of these verbs; its exit code."""
    match options.verb:
        case "verify" if options.pack is None:
            return verify_installed(where, as_json=options.json)
        case "verify":
            return _verify(options, where)
        case "install":
            return _install(options, where)
        case "rollback":
            return _roll_back(options, where)
        case "installed":
            return show_installed(options, where)
        case "trust":
            return trust_publisher(options, where)
        case _:
            return show_clock(options, where)


def _places(options: argparse.Namespace, where: Places) -> PackPlaces:
    make = machine_places if options.machine else user_places
    return make(where, policy.load(), getattr(options, "publishers", None))


def _verify(options: argparse.Namespace, where: Places) -> int:
    places = user_places(where, policy.load(), options.publishers)
    progress = Progress(tr("Verifying"))
    try:
        with open_container(options.pack) as container:
            found = verify(
                container,
                pinned(places),
                trust_state.load(places.trust_file),
                clock_now(),
                progress=progress,
            )
    finally:
        progress.finish()
    edition = found.edition
    if options.json:
        print_json({"verified": True, **edition_json(found.edition), "documents": len(edition.documents)})
        return 0
    documents = tr_n("{n} document", "{n} documents", len(edition.documents)).format(n=len(edition.documents))
    say(
        tr("{title}, edition {edition}: {documents}, signed by {publisher}, verified.").format(
            title=edition.title, edition=edition.edition, documents=documents, publisher=edition.publisher
        )
    )
    say(tr("It can be installed until {date}.").format(date=edition.expires[:10]))
    return 0


def _desk(options: argparse.Namespace, where: Places) -> PacksDesk:
    """Packs, with the notebook open where it opens by this log-in; an administrator's work for all carries nothing."""
    places = _places(options, where)
    desk = open_desk(where)
    notes = NotesDesk(where, desk.policies, desk.shelf, settings=desk.settings)
    mine = None if options.machine else notes.opens_by_login()
    if mine is not None:
        # One that does not open now is carried when it is next unlocked.
        with suppress(ReaderError):
            notes.unlock(mine, PlatformLogin())
    return PacksDesk(desk, notes, places=places, machine=options.machine)


def _install(options: argparse.Namespace, where: Places) -> int:
    if options.machine:
        # Every user must be able to read it, however strict the administrator's own habits are.
        os.umask(0o022)
    packs = _desk(options, where)
    progress = Progress(tr("Verifying"))
    try:
        waiting = packs.prepare(options.pack, again=options.again, progress=progress)
        progress.finish()
        try:
            return _decided(options, packs, waiting)
        finally:
            waiting.discard()
    finally:
        progress.finish()
        packs.notes.lock()


def _decided(options: argparse.Namespace, packs: PacksDesk, waiting: Waiting) -> int:
    plan = waiting.plan
    if options.plan and options.json:
        print_json({"installed": False, **_plan_json(plan)})
        return 0
    if not options.json:
        _print_plan(plan)
        _print_notes(packs, plan.notes)
    if options.plan:
        return 0
    if not options.yes and not options.json and not _agreed():
        warn(tr("Stopped. Everything is as it was before."))
        return 130
    done = waiting.install(Progress(tr("Notes")))
    packs.show(done)
    packs.settle()
    outcome = done.outcome
    if options.json:
        fields = {"bytes_read": outcome.bytes_read, "bytes_written": outcome.bytes_written}
        print_json({"installed": True, **_plan_json(replace(plan, notes=done.notes)), **fields})
        return 0
    return _done(outcome, as_json=False)


def _roll_back(options: argparse.Namespace, where: Places) -> int:
    packs = _desk(options, where)
    try:
        done = packs.roll_back(options.library)
        packs.show(done)
        packs.settle()
        if not options.json:
            _print_notes(packs, done.notes)
        return _done(done.outcome, as_json=options.json)
    finally:
        packs.notes.lock()


def _print_notes(packs: PacksDesk, count: NoteCount | None) -> None:
    """What becomes of the notes; nothing where nobody has any."""
    if count is not None or packs.notes.profiles():
        say("  " + words.notes(count))


def _agreed() -> bool:
    if not at_terminal():
        return True
    print(tr("Install this? [y/N] "), end="", file=sys.stderr, flush=True)  # noqa: T201 - a question on the terminal
    return sys.stdin.readline().strip().casefold() in {"y", "yes", tr("y"), tr("yes")}


def _done(outcome: Outcome, *, as_json: bool) -> int:
    edition = outcome.edition
    if as_json:
        print_json({**edition_json(edition), "changes": [_change_json(change) for change in outcome.changes]})
    else:
        say(tr("{title}, edition {edition}, is in force.").format(title=edition.title, edition=edition.edition))
    if outcome.late is not None:
        warn(tr("Part of the tidying up is left for the next start: {why}").format(why=explain(outcome.late).line()))
    return 0


def _print_plan(plan: Plan) -> None:
    edition = plan.edition
    before = f"{plan.before.edition}" if plan.before is not None else tr("none")
    say(
        tr("{title} from {publisher}: edition {before} → {after}").format(
            title=edition.title, publisher=edition.publisher, before=before, after=edition.edition
        )
    )
    for change in plan.changes:
        told = "; ".join(entry.summary for entry in change.changes) or change.reason
        say(f"  {words.kind(change.kind)}: {change.title or change.key}" + (f" ({told})" if told else ""))
    say("  " + tr_n("{n} document unchanged", "{n} documents unchanged", plan.unchanged).format(n=plan.unchanged))


def _plan_json(plan: Plan) -> dict[str, Any]:
    notes = plan.notes
    return {
        **edition_json(plan.edition),
        "before": plan.before.edition if plan.before is not None else None,
        "same": plan.same,
        **{kind.value: [_change_json(change) for change in plan.of_kind(kind)] for kind in ChangeKind},
        "unchanged": plan.unchanged,
        "others": list(plan.others),
        "notes": asdict(notes) if notes is not None else None,
        "bytes_read": plan.bytes_read,
    }


def _change_json(change: DocumentChange) -> dict[str, Any]:
    return {
        "document": change.key,
        "title": change.title,
        "kind": change.kind.value,
        "before": change.before,
        "after": change.after,
        "changes": [
            {"edition": c.edition, "kind": c.kind, "urgent": c.urgent, "summary": c.summary} for c in change.changes
        ],
        "reason": change.reason,
    }
