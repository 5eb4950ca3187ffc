"""Proof of the MSI's whole life in a Windows under Wine: installed, used, upgraded, not downgraded, removed."""

import json
import subprocess
import zipfile
from pathlib import Path

from artefacts import sbom
from artefacts.papers import WORDS, papers_of_every_kind
from artefacts.proof import Proof
from devkit.environment import ROOT
from windows import desktop, msi, portable, wine, wxs
from windows.building import Bench, Made
from windows.desktop import DESKTOP, MENU, PROGRAM_FILES, Desktop

CUSTOM = "Force Apps/Reader"
FAILED = 1603 & 0xFF
"""What msiexec ends with where it refuses, as much of it as Linux passes on."""

NOTEBOOK = "Officer"
WINDOW_SECONDS = 30
NOTE = "a note written before the upgrade: £ ’ ŵ"
"""As seed.py writes it."""

PASSPHRASE = "a passphrase of the checks"  # noqa: S105 - it protects nothing
DOCUMENTS, USAGE, REFUSED, FORBIDDEN = 10, 2, 3, 4
"""What the bundled library holds; exit codes of the command line (FORMATS C4)."""


def next_version(made: Made, work: Path) -> Path:
    """An installer of a later version, of the same files."""
    program = made.frozen
    major, *_ = wxs.numbers(program.version).split(".")
    version = f"{int(major) + 1}.0.0"
    product = msi.Product(version, program.folder, program.icon, program.when)
    return msi.make(product, work / "msi", work / f"{version}.msi")


def installed(proof: Proof, made: Made, windows: Desktop) -> None:
    """Silently, for the machine, with its place in the registry and the menu."""
    proof.heading("Installing under Wine (msiexec /i … /qn)")
    done = windows.install(made.installer)
    proof.fact("it installs", done.code == 0, done.said)
    there = windows.files(PROGRAM_FILES) if windows.at(PROGRAM_FILES).is_dir() else {}
    packed = sbom.hashes(made.frozen.folder)
    proof.fact(f"all {len(packed)} files are there", sorted(there) == sorted(packed), str(len(there)))
    bad = [name for name, digest in sbom.hashes(windows.at(PROGRAM_FILES)).items() if packed.get(name) != digest]
    proof.none("and as they were packed", bad)
    program = f"C:\\Program Files\\Briefing Reader\\{wxs.PROGRAM}"
    command = windows.value(rf"{wxs.CLASSES}\{wxs.PROG_ID}\shell\open\command")
    proof.fact("a content pack opens with it", command == f'"{program}" "%1"', str(command))
    proof.fact("by its suffix", windows.value(rf"{wxs.CLASSES}\.briefpack") == wxs.PROG_ID)
    proof.fact("it is found by name", windows.value(rf"{wxs.APP_PATHS}\{wxs.PROGRAM}") == program)
    proof.fact(
        "events have a source", (windows.value(wxs.EVENTS, "EventMessageFile") or "").endswith("EventCreate.exe")
    )
    proof.fact("the menu has it, the desktop, unasked, has not", has_shortcuts(windows, (True, False)))
    proof.fact("nothing is under Policies", not windows.has_key(r"Software\Policies\BriefingReader"))


def used(proof: Proof, windows: Desktop, seed: Path) -> None:
    """What an officer and an administrator do with it."""
    proof.heading("Used under Wine")
    checks = windows.doctor()
    bad = [f"{name}: {status}: {detail}" for name, (status, detail) in checks.items() if status != "ok"]
    proof.none(f"doctor: all {len(checks)} checks are ok", bad if checks else ["no report"])
    found = windows.runs("search", "why won't she talk to us", "--json")
    total = json.loads(found.out)["total"] if found.code == 0 else 0
    proof.fact("search finds", total > 0, f"{total} passages")
    listed = windows.runs("list", "--json")
    proof.fact("list shows the library", len(json.loads(listed.out or "[]")) == DOCUMENTS, listed.err)
    publishers = windows.at("ProgramData/briefing-reader/publishers")
    publishers.mkdir(parents=True, exist_ok=True)
    for file in (seed / "publishers").iterdir():
        (publishers / file.name).write_bytes(file.read_bytes())
    good = windows.runs("pack", "install", "--yes", wine.path(seed / "good.briefpack"))
    proof.fact("a signed pack of a trusted publisher installs", good.code == 0, good.said.splitlines()[-1])
    bad_pack = windows.runs("pack", "install", "--yes", wine.path(seed / "bent.briefpack"))
    proof.fact("the same with one bit changed is refused", bad_pack.code == REFUSED, f"exit code {bad_pack.code}")
    both = json.loads(windows.runs("list", "--json").out or "[]")
    proof.fact("what was installed is on the shelf", len(both) == DOCUMENTS + 1, f"{len(both)} documents")
    imported(proof, windows, seed)
    notes_are_written(proof, windows, seed)
    opened(proof, windows)


