"""Proof about the artefacts themselves: the same twice, everything listed, nothing bent accepted, policy kept."""

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from artefacts import beside, sbom, sums
from artefacts.proof import Proof
from artefacts.signing import signer
from devkit import console
from linux import building, debian
from linux.building import Made

ACCEPTED_METAINFO = {"cid-desktopapp-is-not-rdns"}
"""appstreamcli's warnings that stay: the project has no domain to put before its name."""


def same_twice(proof: Proof, one: Made, two: Made) -> None:
    """Two builds, made from nothing in two places, compared byte by byte."""
    proof.heading("Two clean builds")
    first, second = sbom.hashes(one.build.folder), sbom.hashes(two.build.folder)
    differing = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    proof.none(f"{len(first)} files of the folder are the same in both", differing)
    for text, a, b in (("the .deb", one.package, two.package), ("the SBOM", one.bill, two.bill)):
        proof.fact(f"{text} is the same in both", sums.digest(a) == sums.digest(b), sums.digest(a)[:16])


def everything_is_listed(proof: Proof, made: Made) -> None:
    """Every program file has its hash in the lists that are signed."""
    proof.heading("Every file is listed")
    folder = made.build.folder
    text = (folder / building.HASHES).read_text(encoding="utf-8")
    extra = [
        name for name in sums.unlisted(folder, text) if name != building.HASHES and not (folder / name).is_symlink()
    ]
    proof.none(f"{len(text.splitlines())} files have a line in {building.HASHES}", extra)
    proof.none("and each is as its line says", sums.problems(folder, text))
    listed = sbom.listed_files(made.bill.read_text(encoding="utf-8"))
    proof.fact("the SBOM names the same files with the same hashes", listed == sbom.hashes(folder), str(len(listed)))
    key = (made.out / beside.PUBLIC_KEY).read_bytes()
    proof.none("every artefact has its checksum and signature", beside.problems(made.out, key))


@contextlib.contextmanager
def bent(file: Path) -> Iterator[None]:
    """A file with one bit in its middle changed, for as long as this lasts."""
    kept = file.read_bytes()
    at = len(kept) // 2
    try:
        file.write_bytes(kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :])
        yield
    finally:
        file.write_bytes(kept)


def bent_is_refused(proof: Proof, made: Made) -> None:
    """One changed bit in each kind of artefact, and what says no."""
    proof.heading("One changed bit")
    key = (made.out / beside.PUBLIC_KEY).read_bytes()

    def found(name: str) -> bool:
        return {f"changed: {name}", f"bad signature: {name}"} <= set(beside.problems(made.out, key))

    archive = next(made.out.glob("*-portable.tar.xz"))
    for file in (made.package, made.bill, archive, made.out / "THIRD-PARTY-NOTICES.txt"):
        with bent(file):
            proof.refuses(f"{file.name}, by sums and signature", lambda file=file: found(file.name))
    with bent(made.out / sums.NAME):
        proof.refuses(sums.NAME, lambda: beside.problems(made.out, key) == [f"bad signature: {sums.NAME}"])
    with bent(next((made.out / "apt").rglob("Packages.gz"))), bent(next((made.out / "apt").rglob("Packages"))):
        proof.refuses("the apt repository's index, by apt-get", lambda: not apt_accepts(made))
    with bent(next((made.out / "apt").rglob("InRelease"))):
        proof.refuses("the apt repository's InRelease, by apt-get", lambda: not apt_accepts(made))
    proof.fact("unchanged, apt-get takes the repository", apt_accepts(made))


