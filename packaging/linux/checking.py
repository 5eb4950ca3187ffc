"""`dev.py package --check`, the Linux part: everything that can be proved on one Debian machine."""

import shutil
from collections.abc import Callable
from pathlib import Path

from artefacts.proof import Proof
from artefacts.signing import signer
from devkit import building as environments
from devkit import console
from devkit.environment import ROOT
from freeze import freezing, library
from freeze.library import Channel
from linux import (
    building,
    check_artefacts,
    check_install,
    check_library,
    check_portable,
    check_session,
    check_sizes,
    tools,
)
from linux.building import Made

WORK = ROOT / "build" / "check"


def check(proof: Proof, *, keep: bool) -> None:
    """Build twice, then prove.

    Args:
        proof: where the facts go.
        keep: use what an earlier check built, where it is there, instead of building anew.
    """
    tools.ensure({**tools.BUILD, **tools.CHECK})
    python = environments.ensure("package")
    if not keep:
        shutil.rmtree(WORK, ignore_errors=True)
    channel = Channel(WORK / "channel" / "channel", library.TEST_NAME)
    if not (keep and channel.folder.is_dir()):
        channel = library.throw_away(python, WORK / "channel")
    made = one_build(python, WORK / "one", channel, keep=keep)
    bare = kept_or(WORK / "one" / "frozen" / "bare", lambda: check_sizes.bare_folder(python, WORK / "one"), keep=keep)
    timed = kept_or(WORK / "one" / "frozen" / "timed", lambda: timed_folder(python, WORK / "one"), keep=keep)
    # The second one stands somewhere else, so that a path of the first would show.
    other = one_build(python, WORK / "two" / "elsewhere", channel, keep=keep, portable_too=False)
    check_artefacts.same_twice(proof, made, other)
    check_artefacts.everything_is_listed(proof, made)
    check_artefacts.bent_is_refused(proof, made)
    check_library.library(proof, made)
    check_artefacts.releases_need_a_real_key(proof)
    check_artefacts.policy_is_kept(proof, made)
    check_sizes.sizes(proof, made, bare)
    check_sizes.starts(proof, timed, bare)
    check_portable.portable(proof, made)
    check_session.session(proof, made)
    check_install.installing(proof, made)


def one_build(python: Path, work: Path, channel: Channel, *, keep: bool, portable_too: bool = True) -> Made:
    """A whole build in `work`, signed with the test key; or what is there from before."""
    out = work / "artefacts"
    if keep and (out / "SHA256SUMS.asc").exists():
        return building.found(python, work, out)
    with signer({}, building.TEST_KEY, release=False) as key:
        return building.build_all(python, work, out, key, channel, portable_too=portable_too)


def kept_or(folder: Path, make: Callable[[], Path], *, keep: bool) -> Path:
    """A folder from before, or the one that `make` makes."""
    if keep and folder.is_dir():
        return folder
    return make()


def timed_folder(python: Path, work: Path) -> Path:
    """The program with a start that says when it has painted."""
    console.say("Freezing what measures the start ...")
    told = freezing.settings(work / "stage", freezing.epoch(), work / "cache", work / "timed-inside.json")
    return freezing.freeze(python, "timed", work / "frozen", work / "pyinstaller", told)
