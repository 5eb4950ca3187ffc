"""What a build server does for a release; each step runs on any Debian 12 too.

    release.py tag TAG                                  the checkout is clean, at TAG, and says its version
    release.py linux|windows --channel DIR --out DIR    builds and signs with real keys, and checks what came out
    release.py draft TAG DIR ...                        a draft release with everything in the folders (needs gh)

Build servers hold secrets as text, and programs read keys from files. So BRIEFING_..._TEXT and BRIEFING_..._BASE64 are
written to files that only this user can read, for as long as the build lasts; BRIEFING_PUBLISHER names the publisher of
the bundled library, whose signed channel is DIR. Further options go to `dev.py package`.
"""

import argparse
import base64
import contextlib
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))

from artefacts import beside  # noqa: E402 - found by path, as dev.py finds it
from devkit import console  # noqa: E402 - as above
from freeze import staging  # noqa: E402 - as above

BASE64 = "_BASE64"
PROGRAM = "briefing-reader"
"""What the names of packages and lists begin with, and no two systems' share."""
FILES = {
    "BRIEFING_SIGNING_KEY_TEXT": "BRIEFING_SIGNING_KEY",
    "BRIEFING_SIGNING_PASSPHRASE_TEXT": "BRIEFING_SIGNING_PASSPHRASE_FILE",
    "BRIEFING_WINDOWS_PKCS12_BASE64": "BRIEFING_WINDOWS_PKCS12",
    "BRIEFING_WINDOWS_PASSPHRASE_TEXT": "BRIEFING_WINDOWS_PASSPHRASE_FILE",
}
"""Secret to the variable that names its file, as the builds read it."""


@contextlib.contextmanager
def secrets_as_files(env: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The environment with secrets in files instead; they are gone afterwards. An empty secret counts as not set."""
    told = {name: value for name, value in env.items() if name not in FILES}
    with tempfile.TemporaryDirectory(prefix="br-") as folder:
        for name, variable in FILES.items():
            if env.get(name):
                data = base64.b64decode(env[name]) if name.endswith(BASE64) else env[name].encode()
                file = Path(folder) / variable
                with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
                    opened.write(data)
                told[variable] = str(file)
        yield told


def version_of(tag: str) -> str:
    """The version a tag stands for. Raises StopError: it is no version, or not this checkout's."""
    version = tag.removeprefix("v")
    if tag == version or version != staging.version():
        raise console.StopError(f"The tag {tag} is not v{staging.version()}, which the program says it is.")
    return version


def check_tag(tag: str) -> int:
    """Nothing is released but a clean commit that carries the tag of its version."""
    version_of(tag)
    at = git("describe", "--tags", "--exact-match", "--match", tag)
    if at != tag:
        raise console.StopError(f"This commit does not carry the tag {tag}.")
    changed = git("status", "--porcelain", "--untracked-files=no")
    if changed:
        raise console.StopError(f"The checkout has changes:\n{changed}")
    console.say(f"{tag}: a clean commit that says the same version.")
    return 0


def git(*words: str) -> str:
    """What git says, or "" where it fails. The folder is trusted: a build server's may belong to another user."""
    root = FOLDER.parent
    command = ["git", "-c", f"safe.directory={root}", *words]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout.strip()


def build(system: str, channel: Path, out: Path, rest: Sequence[str], env: Mapping[str, str]) -> int:
    """Build with real keys, then check the artefacts as whoever receives them does."""
    publisher = env.get("BRIEFING_PUBLISHER", "")
    if not publisher:
        raise console.StopError("BRIEFING_PUBLISHER must say who publishes the bundled library.")
    words = ["package", system, "--release", "--channel", channel, "--publisher", publisher, "--out", out, *rest]
    with secrets_as_files(env) as told:
        command = [sys.executable, str(FOLDER / "dev.py"), *map(str, words)]
        code = subprocess.run(command, env=told, check=False).returncode
    if code != 0:
        return code
    found = beside.problems(out, (out / beside.PUBLIC_KEY).read_bytes())
    for line in found:
        console.complain(line)
    console.say(f"{'Not sound' if found else 'Sound'}: {out}")
    return 1 if found else 0


def draft(tag: str, folders: Sequence[Path]) -> int:
    """Make a draft release of everything."""
    version_of(tag)
    with tempfile.TemporaryDirectory() as work:
        files = [str(file) for folder in folders for file in uploads(folder, Path(work))]
        notes = folders[0] / "RELEASE-NOTES.md"
        words = ["gh", "release", "create", tag, "--draft", "--title", f"Briefing Reader {tag}", "--notes-file", notes]
        return subprocess.run([*map(str, words), *files], check=False).returncode


def uploads(folder: Path, work: Path) -> list[Path]:
    """The files to upload for a folder of artefacts, each under a name that no other folder uses.

    What bears the program's name goes as it is, with its signature; and the whole folder as one archive, because a page
    of downloads has no folders, and SHA256SUMS holds only for files under the names that it was made of.
    """
    whole = work / f"{folder.name}.tar"
    with tarfile.open(whole, "w") as archive:
        archive.add(folder, folder.name)
    return [*sorted(entry for entry in folder.iterdir() if entry.is_file() and PROGRAM in entry.name), whole]


def main(arguments: Sequence[str]) -> int:
    """Do one step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("tag").add_argument("tag")
    for system in ("linux", "windows"):
        step = steps.add_parser(system)
        step.add_argument("--channel", type=Path, required=True)
        step.add_argument("--out", type=Path, required=True)
    step = steps.add_parser("draft")
    step.add_argument("tag")
    step.add_argument("folders", nargs="+", type=Path)
    options, rest = parser.parse_known_args(list(arguments))
    try:
        match options.step:
            case "tag":
                return check_tag(options.tag)
            case "draft":
                return draft(options.tag, options.folders)
            case system:
                return build(system, options.channel.absolute(), options.out.absolute(), rest, os.environ)
    except console.StopError as error:
        console.complain(str(error))
        return error.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
