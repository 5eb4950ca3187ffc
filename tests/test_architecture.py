"""The rooms depend one way, and only the window's rooms know Qt (design: the layer contract)."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
READER = ROOT / "reader"
QT_ROOMS = ("ui", "app.py")


def modules():
    return sorted(path for path in READER.rglob("*.py") if path.relative_to(READER).parts[0] not in QT_ROOMS)


def test_the_import_contracts_hold():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_outside_the_window_loads_qt():
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in modules()]
    program = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "qt = [name for name in sys.modules if name.startswith(('PySide6', 'shiboken'))]\n"
        "assert not qt, qt\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_opening_a_desk_again_loads_neither_parsers_nor_whoosh(tmp_path):
    opening = (
        "import sys\nfrom pathlib import Path\nfrom reader.desk import open_desk\nfrom reader.paths import places\n"
        f"desk = open_desk(places(Path({str(tmp_path)!r})))\n"
        "assert len(desk.shelf.entries) == 10\n"
    )
    check = (
        "slow = [name for name in ('whoosh', 'markdown_it', 'yaml', 'tomllib', 'hashlib') if name in sys.modules]\n"
        "assert not slow, slow\n"
    )
    for program in (opening, opening + check):
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_modules_stay_small():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in READER.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long, long


def test_nothing_in_the_program_can_open_a_network_socket():
    forbidden = {"socket", "socketserver", "http", "urllib.request", "ftplib", "smtplib", "ssl", "asyncio"}
    forbidden |= {"multiprocessing", "xmlrpc", "PySide6.QtNetwork"}
    found = []
    for path in READER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            found += [f"{path.name}: {name}" for name in names if name in forbidden]
    # One datagram socket, to journald alone (FORMATS K1); tests/policies shows what goes through it.
    assert found == ["system_log.py: socket"], found
    families = set(re.findall(r"\bAF_\w+", (READER / "system_log.py").read_text(encoding="utf-8")))
    assert families == {"AF_UNIX"}
