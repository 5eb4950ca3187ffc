"""The doctor's child process: heard out, ended where it hangs, and not waited for through what it started."""

import os
import signal
import subprocess
import sys

import pytest

from reader.doctor import probe_lines

LEAVES_ONE_BEHIND = """
import subprocess, sys
left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], stdin=subprocess.DEVNULL)
print("a warning", file=sys.stderr, flush=True)
print(left.pid, flush=True)
"""


def python(program):
    return [sys.executable, "-c", program]


def test_what_it_says_is_heard_with_its_exit_code():
    code, lines = probe_lines(python("import sys; print('one'); print(); print('two'); sys.exit(3)"))
    assert (code, lines) == (3, ["one", "two"])


def test_a_program_it_left_behind_is_not_waited_for():
    code, lines = probe_lines(python(LEAVES_ONE_BEHIND))
    assert code == 0
    left = int(lines[-1])
    os.kill(left, 0)  # it is still there
    os.kill(left, signal.SIGKILL)


def test_one_that_hangs_is_ended():
    with pytest.raises(subprocess.TimeoutExpired):
        probe_lines(python("import time; time.sleep(60)"), seconds=0.5)


def test_one_that_does_not_start_is_told(tmp_path):
    with pytest.raises(OSError, match="nothing-here"):
        probe_lines([str(tmp_path / "nothing-here")])
