import os
import subprocess
import sys

import pytest
from devkit import console, verbs

IN_THIS_PYTHON = """
import sys
sys.path.append(sys.argv[1])
from pathlib import Path
from devkit import building, system, verbs
building.ensure = lambda level: Path(sys.executable)
system.ensure_qt = lambda python, platform: None
system.ensure_test_programs = lambda: None
sys.exit(verbs.main(sys.argv[2:]))
"""


@pytest.fixture
def dev(root):
    def call(*arguments):
        command = [sys.executable, root / "packaging" / "dev.py", *arguments]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    return call


@pytest.fixture
def dev_here(root, tmp_path):
    """The same with the Python that runs the tests instead of .venv, no display, and state of its own."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    env |= {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CACHE", "CONFIG", "STATE", "DATA")}

    def call(*arguments):
        command = [sys.executable, "-c", IN_THIS_PYTHON, root / "packaging", *arguments]
        return subprocess.run(
            command, env=env, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
        )

    return call


@pytest.mark.parametrize("name", verbs.VERBS)
def test_every_command_explains_itself(dev, name):
    done = dev(name, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: dev.py {name}")


def test_help_names_every_command(dev):
    done = dev("--help")
    assert done.returncode == 0
    for name in verbs.VERBS:
        assert f"\n  {name}" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["fly"], "no command 'fly'"),
        (["lint", "reader"], "takes no arguments"),
        (["bench", "nonesuch"], "No measurement is called nonesuch"),
        (["bench", "--fast"], "go after --"),
        (["screenshots"], "takes one argument"),
    ],
)
def test_wrong_usage_is_said_and_exits_2(dev, arguments, words):
    done = dev(*arguments)
    assert done.returncode == 2
    assert words in done.stderr


def test_no_command_prints_the_help_and_exits_2(dev):
    done = dev()
    assert done.returncode == 2
    assert "usage:" in done.stdout


def test_the_first_separator_is_ours_and_the_rest_is_passed_on():
    assert verbs.without_separator(["-k", "x", "--", "--help", "--"]) == ["-k", "x", "--help", "--"]
    assert verbs.split_at_separator(["startup", "--", "--pairs", "3"]) == (["startup"], ["--pairs", "3"])
    with pytest.raises(console.StopError):
        verbs.split_at_separator(["--pairs", "3"])


def test_without_a_display_the_library_is_shown_in_the_terminal(dev_here):
    done = dev_here("run")
    assert done.returncode == 0, done.stderr
    first, _, rest = done.stdout.partition("\n")
    assert first.startswith("No display here (neither DISPLAY")
    listed, _, found = rest.partition('$ python -m reader search "why won\'t she talk to us" --limit 3\n')
    assert "cse-policing-hub/disclosure-or-exposure" in listed
    assert found.strip()


def test_what_the_reader_says_and_its_exit_code_pass_through(dev_here):
    assert dev_here("run", "list").stdout.count("cse-policing-hub/") == 10
    assert dev_here("run", "--", "show", "no-such-document").returncode == 1
    assert dev_here("run", "search").returncode == 2


def test_pytests_own_last_line_is_the_last(dev_here, tmp_path):
    (tmp_path / "test_one.py").write_text("def test_one():\n    assert True\n", encoding="utf-8")
    done = dev_here("test", "-q", str(tmp_path / "test_one.py"), "--rootdir", str(tmp_path), "-c", os.devnull)
    assert done.returncode == 0
    assert "1 passed" in done.stdout.rstrip().rpartition("\n")[2]
