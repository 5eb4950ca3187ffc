"""The installed program's files against the list that was built with them (FORMATS C6)."""

import hashlib
import sys

import pytest

from reader import doctor
from reader.doctor import Status
from reader.installation import INSIDE, LIST, compare


@pytest.fixture
def program(tmp_path):
    folder = tmp_path / "program"
    (folder / INSIDE / "reader").mkdir(parents=True)
    files = {"briefing-reader": b"start", f"{INSIDE}/base.so": b"library", f"{INSIDE}/reader/text.json": b"{}"}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    lines = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    (folder / LIST).write_text(lines, "utf-8")
    return folder


def test_an_untouched_program_is_as_built(program):
    found = compare(program)
    assert (found.files, found.changed, found.added) == (3, (), ())


def test_changed_missing_and_added_files_are_named(program):
    (program / INSIDE / "base.so").write_bytes(b"librarz")
    (program / INSIDE / "reader/text.json").unlink()
    (program / INSIDE / "planted.so").write_bytes(b"x")
    (program / "portable").touch()
    found = compare(program)
    assert found.changed == (f"{INSIDE}/base.so", f"{INSIDE}/reader/text.json")
    assert found.added == (f"{INSIDE}/planted.so",)


@pytest.mark.parametrize("listed", [b"", b"nonsense", b"\xff\xfe", b"0" * 64 + b"  x\nnonsense\n"])
def test_a_list_that_is_none_counts_as_missing(program, listed):
    (program / LIST).write_bytes(listed)
    assert compare(program) is None


def test_the_doctor_says_what_is_wrong_with_the_program(program, monkeypatch):
    check = doctor._installation()
    assert check.status is Status.OK and "source" in check.detail
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program / "briefing-reader"))
    check = doctor._installation()
    assert check.status is Status.OK and "3 files as built" in check.detail
    (program / INSIDE / "planted.so").write_bytes(b"x")
    check = doctor._installation()
    assert check.status is Status.FAILED and "planted.so" in check.detail
    (program / "briefing-reader").write_bytes(b"other")
    assert "briefing-reader" in doctor._installation().detail.partition("changed")[2]
    (program / LIST).unlink()
    assert doctor._installation().status is Status.FAILED
