import os
import sys

import pytest
from freeze import freezing, staging
from linux import tidy

WHEN = 1_790_000_000


@pytest.mark.parametrize(("signed", "place"), [(True, "_bundled"), (False, "_content")])
def test_what_lies_beside_the_code_goes_in_and_the_library_where_the_program_looks(tmp_path, signed, place):
    library = tmp_path / "library"
    (library / "index").mkdir(parents=True)
    (library / "index" / "part").write_bytes(b"x")
    if signed:
        (library / "edition.json").write_text("{}", encoding="utf-8")
    stage = tmp_path / "stage"
    (stage / "left").mkdir(parents=True)
    staging.stage(stage, library)
    assert not (stage / "left").exists()
    assert (stage / "reader" / place / "index" / "part").read_bytes() == b"x"
    assert (stage / "reader" / "ui" / "looks" / "app.svg").is_file()
    assert (stage / "reader" / "ui" / "looks" / "tokens.json").is_file()
    assert not [file for file in stage.rglob("*") if file.suffix in staging.CODE]


def test_the_date_of_a_build_is_told_or_the_last_commits(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    assert freezing.epoch() == WHEN
    told = freezing.settings(staging.ROOT / "a", WHEN, staging.ROOT / "b", staging.ROOT / "c")
    assert (told["PYTHONHASHSEED"], told["SOURCE_DATE_EPOCH"]) == ("1", "1790000000")


def test_every_file_gets_one_date_and_the_modes_of_a_package(tmp_path):
    folder = tmp_path / "program"
    (folder / "sub").mkdir(parents=True)
    files = {"program": b"\x7fELFx", "readme": b"text", "sub/lib.so": b"\x7fELFy"}
    for name, data in files.items():
        (folder / name).write_bytes(data)
        (folder / name).chmod(0o777)
    tidy.even_out(folder, WHEN)
    if os.name == "posix":
        modes = {name: (folder / name).stat().st_mode & 0o777 for name in files}
        assert modes == {"program": 0o755, "readme": 0o644, "sub/lib.so": 0o644}
    assert {file.stat().st_mtime for file in [folder, *folder.rglob("*")]} == {WHEN}
    assert [file.name for file in tidy.elf_files(folder)] == ["program", "lib.so"]


def test_machine_words_name_the_checkout_and_a_python_of_ones_own():
    words = tidy.machine_words(sys.executable)
    assert words[0] == str(staging.ROOT)
    assert len(words) == (1 if sys.base_prefix == "/usr" else 2)
