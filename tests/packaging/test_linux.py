import gzip
import itertools
import re
import tomllib
from xml.etree import ElementTree as ET

import pytest
from freeze import staging
from linux import apt, debian, man_page, tidy

from reader.cli import make_parser

WHEN = 1_790_000_000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("$ORIGIN/../lib:/srv/qt/lib", "$ORIGIN/../lib"),
        ("/opt/python/lib", ""),
        ("$ORIGIN/:$ORIGIN/Qt/lib", "$ORIGIN/:$ORIGIN/Qt/lib"),
        ("", ""),
    ],
)
def test_libraries_look_only_inside_the_bundle(before, after):
    assert tidy.own_places(before) == after


def test_the_manual_page_has_every_command_option_and_exit_code():
    page = man_page.page(make_parser(), "0.1.0", WHEN)
    assert page.startswith('.TH BRIEFING\\-READER 1 2026-09-21 "Briefing Reader 0.1.0"')
    for command in ("search", "list", "show", "doctor", "pack install", "pack keys", "notebook export", "open"):
        assert re.search(rf"^\.SS {command}", page, re.MULTILINE), command
    for option in ("profile DIR", "limit N", "queries FILE"):
        assert f".B \\-\\-{option}" in page
    assert "pdf\\-worker" not in page
    assert not re.search(r"[^\\]--", page)
    assert all(f".B {code}\n" in page for code, _ in man_page.EXIT_CODES)
    assert "%(" not in page


def test_the_manual_page_is_the_same_on_every_terminal(monkeypatch):
    pages = set()
    for columns in ("40", "200"):
        monkeypatch.setenv("COLUMNS", columns)
        pages.add(man_page.page(make_parser(), "0.1.0", WHEN))
    assert len(pages) == 1


def test_desktop_file_type_and_metainfo_agree(root):
    desktop = dict(
        line.split("=", 1)
        for line in (debian.SHARE / "briefing-reader.desktop").read_text().splitlines()
        if "=" in line
    )
    kind = ET.parse(debian.SHARE / "briefing-reader.xml").getroot()[0].attrib["type"]
    assert desktop["MimeType"] == f"{kind};"
    assert desktop["Icon"] == desktop["StartupWMClass"] == debian.NAME
    assert kind.replace("/", "-") == debian.PACK_ICON
    assert f'setDesktopFileName("{debian.NAME}")' in (root / "reader" / "app.py").read_text(encoding="utf-8")
    told = ET.fromstring(debian.metainfo_text("0.1.0", WHEN))
    assert told.find("releases/release").attrib == {"version": "0.1.0", "date": "2026-09-21"}
    assert told.find("provides/mediatype").text == kind
    assert told.find("launchable").text == "briefing-reader.desktop"


def test_every_override_of_lintian_has_its_reason():
    lines = debian.OVERRIDES.splitlines()
    for before, line in itertools.pairwise(lines):
        if not line.startswith("#"):
            assert before.startswith(("#", "briefing-reader: ")), line
    assert lines[0].startswith("#")


def test_copyright_carries_the_licence_as_it_stands(root):
    text = debian.copyright_text()
    licence = (root / "LICENSE").read_text(encoding="utf-8").partition("Permission is hereby")[2]
    assert all(f" {line}" in text for line in licence.splitlines()[1:] if line.strip())


def test_packed_texts_carry_no_date():
    assert debian.packed(b"text")[4:8] == b"\0\0\0\0"
    assert gzip.decompress(debian.packed(b"text")) == b"text"


def test_the_release_file_covers_every_index(tmp_path):
    index = tmp_path / "main" / "binary-amd64"
    index.mkdir(parents=True)
    (index / "Packages").write_bytes(b"Package: briefing-reader\n")
    (index / "Packages.gz").write_bytes(b"packed")
    text = apt.release_text(tmp_path, "amd64", WHEN)
    assert "Date: Mon, 21 Sep 2026 14:13:20 UTC\n" in text
    assert re.findall(r"^ [0-9a-f]{64} +(\d+) (\S+)$", text, re.MULTILINE) == [
        ("25", "main/binary-amd64/Packages"),
        ("6", "main/binary-amd64/Packages.gz"),
    ]


def test_the_version_is_the_same_everywhere(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert staging.version() == project["version"]
