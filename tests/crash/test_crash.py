"""A failure leaves a local report without a word of content, told of once."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from reader import logs
from reader.crash import KEPT, CrashReports

ROOT = Path(__file__).parents[2]
NOTE = "the note nobody may see"


def run(folder, program):
    start = (
        "import sys, threading\nfrom pathlib import Path\nfrom reader.crash import CrashReports\n"
        f"reports = CrashReports(Path({str(folder)!r}))\n"
        "reports.install()\nreports.tell = lambda path: print('told', path is not None)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", start + program], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "program",
    [
        f"note = {NOTE!r}\nraise ValueError(note)",
        f"thread = threading.Thread(target=lambda: int({NOTE!r})); thread.start(); thread.join()",
        "import ctypes; ctypes.string_at(0)",
    ],
)
def test_a_failure_writes_one_report_without_values_and_is_told_once(tmp_path, program):
    done = run(tmp_path, program)
    reports = CrashReports(tmp_path)
    (report,) = reports.unseen()
    text = report.read_text()
    assert "Briefing Reader" in text
    assert NOTE not in text + done.stdout + done.stderr
    assert str(Path.home()) not in text
    reports.mark_seen(reports.unseen())
    assert reports.unseen() == ()


@pytest.mark.parametrize("failure", ["import ctypes; ctypes.string_at(0)", "raise ValueError"])
def test_a_report_names_no_folder_of_an_account(tmp_path, failure):
    folder = tmp_path / "an-officers-account"
    folder.mkdir()
    (folder / "broken.py").write_text(failure)
    run(tmp_path, f"sys.path.insert(0, {str(folder)!r})\nimport broken")
    (report,) = CrashReports(tmp_path).unseen()
    assert "broken.py" in report.read_text() and folder.name not in report.read_text()


def test_a_fault_that_the_program_survived_is_no_crash(tmp_path):
    # Windows raises faults that its own libraries handle; faulthandler writes those down all the same.
    survived = "import faulthandler; faulthandler.dump_traceback(reports._fault_stream)\n"
    run(tmp_path, f"{survived}reports.close()")
    assert CrashReports(tmp_path).unseen() == ()
    run(tmp_path, f"{survived}raise ValueError")
    (report,) = CrashReports(tmp_path).unseen()
    assert "ValueError" in report.read_text()


def test_a_person_who_stops_it_is_no_crash(tmp_path):
    run(tmp_path, "raise KeyboardInterrupt")
    assert CrashReports(tmp_path).unseen() == ()


def test_a_folder_that_takes_nothing_does_not_stop_the_program(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    done = run(blocked / "logs", "print('running')\nraise ValueError")
    assert "running" in done.stdout and "told False" in done.stdout


def test_old_reports_go(tmp_path):
    reports = CrashReports(tmp_path)
    for _ in range(KEPT + 3):
        reports.write(ValueError, None)
    reports.mark_seen(reports.unseen())
    assert len(list(tmp_path.glob("crash-*.txt"))) == KEPT


def test_the_log_rotates_and_leaves_exception_texts_out(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "MAX_BYTES", 2_000)
    handler = logs.start(tmp_path)
    logger = logging.getLogger("reader.test")
    for _ in range(100):
        logger.error("failed", exc_info=ValueError(NOTE))
    logs.stop(handler)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["reader.log", "reader.log.1", "reader.log.2", "reader.log.3"]
    text = "".join(path.read_text() for path in tmp_path.iterdir())
    assert "(ValueError)" in text and NOTE not in text


def test_a_log_that_cannot_be_written_is_done_without(tmp_path):
    (tmp_path / "file").write_text("")
    assert logs.start(tmp_path / "file" / "logs") is None
