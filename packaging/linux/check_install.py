"""Proof of the Debian package on a bare Debian: installed, run by nobody, verified, upgraded, purged.

The bare Debian is made once by debootstrap in build/ and copied for each check; nothing touches the machine itself.
"""

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

from artefacts.proof import Proof
from devkit import console
from devkit.environment import ROOT
from linux import tools
from linux.building import Made

BASE = ROOT / "build" / "debian12"
HOME = "/home/officer"
PROGRAM = "/usr/lib/briefing-reader"
TITLES = 10
KEPT = {
    f"{HOME}/.local/state/briefing-reader/notebook": "a notebook",
    "/etc/briefing-reader/policies.json": '{"print": false}',
}
"""Files of users and administrators that no upgrade and no removal may touch."""

IN_NAMESPACE = """\
set -e
mount --make-rprivate /
mount --bind "$1" "$1"
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
if [ "$2" = read-only ]; then
    mount -o remount,bind,ro "$1"
    mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"
    mount -t tmpfs -o mode=755,uid=65534,gid=65534 tmpfs "$1/home"
fi
exec chroot $3 "$1" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$4" LANG=C.UTF-8 \\
    DEBIAN_FRONTEND=noninteractive QT_QPA_PLATFORM=offscreen /bin/sh -c "$5"
"""


