import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest
from artefacts import components, notices, sbom, signing, sums
from artefacts.components import Component, Inside
from artefacts.release_notes import release_notes
from devkit import console

WHEN = 1_790_000_000
PARTS = [
    Component("Qt", "6.11.3", "LGPL-3.0-only", "The Qt Company", "pkg:generic/qt@6.11.3", (("LGPL", "lesser text"),)),
    Component("odd", "1", "any-OSI", "", "", (("LICENCE", "shared"),)),
    Component("other", "2", "MIT", "Somebody", "pkg:pypi/other@2", (("LICENCE", "shared"),)),
]
FILES = {"briefing-reader": "a" * 64, "_internal/x.so": "b" * 64}


def package(folder, name, version, metadata, files):
    info = folder / f"{name}-{version}.dist-info"
    for path, text in {**files, f"{info.name}/METADATA": f"Name: {name}\nVersion: {version}\n{metadata}\n"}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    names = [*files, f"{info.name}/METADATA", f"{info.name}/RECORD"]
    (info / "RECORD").write_text("".join(f"{each},,\n" for each in names), encoding="utf-8")


def test_the_bill_is_cyclonedx_lists_every_file_and_is_the_same_twice():
    text = sbom.sbom("0.1.0", WHEN, PARTS, FILES)
    assert text == sbom.sbom("0.1.0", WHEN, PARTS, dict(reversed(FILES.items())))
    told = json.loads(text)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.5")
    assert told["metadata"]["timestamp"] == "2026-09-21T14:13:20Z"
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", told["serialNumber"])
    assert sbom.listed_files(text) == FILES
    refs = [each["bom-ref"] for each in told["components"]]
    assert len(set(refs)) == len(refs) == 3
    assert {each["ref"] for each in told["dependencies"]} == {"briefing-reader", *refs}
    assert told["components"][0]["licenses"] == [{"expression": "LGPL-3.0-only"}]
    assert told["components"][1]["licenses"] == [{"license": {"name": "any-OSI"}}]


def test_another_file_is_another_bill():
    one, other = (json.loads(sbom.sbom("0.1.0", WHEN, PARTS, files)) for files in (FILES, {**FILES, "y": "c" * 64}))
    assert one["serialNumber"] != other["serialNumber"]


def test_only_packages_that_went_in_are_listed_with_their_own_texts(tmp_path):
    package(
        tmp_path,
        "used",
        "1.2",
        "License-Expression: MIT\nAuthor-email: An Author <a@example.org>",
        {"used/__init__.py": "", "used-1.2.dist-info/licenses/LICENSE": "the text"},
    )
    package(tmp_path, "unused", "3", "License: MIT", {"unused/__init__.py": ""})
    package(tmp_path, "shiboken6", "6.11.3", "License: LGPL-3.0-only OR GPL-2.0-only", {"shiboken6/S.so": ""})
    inside = Inside(frozenset({"used"}), frozenset({"shiboken6/S.so"}))
    dists = {dist.name: dist for dist in components.distributions(path=[str(tmp_path)])}
    assert {name for name, dist in dists.items() if components.went_in(dist, inside)} == {"used", "shiboken6"}
    found = {name: components.from_package(dist) for name, dist in dists.items()}
    assert found["used"].licence == "MIT"
    assert found["used"].supplier == "An Author"
    assert found["used"].texts == (("LICENSE", "the text"),)
    assert found["shiboken6"].licence == "LGPL-3.0-only"
    assert [name for name, _ in found["shiboken6"].texts] == ["LGPL-3.0.txt", "GPL-3.0.txt"]


def test_every_entry_of_the_table_has_its_text_and_a_version():
    names = {"python", "qt", "icu", "pyinstaller", "openssl", "sqlite", "ciphers", "pdfium"}
    for entry in components.tomllib.loads((components.FOLDER / "inside.toml").read_text(encoding="utf-8"))["component"]:
        assert entry["version"] in names
        assert "package" in entry or all(components.text_of(name) for name in entry["text"])
        re.compile(entry["where"])


