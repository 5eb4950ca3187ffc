"""`notebook export`, `import` and `portable`."""

import argparse
from pathlib import Path

from reader.commands.notebook_opening import notes_desk, opened
from reader.commands.output import Progress, print_json, say, warn, write_bytes
from reader.durable import write_file
from reader.errors import UnavailableError, UsageError
from reader.language import tr, tr_n
from reader.notebook import query
from reader.notebook.exchange.merge import Change, Plan
from reader.notebook.model import Kind
from reader.notebook.portable import save_portable
from reader.notebook.query import Filter
from reader.notes_desk import sharing
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.sharing import Choice, Form
from reader.paths import Places

STDOUT = Path("-")


def export(options: argparse.Namespace, where: Places) -> int:
    """Write what was chosen; 1 where that is nothing.

    Raises:
        PolicyError: exports are off.
        UsageError: no such collection or document, or no form can be told.
        UnavailableError: the file cannot be written.
    """
    form = Form.JSON if options.layer else _form(options)
    held = notes_desk(where, options.library, with_shelf=True)
    sharing.check_may_export(held)
    with opened(options, held) as desk:
        made = sharing.prepare(desk, _choice(options, desk), options.marking)
        if not made.count and not made.chosen.collections:
            warn(tr("There is nothing to export."))
            return 1
        data = sharing.layer(made, options.layer, options.issuer) if options.layer else sharing.rendered(made, form)
        if options.file == STDOUT:
            write_bytes(data)
            sharing.tell_exported(made, form)
            return 0
        write_file(options.file, data)
        sharing.tell_exported(made, form)
        words = tr_n("{n} note written to {file}", "{n} notes written to {file}", made.count)
        say(words.format(n=made.count, file=options.file))
    return 0


def _form(options: argparse.Namespace) -> Form:
    named = options.format or options.file.suffix.removeprefix(".").lower()
    try:
        return Form({"json": "jsonld", "markdown": "md", "htm": "html"}.get(named, named))
    except ValueError as error:
        raise UsageError(tr("Say which form with --format: {names}.").format(names=", ".join(Form))) from error


def _choice(options: argparse.Namespace, desk: NotesDesk) -> Choice:
    document = desk.shelf.find(options.document).key if options.document else ""
    if not options.collection:
        kinds = tuple(Kind(kind) for kind in options.kind)
        return Choice(wanted=Filter(set_name="", tags=tuple(options.tag), document=document, kinds=kinds))
    wanted = options.collection.casefold()
    for collection in query.collections(desk.database, ""):
        if wanted in (collection.title.casefold(), collection.uuid):
            return Choice(collection=collection)
    raise UsageError(tr("There is no collection “{title}”.").format(title=options.collection))


def bring(options: argparse.Namespace, where: Places) -> int:
    """Take a set in, or with --dry-run only say what that would change.

    Raises:
        RefusedError: the file is no set of notes.
        UnavailableError: it cannot be read, or the notebook cannot be written.
    """
    taken = sharing.read(options.file)
    with opened(options, notes_desk(where)) as desk:
        progress = Progress(tr("Comparing"))
        plan = sharing.plan(desk, taken, apart=options.apart, progress=progress)
        progress.finish()
        if not options.dry_run:
            if desk.notebook.read_only:
                raise UnavailableError(tr("saving in the notebook"), None, tr("it is open for reading only"))
            sharing.apply(desk, plan)
    _say_plan(plan, as_json=options.json, done=not options.dry_run)
    return 0


def _say_plan(plan: Plan, *, as_json: bool, done: bool) -> None:
    counts = {change.value: plan.count(change) for change in Change}
    if as_json:
        refused = [{"place": one.place, "id": one.id, "reason": one.reason} for one in plan.refused]
        print_json({**counts, "refused": refused, "done": done})
        return
    words = {
        Change.ADDED: tr("Added"),
        Change.UPDATED: tr("Updated"),
        Change.UNCHANGED: tr("Unchanged"),
        Change.CONFLICT: tr("Older than yours, kept in history"),
    }
    for change in Change:
        say(f"{words[change]}: {plan.count(change)}")
    for one in plan.refused:
        warn(tr("Entry {place} was left out: {reason}").format(place=one.place, reason=one.reason))
    if not done:
        say(tr("Nothing was changed."))


def portable(options: argparse.Namespace, where: Places) -> int:
    """Write a portable copy. Raises as `save_portable`."""
    with opened(options, notes_desk(where)) as desk:
        save_portable(desk.notebook, options.file)
    say(str(options.file))
    return 0