def imported(proof: Proof, windows: Desktop, seed: Path) -> None:
    """A paper of every form into a publisher's library: what reads Word, PDF and HTML is in the program."""
    papers, library = seed / "papers", seed / "imported"
    windows.runs("pack", "new", wine.path(library), "--id", "imported", "--title", "Imported by the checks")
    papers.mkdir()
    for name, data in papers_of_every_kind().items():
        (papers / name).write_bytes(data)
        done = windows.runs("pack", "import", wine.path(papers / name), "--into", wine.path(library))
        file = library / "briefings" / f"{Path(name).stem}.md"
        good = file.is_file() and WORDS in file.read_text(encoding="utf-8")
        proof.fact(f"{name} is imported", done.code == 0 and good, "" if good else done.said)


def notes_are_written(proof: Proof, windows: Desktop, seed: Path) -> None:
    """A notebook with one note, made on the command line."""
    words = seed / "passphrase.txt"
    words.write_text(PASSPHRASE + "\n", encoding="utf-8")
    key = ("--passphrase-file", wine.path(words))
    made = windows.runs("notebook", "new", *key, NOTEBOOK)
    proof.fact("a notebook is made", made.code == 0, made.err.strip())
    taken = windows.runs("notebook", "import", *key, wine.path(seed / "notes.jsonld"))
    proof.fact("a note goes in", taken.code == 0, taken.err.strip())
    text = noted(windows, seed)
    proof.fact("and comes out, every sign of it", NOTE in text)
    stored = windows.home() / desktop.LOCAL
    plain = [
        file.name for file in stored.rglob("*") if file.is_file() and b"written before the upgrade" in file.read_bytes()
    ]
    proof.none("it is readable in none of the files", plain)


def noted(windows: Desktop, seed: Path, folder: str = PROGRAM_FILES) -> str:
    """The notebook's notes, as the program installed in a folder exports them; "" where it does not."""
    key = ("--passphrase-file", wine.path(seed / "passphrase.txt"))
    done = windows.runs("notebook", "export", *key, "--format", "csv", "-", folder=folder)
    return done.out if done.code == 0 else ""


PROTECT = """
from reader.notebook.protectors import DpapiProtector
kept = DpapiProtector().protect(b"a secret of this log-in.........")
bent = kept[:-8] + bytes(8)
print(b"a secret" in kept, DpapiProtector().unprotect(kept), DpapiProtector().unprotect(bent))
"""


def by_the_log_in(proof: Proof, bench: Bench, windows: Desktop) -> None:
    """The protection of the Windows log-in, as far as Wine has it; and names and text that are not English."""
    env = {"PYTHONPATH": f"{wine.path(bench.packages)};{wine.path(ROOT)}", "PYTHONDONTWRITEBYTECODE": "1"}
    done = windows.wine.run([bench.python.program, "-c", PROTECT], env=env)
    wanted = "False b'a secret of this log-in.........' None"
    proof.fact("DPAPI keeps a secret, gives it back, and no other", done.out.strip() == wanted, done.err.strip())
    words = windows.at("phrase.txt")
    words.write_text(PASSPHRASE + "\n", encoding="utf-8")
    target = "C:\\Nodiadau ŵ £.md"
    key = ("--passphrase-file", "C:\\phrase.txt")
    done = windows.runs("notebook", "export", *key, target)
    file = windows.at("Nodiadau ŵ £.md")
    good = file.is_file() and "£ ’ ŵ" in file.read_text(encoding="utf-8")
    proof.fact("notes go into a file with a Welsh name", done.code == 0 and good, done.said)


def obeyed(proof: Proof, windows: Desktop) -> None:
    """Policies, read from the registry by the installed program (FORMATS Y2, Y3)."""
    proof.heading("Policies in the registry")
    asked = windows.runs("notebook", "new", "Another")
    proof.fact("nobody is asked where nobody is", asked.code == USAGE, f"exit code {asked.code}")
    windows.set_policy("notes", "REG_SZ", "off")
    windows.set_policy("idle_lock_minutes", "REG_DWORD", "5")
    windows.set_policy("trusted_publishers", "REG_MULTI_SZ", "a" * 64)
    status, detail = windows.doctor().get("policies", ("", "no report"))
    proof.fact("three kinds of value are read", status == "ok" and detail.startswith("3 policies"), detail)
    refused = windows.runs("notebook", "new", "Another")
    proof.fact("“notes” off forbids a notebook, before anything is asked", refused.code == FORBIDDEN, refused.said)
    windows.set_policy("idle_lock_minutes", "REG_SZ", "soon")
    windows.set_policy("unheard_of", "REG_DWORD", "1")
    status, detail = windows.doctor().get("policies", ("", "no report"))
    named = "idle_lock_minutes" in detail and "unheard_of" in detail
    proof.fact("what cannot be read is named", status == "warning" and named, detail)
    windows.clear_policies()
    proof.fact("removed, none is in force", windows.doctor().get("policies", ("", ""))[1] == "none set")


