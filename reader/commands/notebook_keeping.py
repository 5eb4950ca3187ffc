"""`notebook backup`, `restore`, `rekey`, `check`, `search` and `erase`."""

import argparse
from typing import TYPE_CHECKING

from reader.commands import passphrases
from reader.commands.notebook_opening import notes_desk, opened, opener
from reader.commands.output import print_json, say, warn
from reader.errors import UsageError
from reader.explain import explain
from reader.language import tr, tr_n
from reader.notebook import backups, restoring, retention
from reader.notebook.codec import encode
from reader.notebook.keys import SlotKind
from reader.notebook.model import Annotation, Thing
from reader.notebook.tables import current
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.remembered import Remembered
from reader.paths import Places

if TYPE_CHECKING:
    from pathlib import Path

EXCERPT = 100
"""Characters of a note in a list for people."""
NEW_VARIABLE = "BRIEFING_READER_NEW_PASSPHRASE"


def backup(options: argparse.Namespace, where: Places) -> int:
    """A verified backup; 6 where a second folder did not take it. Raises as `Notebook.backup`."""
    with opened(options, notes_desk(where)) as desk:
        outcome = desk.notebook.backup("asked", (*desk.rules.second, *options.to))
    if options.json:
        failed = [explain(error).line() for error in outcome.failed]
        print_json({"file": str(outcome.backup.file), "made": outcome.backup.made.isoformat(), "failed": failed})
    else:
        say(str(outcome.backup.file))
    for error in outcome.failed:
        warn(explain(error).line())
    return outcome.failed[0].exit_code if outcome.failed else 0


def restore(options: argparse.Namespace, where: Places) -> int:
    """Put a backup in place. Raises PolicyError and as `restoring.restore`."""
    desk = notes_desk(where)
    desk.check_may_keep()
    profile = desk.profile(options.notebook)
    listed = backups.listed(profile.folder / backups.FOLDER)
    if options.only_list:
        for one in listed:
            say(f"{one.made.isoformat()}  {one.reason}  {one.file}")
        return 0 if listed else 1
    file: Path | None = options.file or (listed[0].file if listed else None)
    if file is None:
        raise UsageError(tr("There is no backup of this notebook yet; name a file."))
    restoring.restore(profile.folder, file, opener(options, profile), clock=desk.clock)
    say(tr("Restored from {file}. What was there before is kept as a backup.").format(file=file))
    return 0


def rekey(options: argparse.Namespace, where: Places) -> int:
    """A new key, passphrase and recovery code. Raises as `restoring.rekey`."""
    desk = notes_desk(where)
    profile = desk.profile(options.notebook)
    old = opener(options, profile)
    wanted = passphrases.fresh(options.new_passphrase_file, NEW_VARIABLE)
    code = restoring.rekey(profile.folder, old, wanted, clock=desk.clock, organisation=desk.rules.organisation)
    say(code)
    warn(tr("This is the new recovery code. Keep it on paper, away from this computer: it is not shown again."))
    warn(tr("Backups made before still open as they did."))
    if SlotKind.ORGANISATION in desk.profile(options.notebook).kinds:
        warn(tr("Your organisation can open it with its recovery key, as before."))
    return 0


def check(options: argparse.Namespace, where: Places) -> int:
    """Every page and index, and which ways in there are; 1 where something is wrong. Raises as `unlocking.unlock`."""
    with opened(options, notes_desk(where)) as desk:
        problems = list(desk.notebook.database.problems(full=not options.quick))
        slots = [slot.kind.value for slot in desk.notebook.slots]
        if desk.rules.shared and "platform" in slots:
            problems.append(tr("It opens by log-in on a shared desk."))
        opened_by = [opening.at for opening in desk.notebook.openings()]
    if options.json:
        print_json({"status": "failed" if problems else "ok", "problems": problems, "slots": slots,
                    "organisation_openings": opened_by})  # fmt: skip
    else:
        say("\n".join(problems) if problems else tr("The notebook is whole."))
        say(tr("Opens by: {ways}").format(ways=", ".join(slots)))
        for at in opened_by:
            say(tr("Opened by the organisation: {at}").format(at=at))
    return 1 if problems else 0


def search(options: argparse.Namespace, where: Places) -> int:
    """Everything that holds the words, the bin, history, drafts and searches included; 1 where that is nothing."""
    with opened(options, notes_desk(where)) as desk:
        found = retention.find(desk.notes, options.text)
        texts = Remembered(desk).find(options.text)
        _print(found, texts, as_json=options.json)
    return 0 if found or texts else 1


def erase(options: argparse.Namespace, where: Places) -> int:
    """Erase for good; without --yes only say what. 1 where there is nothing to erase.

    Raises:
        UsageError: neither words nor a uuid were given.
        PolicyError: legal hold.
        UnavailableError: the disk will not take it, or an old backup could not be deleted.
    """
    if not options.text.strip() and not options.uuid:
        raise UsageError(tr("Say what to erase: words, or --uuid UUID."))
    with opened(options, notes_desk(where)) as desk:
        found = _to_erase(options, desk)
        texts = Remembered(desk).find(options.text) if options.text.strip() else ()
        if not found and not texts:
            warn(tr("Nothing holds that."))
            return 1
        if not options.yes:
            _print(found, texts, as_json=options.json)
            warn(tr("Nothing was erased. Give --yes to erase this for good, backups included."))
            return 0
        count = retention.erase(desk.notes, found, desk.rules.duties)
        if texts:
            count += Remembered(desk).erase(options.text)
        desk.notebook.forget_in_backups(desk.rules.second)
    if options.json:
        print_json({"erased": count})
    else:
        say(tr_n("{n} erased for good, older backups with it", "{n} erased for good, older backups with them", count)
            .format(n=count))  # fmt: skip
    return 0


def _to_erase(options: argparse.Namespace, desk: NotesDesk) -> tuple[Thing, ...]:
    found: dict[tuple[str, str], Thing] = {}
    for uuid in options.uuid:
        thing = current(desk.database, uuid)
        if thing is None:
            raise UsageError(tr("There is no note {uuid}.").format(uuid=uuid))
        found[thing.uuid, thing.set_name] = thing
    if options.text.strip():
        found |= {(thing.uuid, thing.set_name): thing for thing in retention.find(desk.notes, options.text)}
    return tuple(found.values())


def _print(found: tuple[Thing, ...], texts: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        print_json({"found": [encode(thing) | {"deleted": thing.deleted} for thing in found], "searches": list(texts)})
        return
    for thing in found:
        bin_words = f" {tr('(in the bin)')}" if thing.deleted else ""
        if isinstance(thing, Annotation):
            say(f"{thing.uuid}  {thing.document}  {thing.kind.value}{bin_words}")
            text = thing.note or thing.quote
        else:
            say(f"{thing.uuid}  {tr('collection')}{bin_words}")
            text = f"{thing.title}: {thing.introduction}"
        say("  " + " ".join(text.split())[:EXCERPT])
    for text in texts:
        say(f"{tr('search or draft')}: {' '.join(text.split())[:EXCERPT]}")
    count = len(found) + len(texts)
    say(tr_n("{n} found", "{n} found", count).format(n=count))
