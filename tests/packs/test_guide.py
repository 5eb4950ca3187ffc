"""Every command of the publisher's guide, in its order, in a folder of the test's own."""

import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reader import __version__

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "content/README.md").read_text("utf-8")
STEP = re.compile(r"^<!-- by hand: (\w+) -->$|^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DOCUMENT = "my-library/briefings/first-document.md"
CORRECTED = "Readers find the night numbers here."
TWO_PAGES = "<h1>Referrals at night</h1><p>Who answers.</p><h2>By telephone</h2><p>The number.</p>"


def papers(here):
    pytest.importorskip("nh3")
    (here / "papers").mkdir()
    (here / "papers/referrals.html").write_text(TWO_PAGES, "utf-8")


def safe(here):
    (here / "safe").mkdir()
    for name in ("root-2.key", "root-3.key"):
        shutil.move(here / "keys" / name, here / "safe" / name)


def pin(here):
    (here / "publishers").mkdir()
    shutil.copy(here / "our-unit.root.json", here / "publishers")


def raise_edition(here):
    path = here / "my-library/library.toml"
    text = path.read_text("utf-8")
    number = int(re.search(r"^edition = (\d+)", text, re.MULTILINE).group(1))
    path.write_text(text.replace(f"edition = {number}", f"edition = {number + 1}"), "utf-8")


def correct(here):
    raise_edition(here)
    path = here / DOCUMENT
    text = path.read_text("utf-8").replace("Say here what readers will find.", CORRECTED)
    path.write_text(text.replace("edition: 1", changed("correction")), "utf-8")


def changed(kind):
    return f"edition: 2\nchanges:\n  - {{edition: 2, kind: {kind}, urgent: true, summary: Said plainly}}"


def example(kind):
    """The guide's own entry for catalogue.toml."""
    return re.search(rf"```toml\n(\[\[{kind}\]\]\n.*?)```", GUIDE, re.DOTALL).group(1)


def withdraw(here):
    raise_edition(here)
    with (here / "my-library/catalogue.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + example("withdrawn"))


def remove(here):
    raise_edition(here)
    path = here / "my-library/catalogue.toml"
    path.write_text(path.read_text("utf-8").replace(example("withdrawn"), example("removed")), "utf-8")
    (here / DOCUMENT).unlink()
    library = here / "my-library/library.toml"
    library.write_text(library.read_text("utf-8").replace('"first-document"', '"referrals"'), "utf-8")
    # The document was all that cited the starter's source.
    paper = here / "my-library/briefings/referrals.md"
    text = paper.read_text("utf-8") + "\nA fact.[^1]\n\n[^1]: example-page, the whole page\n"
    paper.write_text(text.replace("edition: 1", changed("update")), "utf-8")


def adopt(here):
    """What IT does: it pins the root that the next command makes. Keys are made first, so that there is one."""
    raise_edition(here)
    (here / "publishers/successor.adopts.json").write_text('["my-library"]', "utf-8")


BY_HAND = {step.__name__: step for step in (papers, safe, pin, correct, withdraw, remove, adopt)}


def test_every_command_of_the_guide_does_what_it_says(shop, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFING_READER_NEW_PASSPHRASE", shop.env()["BRIEFING_READER_PASSPHRASE"])
    done = []
    for step in STEP.finditer(GUIDE):
        if step.group(1):
            BY_HAND[step.group(1)](tmp_path)
            # Between the correction and the removal readers have the text that must go.
            assert holds(shop.profile, CORRECTED) == (step.group(1) in {"withdraw", "remove"})
            continue
        for line in step.group(2).splitlines():
            done.append(line)
            run(shop, tmp_path, shlex.split(line))
    named = {" ".join(line.split()[1:4]) for line in done}
    verbs = {line.split()[2] for line in done if line.split()[1] == "pack"}
    assert verbs == {
        "new",
        "import",
        "check",
        "keys",
        "publish",
        "build",
        "sign",
        "verify",
        "install",
        "installed",
        "diff",
    }
    for act in (
        "new",
        "list",
        "passphrase",
        "rotate",
        "revoke",
        "cosign",
        "renew",
        "hand-over",
        "export-root",
        "drill",
    ):
        assert f"pack keys {act}" in named, act
    assert set(BY_HAND) == {step.group(1) for step in STEP.finditer(GUIDE) if step.group(1)}
    # What the guide promises of the end: the successor's edition is in force, and the removed paper is gone.
    (library,) = shop.good("installed", "--json").json
    assert library["edition"] == 5
    assert library["publisher"] == "successor"
    assert not holds(shop.profile, CORRECTED)


def holds(folder, text):
    return any(text.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def run(shop, here, words):
    assert words[0] == "briefing-reader"
    if words[1] == "preview":
        stays_open(shop, words[1:])
    elif words[1] == "--version":
        told = subprocess.run(
            [sys.executable, "-m", "reader", *words[1:]], capture_output=True, text=True, check=True, env=shop.env()
        )
        assert __version__ in told.stdout
    else:
        assert words[1] == "pack"
        if "new-keys" in words and "publish" in words:
            shutil.copy(here / "new-keys/1.root.json", here / "publishers/successor.root.json")
        ran = shop.run(*words[2:])
        assert ran.code == 0, (words, ran.out, ran.err)
        assert ("1 of 2 signatures" in ran.out) == ("rotate" in words and "safe" not in words)


def stays_open(shop, words):
    """The window opens and goes on, without a word on stderr."""
    command = [sys.executable, "-m", "reader", "--profile", str(shop.profile), *words]
    environment = {**shop.env(), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(1.5)
        assert process.poll() is None
        process.terminate()
        assert process.communicate()[1] == ""


def test_the_guide_names_what_there_is():
    for name in re.findall(r"^\| `([a-z]+\.toml|[a-z]+/)` \|", GUIDE, re.MULTILINE):
        assert (ROOT / "content" / name).exists() or name == "catalogue.toml", name
    front = re.search(r"```yaml\n(---\n.*?)```", GUIDE, re.DOTALL).group(1)
    assert front.count("---") == 2
