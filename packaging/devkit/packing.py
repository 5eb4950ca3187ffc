"""`dev.py package`: installers for Linux and Windows, and the proof that they are sound."""

import argparse
from collections.abc import Sequence
from pathlib import Path

USAGE = (
    "linux|windows [--release] [--channel DIR --publisher NAME] [--python PYTHON] [--out DIR] "
    "| --check [linux|windows] [--keep]"
)
DETAILS = """\
`linux` builds, on Debian, the program's folder, the .deb, the portable folder, an apt repository, SBOM, notices,
checksums and signatures into dist/. The key comes from outside: BRIEFING_SIGNING_KEY (a file), or BRIEFING_GNUPGHOME
and BRIEFING_SIGNING_KEY_ID (a GnuPG home, for cards and PKCS#11); without one a throw-away test key is used, which
--release refuses. So with the bundled library: --channel is the channel as its publisher signed it, --publisher what
machines will call that publisher; without them content/ is signed with a throw-away key.

`windows` builds, on Debian too, through Wine, the program's folder, the MSI, the portable zip and all that lies beside
them. Its programs and the MSI are signed by BRIEFING_WINDOWS_PKCS12 (a file), or BRIEFING_WINDOWS_CERTIFICATE and
BRIEFING_WINDOWS_KEY (PEM files), or BRIEFING_WINDOWS_PKCS11_MODULE with BRIEFING_WINDOWS_KEY (a PKCS#11 address) and
BRIEFING_WINDOWS_PKCS11_CERTIFICATE; BRIEFING_WINDOWS_PASSPHRASE_FILE unlocks it, BRIEFING_TIMESTAMP_URL dates it.
--python is the Python for Windows to freeze: the folder of an installed one, or a .zip or .nupkg that holds one.
--release demands a key, a time-stamp and a Python; without, throw-away ones and a Python from the package registry do.

`--check` builds twice, installs, attacks and measures; each system takes a quarter of an hour and, for the .deb, root;
--keep proves what was built."""


def package(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for and return the exit code."""
    from linux import tools  # noqa: PLC0415 - the other commands need none of it

    options = parser().parse_args(list(arguments))
    code = tools.use_system_python(list(arguments))
    if code is not None:
        return code
    if options.check:
        return check(options)
    if options.target is None:
        parser().error("say what to build, or --check")
    out, channel = (path.absolute() if path else None for path in (options.out, options.channel))
    if options.target == "windows":
        from windows import building as windows_building  # noqa: PLC0415 - as above

        supplied = options.python.absolute() if options.python else None
        return windows_building.package(out, supplied, channel, options.publisher, release=options.release)
    from linux import building  # noqa: PLC0415 - as above

    return building.package(out, channel, options.publisher, release=options.release)


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    made = argparse.ArgumentParser(prog="dev.py package", description=DETAILS, usage=f"dev.py package {USAGE}")
    made.add_argument("target", nargs="?", choices=("linux", "windows"), default=None)
    for option in ("--check", "--keep", "--release"):
        made.add_argument(option, action="store_true")
    for option in ("--channel", "--python", "--out"):
        made.add_argument(option, type=Path)
    made.add_argument("--publisher", default="")
    return made


def check(options: argparse.Namespace) -> int:
    """Prove one system's artefacts, or both."""
    from artefacts.proof import Proof  # noqa: PLC0415 - the other commands need none of it

    proof = Proof()
    if options.target in {None, "linux"}:
        from linux import checking  # noqa: PLC0415 - as above

        checking.check(proof, keep=options.keep)
    if options.target in {None, "windows"}:
        from windows import checking as windows_checking  # noqa: PLC0415 - as above

        supplied = options.python.absolute() if options.python else None
        windows_checking.check(proof, keep=options.keep, supplied=supplied)
    return proof.end()