def apt_accepts(made: Made) -> bool:
    """Whether apt-get, with nothing configured but our repository and key, reads it and finds the package."""
    root = made.build.work / "apt-client"
    if root.exists():
        shutil.rmtree(root)
    for name in ("lists/partial", "cache/archives/partial", "trusted"):
        (root / name).mkdir(parents=True)
    (root / "status").touch()
    repository = made.out / "apt"
    source = f"deb [signed-by={repository}/briefing-reader.gpg] file:{repository} stable main\n"
    (root / "sources.list").write_text(source, encoding="utf-8")
    places = {
        "Dir::Etc::sourcelist": root / "sources.list",
        "Dir::Etc::sourceparts": "-",
        "Dir::Etc::trustedparts": root / "trusted",
        "Dir::State": root,
        "Dir::State::Lists": root / "lists",
        "Dir::State::status": root / "status",
        "Dir::Cache": root / "cache",
        "APT::Sandbox::User": "root",
        "APT::Get::List-Cleanup": "0",
    }
    options = [word for name, value in places.items() for word in ("-o", f"{name}={value}")]
    update = subprocess.run(["apt-get", *options, "update"], capture_output=True, text=True, check=False)
    said = update.stdout + update.stderr
    shown = subprocess.run(["apt-cache", *options, "show", debian.NAME], capture_output=True, text=True, check=False)
    return update.returncode == 0 and "W:" not in said and "E:" not in said and "Version:" in shown.stdout


def releases_need_a_real_key(proof: Proof) -> None:
    """A release build refuses the throw-away key, and to go without one."""
    proof.heading("Keys")
    for text, env in (("no key", {}), ("the test key", {"BRIEFING_SIGNING_KEY": str(building.TEST_KEY)})):
        proof.refuses(f"a release with {text}", lambda env=env: not may_release(env))


def may_release(env: dict[str, str]) -> bool:
    """Whether a release may be signed with what an environment names."""
    try:
        with signer(env, building.TEST_KEY, release=True):
            return True
    except console.StopError:
        return False


def policy_is_kept(proof: Proof, made: Made) -> None:
    """Debian's policy, and the formats of desktop file, metainfo, MIME type and manual page."""
    proof.heading("Debian policy and desktop formats")
    tags = said(["lintian", "--allow-root", "--display-info", "--tag-display-limit", "0", made.package])
    proof.none("lintian has no error and no warning", [line for line in tags if line.startswith(("E:", "W:"))])
    proof.none("and no override without its use", [line for line in tags if re.search(r"\b\w+-override\b", line)])
    share = made.build.work / "deb" / "usr" / "share"
    proof.none(
        "desktop-file-validate", said(["desktop-file-validate", share / "applications" / "briefing-reader.desktop"])
    )
    report = said(["appstreamcli", "validate", "--no-net", share / "metainfo" / "briefing-reader.metainfo.xml"])
    warnings = [line for line in report if line.startswith(("E:", "W:"))]
    proof.none("appstreamcli", [line for line in warnings if not any(tag in line for tag in ACCEPTED_METAINFO)])
    page = share / "man" / "man1" / "briefing-reader.1.gz"
    env = {**os.environ, "MANROFFSEQ": "", "LC_ALL": "C.UTF-8"}
    manual = ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", str(page)]
    done = subprocess.run(manual, capture_output=True, text=True, errors="replace", env=env, check=False)
    proof.none("the manual page is clean", done.stderr.splitlines())
    proof.none("the MIME type is known by its suffix", mime_problems(made))


def said(words: list[object], env: dict[str, str] | None = None) -> list[str]:
    """What a program printed, line by line."""
    done = subprocess.run([str(word) for word in words], env=env, capture_output=True, text=True, check=False)
    return [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]


def mime_problems(made: Made) -> list[str]:
    """Compile the MIME type as a desktop does and ask for a pack's."""
    home = made.build.work / "mime-home"
    packages = home / "mime" / "packages"
    packages.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(debian.SHARE / "briefing-reader.xml", packages / "briefing-reader.xml")
    # It grumbles about a folder that no desktop would look into, so this one is named.
    env = {**os.environ, "XDG_DATA_DIRS": str(home)}
    found = said(["update-mime-database", home / "mime"], env)
    globs = (home / "mime" / "globs2").read_text(encoding="utf-8")
    return found if "application/vnd.briefing-reader.pack+zip:*.briefpack" in globs else [*found, globs]