def upgraded(proof: Proof, made: Made, windows: Desktop, seed: Path, work: Path) -> None:
    """Into a folder of the administrator's choice; a newer version over it; then an older one, refused."""
    proof.heading("A folder of the administrator's choice, upgrade, downgrade")
    newer = next_version(made, work)
    own = "INSTALLDIR=C:\\" + CUSTOM.replace("/", "\\")
    done = windows.install(made.installer, own, "DESKTOPSHORTCUT=1", "STARTMENUSHORTCUT=0")
    proof.fact("it installs there", done.code == 0 and there(windows, CUSTOM), done.said)
    proof.fact("with a shortcut on the desktop and none in the menu", has_shortcuts(windows, (False, True)))
    before = noted(windows, seed, CUSTOM)
    proof.fact("notes from before are there", NOTE in before)
    done = windows.install(newer)
    version = windows.value(wxs.KEY, "Version")
    proof.fact("a newer version goes over it", done.code == 0 and version == newer.stem, f"{version} {done.said}")
    proof.fact("in the same folder", there(windows, CUSTOM) and not windows.at(PROGRAM_FILES).exists())
    proof.fact("with the shortcuts chosen before", has_shortcuts(windows, (False, True)))
    proof.fact("and the notes as they were", noted(windows, seed, CUSTOM) == before)
    done = windows.install(made.installer)
    proof.fact("an older version is refused", done.code == FAILED, f"exit code {done.code}")
    proof.fact("and the newer one stays", windows.value(wxs.KEY, "Version") == newer.stem and there(windows, CUSTOM))
    removed(proof, windows, newer)


def has_shortcuts(windows: Desktop, wanted: tuple[bool, bool]) -> bool:
    """Whether shortcuts are (in the menu, on the desktop) as wanted."""
    return (windows.has_link(MENU), windows.has_link(DESKTOP)) == wanted


def there(windows: Desktop, folder: str) -> bool:
    """Whether the program is in a folder."""
    return (windows.at(folder) / wxs.CONSOLE).is_file()


def removed(proof: Proof, windows: Desktop, installer: Path) -> None:
    """Nothing of it stays but what is the users' and the administrator's."""
    proof.heading("Removal (msiexec /x … /qn)")
    own = windows.home() / desktop.LOCAL
    kept = {file: file.read_bytes() for file in own.rglob("*") if file.is_file()}
    machine = windows.files("ProgramData/briefing-reader")
    done = windows.msiexec("/x", wine.path(installer))
    proof.fact("it is removed", done.code == 0, done.said)
    left = [name for name in (CUSTOM, PROGRAM_FILES) if windows.at(name).exists()]
    left += [link for link in (MENU, DESKTOP) if windows.has_link(link)]
    proof.none("no file of it stays", left)
    keys = [wxs.KEY, rf"{wxs.CLASSES}\.briefpack", rf"{wxs.CLASSES}\{wxs.PROG_ID}", wxs.EVENTS]
    keys += [rf"{wxs.APP_PATHS}\{program}" for program in (wxs.PROGRAM, wxs.CONSOLE)]
    proof.none("no registry key of it stays", [key for key in keys if windows.has_key(key)])
    lost = [file.name for file, data in kept.items() if not file.is_file() or file.read_bytes() != data]
    proof.none(f"the users' {len(kept)} files are as they were", lost)
    proof.fact("what the administrator placed is as it was", windows.files("ProgramData/briefing-reader") == machine)


def carried(proof: Proof, made: Made, windows: Desktop) -> None:
    """The portable folder keeps everything in itself."""
    proof.heading("The portable folder under Wine")
    with zipfile.ZipFile(next(made.out.glob("*-portable.zip"))) as packed:
        packed.extractall(windows.at("Stick"))
    folder = f"Stick/{portable.FOLDER}"
    local = windows.files(f"{windows.home().relative_to(windows.wine.drive_c)}/{desktop.LOCAL}")
    checks = windows.doctor(folder)
    bad = [f"{name}: {status}: {detail}" for name, (status, detail) in checks.items() if status != "ok"]
    proof.none(f"doctor: all {len(checks)} checks are ok", bad if checks else ["no report"])
    proof.fact("state is in its folder data", windows.at(f"{folder}/data").is_dir())
    after = windows.files(f"{windows.home().relative_to(windows.wine.drive_c)}/{desktop.LOCAL}")
    proof.fact("and nowhere else", local == after)


def opened(proof: Proof, windows: Desktop) -> None:
    """The window comes up and stays; Wine has no screen here, so this is about starting, not about looks."""
    command = windows.wine.command([windows.at(PROGRAM_FILES) / wxs.PROGRAM])
    none = subprocess.DEVNULL
    with subprocess.Popen(command, env=windows.wine.environment(), stdin=none, stdout=none, stderr=none) as running:
        try:
            code = running.wait(WINDOW_SECONDS)
        except subprocess.TimeoutExpired:
            code = None
            running.terminate()
    proof.fact("the window stays open until it is ended", code is None, "" if code is None else f"exit code {code}")
    crashed = [file.name for file in (windows.home() / desktop.LOCAL).rglob("crash*") if file.is_file()]
    proof.none("and wrote no report of a crash", crashed)
