import subprocess
import sys

import pytest
from artefacts.papers import papers_of_every_kind
from freeze import leave_out

AS_FROZEN = """
import importlib, pkgutil, sys

LEFT_OUT = set(sys.argv[1].split(","))

class NotThere:
    def find_spec(self, name, path=None, target=None):
        parts = name.split(".")
        if LEFT_OUT & {".".join(parts[:end]) for end in range(1, len(parts) + 1)}:
            raise ModuleNotFoundError(f"{name} is left out", name=name)

sys.meta_path.insert(0, NotThere())
import reader
for module in pkgutil.walk_packages(reader.__path__, "reader."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
from reader.cli import main
sys.exit(main(sys.argv[2:], lambda *_: 0))
"""
"""The program where no module that stays out of frozen ones can be found: all of it is loaded, then a command run."""


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "reader/_content/briefings/knowledge-hub.md",
        "reader/ui/looks/icons/back.svg",
        "reader/ui/looks/tokens.json",
    ],
)
def test_what_is_used_stays(name):
    assert leave_out.wanted(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6\\plugins\\networkinformation\\qnetworklistmanager.dll",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6\\translations\\qt_fr.qm",
        "PySide6/opengl32sw.dll",
        "PySide6/Qt6Network.dll",
        "PySide6/Qt/lib/libQt6Network.so.6",
        "whoosh_reloaded-2.7.5.dist-info/RECORD",
        "PySide6/QtCore.pyi",
    ],
)
def test_what_is_not_used_goes(name):
    assert not leave_out.wanted(name)


def test_nothing_that_speaks_over_a_network_is_let_in():
    assert {"numpy", "ssl", "_ssl", "urllib3", "xmlrpc"} <= set(leave_out.EXCLUDED_MODULES)


def test_the_systems_libraries_stay_the_systems_but_python_is_ours():
    assert leave_out.from_the_system("/usr/lib/x86_64-linux-gnu/libfontconfig.so.1")
    assert leave_out.from_the_system("/lib/x86_64-linux-gnu/libz.so.1")
    assert not leave_out.from_the_system("/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0")
    assert not leave_out.from_the_system("/usr/lib/python3.11/lib-dynload/_bz2.cpython-311-x86_64-linux-gnu.so")
    assert not leave_out.from_the_system("/srv/venv/lib/python3.11/site-packages/apsw/x.so")


def test_libraries_are_kept_only_where_something_loads_them():
    files = {
        "PySide6/QtGui.abi3.so": "/v/QtGui.abi3.so",
        "PySide6/Qt/lib/libQt6Gui.so.6": "/v/lib/libQt6Gui.so.6",
        "PySide6/Qt/lib/libQt6Core.so.6": "/v/lib/libQt6Core.so.6",
        "PySide6/Qt/lib/libQt6Quick.so.6": "/v/lib/libQt6Quick.so.6",
        "PySide6\\Qt6Svg.dll": "C:\\v\\Qt6Svg.dll",
    }
    needs = {
        "/v/QtGui.abi3.so": ["/v/lib/libQt6Gui.so.6", "qt6svg.dll", "libc.so.6"],
        "/v/lib/libQt6Gui.so.6": ["/v/lib/libQt6Core.so.6"],
        "/v/lib/libQt6Core.so.6": ["/v/lib/libQt6Gui.so.6"],
    }
    found = leave_out.reachable(["PySide6/QtGui.abi3.so"], files, lambda source: needs.get(source, []))
    assert found == files.keys() - {"PySide6/Qt/lib/libQt6Quick.so.6"}


def test_the_program_and_its_import_of_other_formats_do_without_what_is_left_out(root, tmp_path):
    pytest.importorskip("mammoth")
    papers = tmp_path / "papers"
    papers.mkdir()
    for name, data in papers_of_every_kind().items():
        (papers / name).write_bytes(data)
    library = tmp_path / "library"
    library.mkdir()
    (library / "library.toml").write_text('id = "own"\ntitle = "Own"\n')
    left_out = ",".join((*leave_out.EXCLUDED_MODULES, *leave_out.NOT_ON_WINDOWS))
    words = ["--profile", str(tmp_path / "profile"), "pack", "import", str(papers), "--into", str(library)]
    done = subprocess.run(
        [sys.executable, "-c", AS_FROZEN, left_out, *words],
        cwd=root,
        env={"PATH": "", "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert {file.name for file in (library / "briefings").iterdir()} == {"word.md", "pdf.md", "html.md", "text.md"}
