"""`dev.py package`: installers for Linux and Windows, and the proof that they are sound."""

import argparse
from collections.abc import Sequence
from pathlib import Path

USAGE = "linux [--release] [--channel DIR --publisher NAME] [--out DIR] | --check [linux] [--keep]"
DETAILS = """\
`linux` builds, on Debian, the program's folder, the .deb, the portable folder, an apt repository, SBOM, notices,
checksums and signatures into dist/. The key comes from outside: BRIEFING_SIGNING_KEY (a file), or BRIEFING_GNUPGHOME
and BRIEFING_SIGNING_KEY_ID (a GnuPG home, for cards and PKCS#11); without one a throw-away test key is used, which
--release refuses. So with the bundled library: --channel is the channel as its publisher signed it, --publisher what
machines will call that publisher; without them content/ is signed with a throw-away key. `--check` builds twice,
installs, attacks and measures; it takes a quarter of an hour and, for the .deb, root; --keep proves what was built."""


def package(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for and return the exit code."""
    from linux import tools  # noqa: PLC0415 - the other commands need none of it

    parser = argparse.ArgumentParser(prog="dev.py package", description=DETAILS, usage=f"dev.py package {USAGE}")
    parser.add_argument("target", nargs="?", choices=("linux",), default=None)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--release", action="store_true")
    parser.add_argument("--channel", type=Path)
    parser.add_argument("--publisher", default="")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(list(arguments))
    code = tools.use_system_python(list(arguments))
    if code is not None:
        return code
    if options.check:
        from artefacts.proof import Proof  # noqa: PLC0415 - as above
        from linux import checking  # noqa: PLC0415 - as above

        proof = Proof()
        checking.check(proof, keep=options.keep)
        return proof.end()
    if options.target is None:
        parser.error("say what to build, or --check")
    from linux import building  # noqa: PLC0415 - as above

    out, channel = (path.absolute() if path else None for path in (options.out, options.channel))
    return building.package(out, channel, options.publisher, release=options.release)
