import re
import subprocess
import sys

import pytest

TOP = {
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "reader",
    "content",
    "packaging",
    "tests",
    ".ci",
    ".github",
    ".gitignore",
    ".gitattributes",
}

REGISTRY = re.compile(r"https?://[a-z.]*(?:py[p]i|pythonhoste[d]|npmj[s])")
MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:root|work|home/\w+|Users/\w+)/")


def tracked(root):
    """The files of the repository; without git, those that .gitignore's plain names leave."""
    try:
        done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=False)
        names = done.stdout.decode().split("\0") if done.returncode == 0 else []
    except OSError:
        names = []
    files = [root / name for name in names if name and (root / name).is_file()]
    if files:
        return files
    ignored = {line.strip("/") for line in (root / ".gitignore").read_text(encoding="utf-8").splitlines()} | {".git"}
    everything = (file for file in root.rglob("*") if file.is_file())
    return [file for file in everything if not ignored & set(file.relative_to(root).parts) and file.suffix != ".pyc"]


@pytest.fixture
def texts(root):
    found = {}
    for file in tracked(root):
        raw = file.read_bytes()
        if b"\0" not in raw:
            found[file.relative_to(root).as_posix()] = raw.decode("utf-8")
    return found


def test_the_top_level_is_as_fixed(root):
    assert {file.relative_to(root).parts[0] for file in tracked(root)} <= TOP


def test_no_address_of_a_package_registry(texts):
    assert [name for name, text in texts.items() if REGISTRY.search(text)] == []


def test_no_path_of_a_machine(texts):
    assert [name for name, text in texts.items() if MACHINE_PATH.search(text)] == []


def test_the_build_server_runs_the_readmes_test_command_and_nothing_else(texts):
    readme = texts["README.md"]
    commands = re.findall(r"^python3 packaging/dev\.py \w+", readme, flags=re.MULTILINE)
    assert commands == ["python3 packaging/dev.py run", "python3 packaging/dev.py test"]
    lines = [line for line in texts[".ci/run"].splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert lines == [f"exec {commands[1]}"]


@pytest.mark.parametrize("folder", ["packaging", "tests/packaging"])
def test_our_packaging_folders_are_no_packages(root, folder):
    assert not list((root / folder).rglob("__init__.py"))


def test_the_packaging_library_is_not_shadowed_from_the_root(root):
    program = "import packaging.requirements as found; print(found.__file__)"
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert not done.stdout.startswith(str(root / "packaging"))
