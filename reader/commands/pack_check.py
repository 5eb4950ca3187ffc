"""`pack check`, and how findings are printed."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from reader.commands.output import print_json, say
from reader.explain import explain
from reader.language import tr, tr_n
from reader.packs.check import Report, check_library
from reader.packs.findings import Finding, Severity
from reader.packs_desk.layers import layer_findings


def check(folder: Path, *, as_json: bool) -> int:
    """Print every finding, errors first within a file's order; 1 where there is an error."""
    report = full_report(folder)
    if as_json:
        print_json(
            {
                "documents": report.documents,
                "errors": report.errors,
                "warnings": report.warnings,
                "findings": findings_as_json(report.findings),
            }
        )
    else:
        print_findings(report.findings)
        errors = tr_n("{n} error", "{n} errors", report.errors).format(n=report.errors)
        warnings = tr_n("{n} warning", "{n} warnings", report.warnings).format(n=report.warnings)
        documents = tr_n("{n} document", "{n} documents", report.documents).format(n=report.documents)
        say(tr("{documents}: {errors}, {warnings}").format(documents=documents, errors=errors, warnings=warnings))
    return 1 if report.errors else 0


def full_report(folder: Path) -> Report:
    """What a check says of documents, registers and layers. Raises as `check_library`."""
    report = check_library(folder, dt.date.today())  # noqa: DTZ011 - the publisher's own calendar day
    report.findings += layer_findings(folder)
    return report


def findings_as_json(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Findings as JSON objects."""
    return [
        {
            "severity": finding.severity.value,
            "file": finding.problem.file,
            "line": finding.problem.line,
            "field": finding.problem.field,
            "expected": finding.problem.expected,
            "clause": finding.problem.clause,
        }
        for finding in findings
    ]


def print_findings(findings: Sequence[Finding]) -> None:
    """Findings as lines."""
    words = {Severity.ERROR: tr("error"), Severity.WARNING: tr("warning")}
    for finding in findings:
        say(f"{words[finding.severity]}: {explain(finding.problem).line()}")
