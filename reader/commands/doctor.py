"""`doctor` (FORMATS C6)."""

from reader.checkup import check_up
from reader.commands.output import print_json, say, strong
from reader.doctor import Report, Status
from reader.language import tr
from reader.paths import Places


def doctor(places: Places, *, as_json: bool) -> int:
    """Print the report; 1 where a check failed, 0 otherwise, warnings included."""
    report = check_up(places)
    if as_json:
        print_json(_fields(report))
    else:
        _print(report)
    return 1 if report.status is Status.FAILED else 0


def _fields(report: Report) -> dict[str, object]:
    checks = [
        {"name": check.name, "status": check.status.value, "detail": check.detail, "advice": check.advice}
        for check in report.checks
    ]
    return {"status": report.status.value, "checks": checks}


def _print(report: Report) -> None:
    words = {Status.OK: tr("ok"), Status.WARNING: tr("look"), Status.FAILED: tr("FAILED")}
    for check in report.checks:
        say(f"{words[check.status]:>6}  {strong(check.name)}: {check.detail}")
        if check.advice:
            say(f"        {check.advice}")
