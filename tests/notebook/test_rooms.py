"""Who may know what: one module the database driver, two the key material, none the window or the network."""

import ast
import subprocess
import sys
from pathlib import Path

import reader.notebook

ROOM = Path(reader.notebook.__file__).parent


def imported(file):
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def knowing(package):
    return {
        file.relative_to(ROOM).as_posix()
        for file in ROOM.rglob("*.py")
        if any(name == package or name.startswith(package + ".") for name in imported(file))
    }


def test_only_the_store_knows_the_database():
    assert knowing("apsw") == {"store.py"}


def test_only_keys_knows_the_ciphers():
    assert knowing("cryptography") == knowing("argon2") == {"keys.py"}


def test_nothing_reaches_out():
    for package in ("socket", "ssl", "http", "urllib.request", "PySide6", "logging", "tempfile", "multiprocessing"):
        assert knowing(package) == set(), package


def test_importing_the_room_loads_no_window_and_no_ciphers():
    code = (
        "import sys; import reader.notebook.profiles, reader.notebook.query, reader.notebook.review\n"
        "print([m for m in ('PySide6', 'cryptography', 'argon2', 'rapidfuzz', 'socket') if m in sys.modules])"
    )
    root = ROOM.parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"
