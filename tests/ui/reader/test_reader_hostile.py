"""Documents that mean harm: nothing they name is opened, nothing is reached, and nothing takes long.

Each runs through the real parser, renderer and view in a process of its own. Python's audit hook sees what our code
opens; strace, where there is one, sees what Qt opens; a named pipe catches whoever opens it all the same.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SECONDS = 60
CANARY = "canary-that-nobody-opens"
STRACE = shutil.which("strace")

VIEWER = """
import os, sys, time
from functools import partial
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from reader.desk import open_desk
from reader.errors import ReaderError
from reader.paths import places
from reader.ui.reader.reader_page import ReaderPage
from reader.ui.looks.theme import load_tokens
library, profile, raw = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
desk = open_desk(places(profile), [library])
page = ReaderPage(load_tokens(), desk)
page.resize(894, 614)
page.show()
page.open("harmless")
page.grab()
snippets = {file.name: file.read_text("utf-8") for file in sorted(raw.iterdir())}
touched = []
allowed = (str(library), sys.prefix, sys.base_prefix, str(Path(__import__("reader").__file__).parent))
def watch(event, args):
    if event.startswith("socket.") or event in {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"}:
        touched.append((event, repr(args)[:200]))
    elif event == "open" and isinstance(args[0], str) and not args[0].startswith(allowed):
        touched.append((event, args[0]))
sys.addaudithook(watch)
shown = []
for entry in desk.shelf.entries:
    began = time.perf_counter()
    try:
        page.open(entry.key)
        page.grab()
        page.next_link(1)
        for index in range(min(len(page.view.mapped.links), 20)):
            page._use_link(index)
            page.hints.close()
        page.copy_with_citation()
        app.processEvents()
        shown.append((entry.key, round(time.perf_counter() - began, 2)))
    except ReaderError as error:
        shown.append((entry.key, type(error).__name__))
for name, html in snippets.items():
    look = page._content.look(page._style)
    page.view.show_html(html, look, partial(page._content.picture, page._content.key, page._style), keep_place=False)
    page.grab()
    app.processEvents()
print("SHOWN", shown)
print("TOUCHED", touched)
print("PROBLEMS", [str(problem) for problem in desk.shelf.libraries[0].problems])
"""

REFERENCES = f"""
![local](file:///here/{CANARY}.png "x") ![path](/here/{CANARY}.png) ![unc](//host.example/share/{CANARY}.png)
![unc2](\\\\\\\\host.example\\\\share\\\\{CANARY}.png) ![web](http://127.0.0.1:9/{CANARY}.png)
![up](figures/../../{CANARY}.png) ![figure](figures/evil.svg "evil")

[file](file:///here/{CANARY}) [unc](//host.example/{CANARY}) [script](javascript:alert(1)) [web](https://evil.example/x)
[note](note:99999) [source](source:x) [abbr](abbr:ZZZ)
"""
SCRIPTS = f"""
<script src="file:///here/{CANARY}.js">alert(1)</script> <img src=x onerror=alert(1)>
<iframe src="/here/{CANARY}"></iframe>

<style>@import url(file:///here/{CANARY}.css); p {{ background: url(/here/{CANARY}.png) }}</style>

<table><tr><td><img src="/here/{CANARY}.png"></td></tr></table>
"""
COLUMNS = [f"column{'x' * 40}{n}" for n in range(20)]
NOTES = range(1, 300)
DOCUMENTS = {
    "harmless": "Nothing here.",
    "references": REFERENCES,
    "scripts": SCRIPTS,
    "unbroken": "\n\n".join("x" * 1_990 for _ in range(60)),
    "too-unbroken": "y" * 500_000,
    "nested-quotes": ">" * 60 + " deep",
    "nested-lists": "\n".join("  " * n + "- item" for n in range(60)),
    "nested-tables": "| a |\n|---|\n| <table><tr><td><table><tr><td>x</td></tr></table></td></tr></table> |",
    "wide-table": f"| {' | '.join(COLUMNS)} |\n|{'---|' * 20}\n| {' | '.join('v' * 60 for _ in COLUMNS)} |",
    "many-rows": "| a | b |\n|---|---|\n" + "\n".join(f"| {n} | text |" for n in range(1_900)),
    "many-items": "\n".join(f"- item {n}" for n in range(3_000)),
    "entities": "&#0; &#x202E;desrever &lt;b&gt; \u202e\u2066 &amp;amp; <b>bold</b> \U0001f46e",
    "footnotes": " ".join(f"word[^{n}]" for n in NOTES)
    + "\n\n"
    + "\n".join(f"[^{n}]: <img src=/here/{CANARY}>, x" for n in NOTES),
}
EVIL_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    f'<image href="/here/{CANARY}.png" width="9" height="9"/></svg>'
)
RAW = {
    "images": "".join(
        f'<img src="{name}">'
        for name in (
            f"file:///here/{CANARY}.png",
            f"/here/{CANARY}.png",
            f"//host.example/s/{CANARY}.png",
            f"{CANARY}.png",
            "http://127.0.0.1:9/x.png",
            "qrc:/x.png",
            ":/x.png",
            "",
        )
    ),
    "styles": f'<link rel="stylesheet" href="file:///here/{CANARY}.css"><style>@import "/here/{CANARY}.css"; '
    f"body {{ background-image: url(/here/{CANARY}.png) }}</style>"
    f'<body background="/here/{CANARY}.png"><ul style="list-style-image:url(/here/{CANARY}.png)"><li>x</ul>',
    "cells": f'<table background="/here/{CANARY}.png"><tr>'
    f'<td style="background-image:url(file:///here/{CANARY}.png)">x</td></tr></table>',
}
NAMED = f"/here/{CANARY}"
"""Where the documents point, until a test puts its own folder in."""


@pytest.fixture
def hostile(tmp_path):
    """A library of hostile documents, raw HTML besides, and a pipe in the place they all point at."""
    library, raw = tmp_path / "library", tmp_path / "raw"
    for folder in (library / "briefings", library / "figures", raw):
        folder.mkdir(parents=True)
    here = str(tmp_path / CANARY)
    trap = tmp_path / f"{CANARY}.png"
    if hasattr(os, "mkfifo"):
        os.mkfifo(trap)
    for name, body in DOCUMENTS.items():
        text = f"---\nid: {name}\ntitle: {name}\n---\n\n## Part\n\n{body}\n".replace(NAMED, here)
        (library / "briefings" / f"{name}.md").write_text(text, "utf-8")
    (library / "figures" / "evil.svg").write_text(EVIL_SVG.replace(NAMED, here), "utf-8")
    for name, html in RAW.items():
        (raw / name).write_text(html.replace(NAMED, here), "utf-8")
    return library, tmp_path / "profile", raw


def view(hostile, *before):
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [*before, sys.executable, "-c", VIEWER, *map(str, hostile)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=SECONDS, env=environment, check=False, cwd=ROOT
    )


def test_no_document_opens_a_file_or_a_socket_or_takes_long(hostile):
    done = view(hostile)
    assert done.returncode == 0, done.stderr
    lines = dict(
        line.split(" ", 1) for line in done.stdout.splitlines() if line.split(" ", 1)[0] in {"SHOWN", "TOUCHED"}
    )
    assert lines["TOUCHED"] == "[]"
    shown = dict(re.findall(r"\('([\w-]+)', ([\d.]+|'\w+')\)", lines["SHOWN"]))
    assert {"references", "scripts", "unbroken", "wide-table", "entities", "footnotes"} <= set(shown)
    slow = {name: seconds for name, seconds in shown.items() if not seconds.startswith("'") and float(seconds) > 10}
    assert not slow
    assert shown["too-unbroken"] == "'LimitError'"


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_qt_itself_opens_nothing_that_a_document_names(hostile, tmp_path):
    record = tmp_path / "calls"
    calls = "open,openat,openat2,stat,lstat,newfstatat,statx,access,faccessat,connect,socket"
    done = view(hostile, STRACE, "-f", "-qq", "-s", "300", "-e", f"trace={calls}", "-o", str(record))
    if "ptrace" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    lines = record.read_text("utf-8", "replace").splitlines()
    assert len(lines) > 100
    assert [line for line in lines if CANARY in line and "execve" not in line] == []
    assert [line for line in lines if "AF_INET" in line] == []