LINUX = {"libpython3.11.so.1.0", "python3.11/lib-dynload/_decimal.cpython-311-x86_64-linux-gnu.so", "libQt6Core.so.6"}
WINDOWS = {"python312.dll", "pyexpat.pyd", "_decimal.pyd", "_bz2.pyd", "_lzma.pyd", "libffi-8.dll", "VCRUNTIME140.dll"}


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (LINUX, {"Expat", "libmpdec"}),
        (WINDOWS, {"Expat", "libmpdec", "libffi", "bzip2", "XZ Utils", "zlib", "Microsoft Visual C++ runtime"}),
    ],
)
def test_what_is_compiled_into_python_has_its_notice(tmp_path, files, wanted):
    names = ("python", "qt", "pyinstaller", "icu", "openssl", "sqlite", "ciphers", "pdfium")
    package(tmp_path, "pyinstaller", "6", "License: GPL", {"PyInstaller/__init__.py": ""})
    found = components.components(Inside(frozenset(), frozenset(files)), tmp_path, dict.fromkeys(names, "1"))
    assert wanted <= {part.name.removesuffix(" (in CPython)") for part in found}
    assert not notices.without_text([part for part in found if part.name != "PyInstaller bootloader"])


def test_the_licence_of_qt_is_there_in_full():
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in components.text_of("LGPL-3.0.txt")
    assert "END OF TERMS AND CONDITIONS" in components.text_of("GPL-3.0.txt")


def test_notices_name_everything_give_each_text_once_and_say_how_to_replace_qt():
    text = notices.notices("0.1.0", PARTS, "/opt/here")
    assert text.count("shared") == 1
    assert "odd 1: LICENCE\nother 2: LICENCE\n" in text
    assert "lesser text" in text
    assert "Qt 6.11.3 and Qt for Python are used under the GNU Lesser General Public License" in text
    assert "the folder of the program, /opt/here where it is installed" in text
    assert "in _internal/PySide6/Qt/lib" in text and r"are _internal\PySide6\Qt6*.dll" in text
    assert notices.without_text([*PARTS, Component("bare", "1", "MIT", "", "", ())]) == ["bare"]


def test_sums_find_what_was_changed_taken_away_or_added(tmp_path):
    for name in ("one", "two", "sub/three"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    listed = sums.lines(tmp_path, [file for file in tmp_path.rglob("*") if file.is_file()])
    assert listed.splitlines()[0] == f"{hashlib.sha256(b'one').hexdigest()}  one"
    assert sums.problems(tmp_path, listed) == []
    (tmp_path / "one").write_bytes(b"onf")
    (tmp_path / "two").unlink()
    (tmp_path / "four").touch()
    assert sums.problems(tmp_path, listed + "nonsense\n") == [
        "changed: one",
        "missing: two",
        "not a line of sums: nonsense",
    ]
    assert sums.unlisted(tmp_path, listed) == ["four"]


@pytest.mark.parametrize(
    ("keys", "name", "word"),
    [(1, signing.TEST_NAME, "test key"), (0, "", "there are 0"), (2, "Releases", "there are 2")],
)
def test_a_release_is_signed_by_one_real_key(monkeypatch, keys, name, word):
    # As `gpg --with-colons --list-secret-keys` answers.
    each = f"sec:u:255:22:AB:1:::u:::scESC:::\nfpr:::::::::{'A' * 40}:\nuid:u::::1::H::{name}::::::\n"
    answer = subprocess.CompletedProcess([], 0, (each * keys).encode(), b"")
    monkeypatch.setattr(signing, "gpg", lambda _home, _arguments: answer)
    with pytest.raises(console.StopError, match=word):
        signing.checked(Path("home"), "", None, release=True)


def test_a_release_without_a_key_is_refused(tmp_path):
    with pytest.raises(console.StopError, match=signing.KEY_FILE), signing.signer({}, tmp_path / "k", release=True):
        pass


CHANGES = """\
# Changelog

## [Unreleased]

- coming

## [0.2.0] - 2026-12-01

### Added

- this

## [0.1.0]

- old
"""


@pytest.mark.parametrize(
    ("version", "words"), [("0.2.0", "### Added\n\n- this"), ("0.1.0", "- old"), ("9", "- coming")]
)
def test_release_notes_are_the_versions_own_part_of_the_change_log(version, words):
    assert release_notes(CHANGES, version) == f"# Briefing Reader {version}\n\n{words}\n"


def test_a_change_log_that_says_nothing_is_no_release_notes():
    with pytest.raises(ValueError, match="1"):
        release_notes("# Changelog\n", "1")
