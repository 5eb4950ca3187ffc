"""`pack check`."""

import datetime as dt
from pathlib import Path

from reader.commands.output import print_json, say
from reader.explain import explain
from reader.language import tr, tr_n
from reader.packs.check import Report, check_library
from reader.packs.findings import Severity


def check(folder: Path, *, as_json: bool) -> int:
    """Print every finding, errors first within a file's order; 1 where there is an error."""
    report = check_library(folder, dt.date.today())  # noqa: DTZ011 - the publisher's own calendar day
    if as_json:
        print_json(_fields(report))
    else:
        _print(report)
    return 1 if report.errors else 0


def _fields(report: Report) -> dict[str, object]:
    findings = [
        {
            "severity": finding.severity.value,
            "file": finding.problem.file,
            "line": finding.problem.line,
            "field": finding.problem.field,
            "expected": finding.problem.expected,
            "clause": finding.problem.clause,
        }
        for finding in report.findings
    ]
    return {
        "documents": report.documents,
        "errors": report.errors,
        "warnings": report.warnings,
        "findings": findings,
    }


def _print(report: Report) -> None:
    words = {Severity.ERROR: tr("error"), Severity.WARNING: tr("warning")}
    for finding in report.findings:
        say(f"{words[finding.severity]}: {explain(finding.problem).line()}")
    errors = tr_n("{n} error", "{n} errors", report.errors).format(n=report.errors)
    warnings = tr_n("{n} warning", "{n} warnings", report.warnings).format(n=report.warnings)
    count = report.documents
    documents = tr_n("{n} document", "{n} documents", count).format(n=count)
    say(tr("{documents}: {errors}, {warnings}").format(documents=documents, errors=errors, warnings=warnings))
