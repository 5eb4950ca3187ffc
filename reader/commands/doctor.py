"""`doctor` (FORMATS C6)."""

from pathlib import Path

from reader import policy
from reader.checkup import check_up
from reader.commands.output import print_json, say, strong, warn
from reader.doctor import Report, Status, report_table
from reader.language import tr, tr_n
from reader.paths import Places
from reader.support import write_bundle


def doctor(places: Places, bundle: Path | None, *, as_json: bool) -> int:
    """Print the report; 1 where a check failed, 0 otherwise, warnings included.

    With `bundle`, write the support bundle there too. Raises UnavailableError where that cannot be written.
    """
    report = check_up(places)
    if as_json:
        print_json(report_table(report))
    else:
        _print(report)
    if bundle is not None:
        count = write_bundle(places, policy.load(), report, bundle)
        words = tr_n("{n} file written to {path}.", "{n} files written to {path}.", count)
        warn(words.format(n=count, path=bundle))
        warn(tr("It holds nothing of notes or searches. It names folders and notebooks: look before you hand it on."))
    return 1 if report.status is Status.FAILED else 0


def _print(report: Report) -> None:
    words = {Status.OK: tr("ok"), Status.WARNING: tr("look"), Status.FAILED: tr("FAILED")}
    for check in report.checks:
        say(f"{words[check.status]:>6}  {strong(check.name)}: {check.detail}")
        if check.advice:
            say(f"        {check.advice}")
