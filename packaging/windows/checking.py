"""`dev.py package --check`, the Windows part: everything that can be proved on Debian with Wine."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

from artefacts import beside
from artefacts import signing as openpgp
from artefacts.proof import Proof
from devkit.environment import ROOT, clean_environment
from freeze import freezing, library
from freeze.library import Channel
from windows import building, check_artefacts, check_life, desktop, programs, signing, wine
from windows.building import Bench, Frozen, Made

WORK = ROOT / "build" / "check-windows"


def check(proof: Proof, *, keep: bool, supplied: Path | None = None) -> None:
    """Build twice, then prove.

    Args:
        proof: where the facts go.
        keep: use what an earlier check froze, where it is there, instead of freezing anew.
        supplied: a Windows Python that a person chose.
    """
    programs.ensure()
    # One date for both builds, whatever is committed while they are made.
    os.environ["SOURCE_DATE_EPOCH"] = str(freezing.epoch())
    bench = building.prepare(supplied)
    if not keep:
        shutil.rmtree(WORK, ignore_errors=True)
    channel = Channel(WORK / "channel" / "channel", library.TEST_NAME)
    if not (keep and channel.folder.is_dir()):
        channel = library.throw_away(bench.own, WORK / "channel")
    one = one_build(bench, WORK / "one", channel, keep=keep)
    # The second one stands somewhere else, so that a path of the first would show.
    two = one_build(bench, WORK / "two" / "elsewhere", channel, keep=keep)
    check_artefacts.same_twice(proof, one, two)
    tests = building.WORK / "test-authority"
    key = signing.signer({}, tests, freezing.epoch(), release=False)
    with openpgp.signer({}, building.TEST_KEY, release=False) as other:
        made = building.complete(copied(one.frozen, WORK / "product"), WORK / "signed", key)
        beside.sign_all(made.out, other)
        public = other.public_key()
    authority = tests / "root.pem"
    check_artefacts.everything_is_signed(proof, made, authority, public)
    check_artefacts.tables(proof, made)
    check_artefacts.bent_is_refused(proof, made, authority, public)
    check_artefacts.releases_need_real_keys(proof, tests)
    check_artefacts.sizes(proof, made)
    live(proof, bench, made)


def one_build(bench: Bench, work: Path, channel: Channel, *, keep: bool) -> Made:
    """A whole unsigned build in `work`; frozen before, where that is kept."""
    kept = building.found(bench, work) if keep else None
    return building.complete(kept or building.frozen(bench, work, channel), work / "artefacts", None)


def copied(program: Frozen, work: Path) -> Frozen:
    """A copy of what was frozen, to be signed: what two builds are compared by stays as it was."""
    shutil.rmtree(work, ignore_errors=True)
    folder = work / program.folder.name
    shutil.copytree(program.folder, folder)
    return replace(program, folder=folder, work=work)


def live(proof: Proof, bench: Bench, made: Made) -> None:
    """The installer in a Windows of its own."""
    seed = WORK / "seed"
    shutil.rmtree(seed, ignore_errors=True)
    script = Path(__file__).with_name("seed.py")
    # Signed now: at the date of an old commit its signatures might have expired.
    now = {name: value for name, value in clean_environment().items() if name != "SOURCE_DATE_EPOCH"}
    programs.run([bench.own, script, seed], "Making a pack and notes to install", env=now)
    windows = desktop.fresh(bench.wine, WORK / "wine")
    with windows.wine.session(bench.python.program):
        check_life.installed(proof, made, windows)
        check_life.used(proof, windows, seed)
        check_life.by_the_log_in(proof, bench, windows)
        check_life.obeyed(proof, windows)
        check_life.removed(proof, windows, made.installer)
        check_life.upgraded(proof, made, windows, seed, WORK)
        check_life.carried(proof, made, windows)
    wine.Wine(windows.wine.prefix).stop()
