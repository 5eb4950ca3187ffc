import json
import shutil
import subprocess
import sys

import pytest
from devkit import environment


@pytest.fixture
def locks(tmp_path):
    files = {"run": tmp_path / "run.txt", "dev": tmp_path / "dev.txt"}
    for name, file in files.items():
        file.write_text(f"{name}==1\n", encoding="utf-8")
    return files


@pytest.fixture
def venv(tmp_path):
    folder = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder


def change_stamp(venv, **fields):
    stamp = venv / environment.STAMP
    stamp.write_text(json.dumps({**json.loads(stamp.read_text(encoding="utf-8")), **fields}), encoding="utf-8")


def test_without_a_stamp_it_is_not_whole(venv, locks):
    assert not environment.is_whole(venv, "run", locks)
    assert not environment.is_whole(venv.with_name("none"), "run", locks)


def test_what_is_stamped_for_reading_is_not_enough_for_testing(venv, locks):
    environment.write_stamp(venv, "run", locks)
    assert environment.is_whole(venv, "run", locks)
    assert not environment.is_whole(venv, "dev", locks)


def test_what_is_stamped_for_testing_is_enough_for_reading(venv, locks):
    environment.write_stamp(venv, "dev", locks)
    assert environment.is_whole(venv, "run", locks)
    assert environment.is_whole(venv, "dev", locks)


def test_a_changed_lock_makes_it_stale(venv, locks):
    environment.write_stamp(venv, "dev", locks)
    locks["dev"].write_text("dev==2\n", encoding="utf-8")
    assert environment.is_whole(venv, "run", locks)
    assert not environment.is_whole(venv, "dev", locks)


def test_the_marker_of_an_interrupted_installation_outweighs_an_old_stamp(venv, locks):
    environment.write_stamp(venv, "run", locks)
    (venv / environment.MARKER).touch()
    assert not environment.is_whole(venv, "run", locks)


def test_stamping_takes_the_marker_away(venv, locks):
    (venv / environment.MARKER).touch()
    environment.write_stamp(venv, "run", locks)
    assert environment.is_whole(venv, "run", locks)


def test_an_environment_that_was_moved_is_not_whole(venv, locks):
    environment.write_stamp(venv, "run", locks)
    elsewhere = venv.with_name("elsewhere")
    shutil.copytree(venv, elsewhere, symlinks=True)
    assert not environment.is_whole(elsewhere, "run", locks)


def test_another_python_under_the_same_name_makes_it_stale(venv, locks):
    environment.write_stamp(venv, "run", locks)
    change_stamp(venv, python=[3, 10])
    assert not environment.is_whole(venv, "run", locks)


def test_an_interpreter_that_does_not_run_makes_it_stale(venv, locks):
    environment.write_stamp(venv, "run", locks)
    python = environment.python_of(venv)
    python.unlink()
    python.write_bytes(b"not a program")
    assert environment.version_of(python) is None
    assert not environment.is_whole(venv, "run", locks)


@pytest.mark.parametrize("text", ["", "{", "[]", '"text"', '{"locks": []}', "\udcff"])
def test_a_damaged_stamp_counts_as_none(venv, locks, text):
    environment.write_stamp(venv, "run", locks)
    (venv / environment.STAMP).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert not environment.is_whole(venv, "run", locks)


def test_the_environment_for_installing_points_to_no_other_packages(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "somewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("HTTPS_PROXY", "kept")
    env = environment.clean_environment()
    assert env["HTTPS_PROXY"] == "kept"
    assert not {"PYTHONPATH", "PIP_USER"} & env.keys()
