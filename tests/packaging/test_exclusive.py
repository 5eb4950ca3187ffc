import os
import subprocess
import sys

import pytest
from devkit import console
from devkit.exclusive import alone, try_lock

HOLD = """
import sys
sys.path.append(sys.argv[1])
from pathlib import Path
from devkit.exclusive import alone
with alone(Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


def free(file):
    with file.open("a+b") as handle:
        return try_lock(handle)


def test_only_one_process_has_it(tmp_path, root):
    file = tmp_path / "lock"
    command = [sys.executable, "-c", HOLD, root / "packaging", file]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        assert not free(file)
        holder.communicate("")
    assert free(file)


def test_a_program_started_under_the_lock_keeps_it_when_its_parent_is_gone(tmp_path):
    if os.name == "nt":  # descriptors are inherited on POSIX only
        return
    file = tmp_path / "lock"
    with alone(file) as descriptor:
        command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[descriptor])
    assert not free(file)
    child.communicate(b"")
    assert free(file)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(console.StopError, match="absent"), alone(tmp_path / "absent" / "lock"):
        pass
