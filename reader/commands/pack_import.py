"""`pack import`: Word, PDF, HTML and Markdown into a library's folder."""

import argparse
import datetime as dt

from reader.commands.output import print_json, say, warn
from reader.durable import as_unavailable, replace_file
from reader.language import tr, tr_n
from reader.packs.importing.bring import Brought, bring_files, report_text


def bring(options: argparse.Namespace) -> int:
    """Import each file and say what needs a human eye; 1 where one could not be taken."""
    brought: list[Brought] = []
    for one in bring_files(options.files, options.into, dt.date.today()):  # noqa: DTZ011 - the publisher's own calendar day
        brought.append(one)
        if not options.json:
            _say(one)
    if options.report is not None:
        with as_unavailable(tr("writing the report"), options.report):
            replace_file(options.report, report_text(brought).encode("utf-8", "replace"))
    failed = [one for one in brought if not one.document]
    if options.json:
        print_json([{"source": str(b.source), "document": b.document, "notes": list(b.notes)} for b in brought])
    else:
        taken = len(brought) - len(failed)
        say(tr_n("{n} document imported", "{n} documents imported", taken).format(n=taken))
    return 1 if failed or not brought else 0


def _say(one: Brought) -> None:
    if one.document:
        say(f"{one.source} → {one.document}")
    else:
        warn(tr("{file} was not imported.").format(file=one.source))
    for note in one.notes:
        (say if one.document else warn)(f"  - {note}")