class Debian:
    """A bare Debian in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def does(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a shell script as root, with a network (for apt)."""
        return self._run(script, "ordinary", [], "/root", network=True)

    def as_nobody(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a shell script as nobody, on a read-only system, with no network at all."""
        return self._run(script, "read-only", ["--userspec=nobody:nogroup"], "/home", network=False)

    def _run(
        self, script: str, kind: str, user: list[str], home: str, *, network: bool
    ) -> subprocess.CompletedProcess[str]:
        spaces = ["--mount", "--pid", "--fork", *([] if network else ["--net"])]
        command = [
            "unshare",
            *spaces,
            "sh",
            "-c",
            IN_NAMESPACE,
            "sh",
            str(self.root),
            kind,
            " ".join(user),
            home,
            script,
        ]
        return subprocess.run(
            command, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, check=False
        )

    def path(self, name: str) -> Path:
        """A path of that system, from here."""
        return self.root / name.lstrip("/")

    def write(self, name: str, text: str) -> None:
        """Write a file there."""
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text, encoding="utf-8")


def bare_debian(folder: Path) -> Debian:
    """A fresh copy of a bare Debian 12. Raises StopError: debootstrap failed, or this is not root."""
    if os.geteuid() != 0:
        raise console.StopError("Proving the .deb needs root, for a Debian of its own: run this with sudo.")
    if not (BASE / "etc" / "debian_version").exists():
        console.say("Making a bare Debian 12 in build/ (once) ...")
        made = BASE.with_name(BASE.name + ".new")
        shutil.rmtree(made, ignore_errors=True)
        tools.run(["debootstrap", "--variant=minbase", "bookworm", made], "debootstrap")
        made.rename(BASE)
    shutil.rmtree(folder, ignore_errors=True)
    tools.run(["cp", "-a", BASE, folder], "Copying the bare Debian")
    shutil.copyfile("/etc/resolv.conf", folder / "etc" / "resolv.conf")
    return Debian(folder)


def installing(proof: Proof, made: Made) -> None:
    """The whole life of the package on one bare Debian."""
    debian = bare_debian(made.build.work / "debian")
    installed(proof, made, debian)
    run_by_nobody(proof, debian)
    verified(proof, debian)
    upgraded(proof, made, debian)
    purged(proof, debian)


def installed(proof: Proof, made: Made, debian: Debian) -> None:
    """From the signed repository, with what it depends on and nothing else."""
    proof.heading("Installing on a bare Debian 12, from the signed repository")
    shutil.copytree(made.out / "apt", debian.path("/srv/apt"))
    line = "deb [signed-by=/srv/apt/briefing-reader.gpg] file:/srv/apt stable main\n"
    debian.write("/etc/apt/sources.list.d/briefing-reader.list", line)
    words = "apt-get -q update && apt-get -q -y --no-install-recommends install briefing-reader"
    done = debian.does(words)
    proof.fact("apt-get installs it", done.returncode == 0, last(done))
    left = debian.does(
        "dpkg --audit; ldd $(find /usr/lib/briefing-reader -name '*.so*' -type f) 2>/dev/null | grep 'not found'"
    )
    proof.none("every library of the bundle finds what it links to", sorted(set(left.stdout.splitlines())))


def run_by_nobody(proof: Proof, debian: Debian) -> None:
    """By an ordinary user, on a system that nobody can write to, without a network."""
    proof.heading("Run by nobody, on a read-only system, without a network")
    done = debian.as_nobody("ip link 2>/dev/null; briefing-reader doctor --json")
    try:
        report = json.loads(done.stdout[done.stdout.index("{") :])
    except ValueError:
        proof.fact("doctor answers", False, last(done))
        return
    bad = [f"{each['name']}: {each['detail']}" for each in report["checks"] if each["status"] != "ok"]
    proof.fact("doctor answers and nothing failed", report["status"] != "failed", report["status"])
    proof.none(f"doctor: all {len(report['checks'])} checks are ok", bad)
    listed = json.loads(debian.as_nobody("briefing-reader list --json").stdout or "[]")
    proof.fact("list shows the library", len(listed) == TITLES, f"{len(listed)} documents")
    for where, home in (("a home to write to", ""), ("nothing it may write to", "HOME=/nonexistent ")):
        found = debian.as_nobody(f"{home}briefing-reader search 'first account' --json")
        total = json.loads(found.stdout)["total"] if found.stdout else 0
        proof.fact(f"search finds, with {where}", total > 0, f"{total} passages")
    window = debian.as_nobody("timeout 8 briefing-reader; echo $?")
    proof.fact("the window stays open until it is ended", window.stdout.strip().endswith("124"), last(window))


def verified(proof: Proof, debian: Debian) -> None:
    """What dpkg says about the installed files."""
    proof.heading("dpkg --verify")
    proof.none("every installed file is as packed", debian.does("dpkg -V briefing-reader").stdout.splitlines())
    file = next(debian.path(f"{PROGRAM}/_internal").glob("PySide6/Qt/lib/libQt6Core*"))
    kept = file.read_bytes()
    file.write_bytes(kept[:1000] + bytes([kept[1000] ^ 1]) + kept[1001:])
    named = debian.does("dpkg -V briefing-reader").stdout
    file.write_bytes(kept)
    proof.refuses("an installed library with one bit changed", lambda: file.name in named)


def upgraded(proof: Proof, made: Made, debian: Debian) -> None:
    """A newer version over this one."""
    proof.heading("Upgrade and removal")
    for name, text in KEPT.items():
        debian.write(name, text)
    debian.write("/var/lib/briefing-reader/packs/edition", "installed for the machine")
    newer = made.build.work / "newer"
    shutil.rmtree(newer, ignore_errors=True)
    tools.run(["dpkg-deb", "-R", made.package, newer], "Unpacking the package")
    control = newer / "DEBIAN" / "control"
    version = f"{made.build.version}+newer"
    text = control.read_text(encoding="utf-8")
    control.write_text(text.replace(f"Version: {made.build.version}\n", f"Version: {version}\n"), encoding="utf-8")
    tools.run(["dpkg-deb", "--root-owner-group", "-Znone", "-b", newer, debian.path("/srv/newer.deb")], "Packing it")
    done = debian.does("dpkg -i /srv/newer.deb && dpkg-query -W -f '${Version}' briefing-reader")
    proof.fact("a newer version goes over it", done.stdout.strip().endswith(version), last(done))
    proof.none("and leaves what users and administrators keep", lost(debian))
    there = debian.path("/var/lib/briefing-reader/packs/edition").exists()
    proof.fact("and packs that were installed for the machine", there)


def purged(proof: Proof, debian: Debian) -> None:
    """Removed, with what it kept for the machine."""
    files = debian.does("dpkg -L briefing-reader").stdout.split()
    own = [name for name in files if "briefing-reader" in name]
    done = debian.does("apt-get -q -y purge briefing-reader")
    proof.fact("apt-get purges it", done.returncode == 0, last(done))
    left = [name for name in [*own, "/var/lib/briefing-reader"] if debian.path(name).exists()]
    proof.none(f"none of its {len(own)} files and folders stays", left)
    proof.none("what users and administrators keep is still there", lost(debian))


def lost(debian: Debian) -> list[str]:
    """Files of KEPT that are not as they were."""
    return [name for name, text in KEPT.items() if not _holds(debian.path(name), text)]


def _holds(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == text


def last(done: subprocess.CompletedProcess[str]) -> str:
    """The last line a program said, for a fact's detail; nothing where it ended well."""
    lines = (done.stdout + done.stderr).strip().splitlines()
    return "" if done.returncode == 0 or not lines else shlex.quote(lines[-1])
