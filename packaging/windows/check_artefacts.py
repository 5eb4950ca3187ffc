"""Proof about the Windows artefacts themselves: the same twice, every program file signed, nothing bent accepted."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from artefacts import beside, sbom, sums
from artefacts.proof import Proof
from devkit import console
from windows import building, listing, msi, python, signing, wxs
from windows.building import Made

MSI_MB = 45


def same_twice(proof: Proof, one: Made, two: Made) -> None:
    """Two builds, unsigned and made from nothing in two places, compared byte by byte."""
    proof.heading("Two clean builds for Windows")
    first, second = sbom.hashes(one.frozen.folder), sbom.hashes(two.frozen.folder)
    differing = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    proof.none(f"{len(first)} files of the folder are the same in both", differing)
    archives = [next(made.out.glob("*-portable.zip")) for made in (one, two)]
    for text, a, b in (
        ("the MSI", one.installer, two.installer),
        ("the SBOM", one.bill, two.bill),
        ("the portable zip", *archives),
    ):
        proof.fact(f"{text} is the same in both", sums.digest(a) == sums.digest(b), sums.digest(a)[:16])


def everything_is_signed(proof: Proof, made: Made, authority: Path, key: bytes) -> None:
    """Who signed each program file; none is without."""
    proof.heading("Signatures")
    found = listing.programs(made.frozen.folder)
    for each in found:
        console.say(f"            {each.name}: {each.signed_by}")
    wrong = [each.name for each in found if told_hash(made.frozen.folder / each.name) != each.authenticode]
    proof.none("the list's hashes for application control are osslsigncode's", wrong)
    proof.none(f"{len(found)} program files are signed", [each.name for each in found if not each.signed_by])
    ours = [made.frozen.folder / wxs.PROGRAM, made.frozen.folder / wxs.CONSOLE, made.installer]
    bad = [file.name for file in ours if not signing.is_good(file, authority)]
    proof.none("the programs and the MSI are signed by the build's key", bad)
    folder = made.frozen.folder
    text = (folder / building.HASHES).read_text(encoding="utf-8")
    proof.none(f"every file is as its line in {building.HASHES} says", sums.problems(folder, text))
    proof.none("every artefact has its checksum and signature", beside.problems(made.out, key))


def told_hash(file: Path) -> str:
    """A program file's Authenticode hash as osslsigncode works it out, in hex; it speaks of signed files only."""
    told = signing.signature(file)
    return told.digest if told else ""


@contextmanager
def bent(file: Path, at: int) -> Iterator[None]:
    """A file with one bit changed, for as long as this lasts."""
    kept = file.read_bytes()
    try:
        file.write_bytes(kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :])
        yield
    finally:
        file.write_bytes(kept)


def bent_is_refused(proof: Proof, made: Made, authority: Path, key: bytes) -> None:
    """One changed bit, and what says no."""
    proof.heading("One changed bit")
    for file in (made.installer, made.frozen.folder / wxs.PROGRAM, made.frozen.folder / wxs.CONSOLE):
        with bent(file, file.stat().st_size // 2):
            proof.refuses(f"{file.name}, by its signature", lambda file=file: not signing.is_good(file, authority))
        proof.fact(f"{file.name} is taken unchanged", signing.is_good(file, authority))
    for file in (made.installer, made.bill):
        with bent(file, file.stat().st_size // 2):
            wanted = {f"changed: {file.name}", f"bad signature: {file.name}"}
            held = wanted <= set(beside.problems(made.out, key))
            proof.refuses(f"{file.name}, by sums and signature", lambda held=held: held)


def tables(proof: Proof, made: Made) -> None:
    """What the MSI really says: wixl passes over much of its source in silence."""
    proof.heading("The MSI's tables")
    steps = {row[0]: row[2] for row in msi.rows(made.installer, "InstallExecuteSequence")}
    proof.fact("the old version goes first", steps.get("RemoveExistingProducts") == str(msi.REMOVE_EXISTING))
    known = {row[0]: row[1] for row in msi.rows(made.installer, "Property")}
    proof.fact("it is for the whole machine", known.get("ALLUSERS") == "1")
    proof.fact("what it is told reaches the system's part", known.get("SecureCustomProperties") == ";".join(wxs.SECURE))
    conditions = {row[0]: row[4] for row in msi.rows(made.installer, "Component") if row[4]}
    proof.fact("shortcuts have their conditions", conditions == wxs.CONDITIONS)
    proof.fact(
        "a newer version stops it",
        any(row[0] == "NOT WIX_DOWNGRADE_DETECTED" for row in msi.rows(made.installer, "LaunchCondition")),
    )
    keys = [row[2] for row in msi.rows(made.installer, "Registry")]
    proof.none("no registry key is under Policies", [key for key in keys if "policies" in key.lower()])
    proof.none("there is no custom action", [row[0] for row in msi.rows(made.installer, "CustomAction")])


def releases_need_real_keys(proof: Proof, tests: Path) -> None:
    """A release build refuses the throw-away authority, to go without a key, or without time-stamp and Python."""
    proof.heading("Keys of a release")
    stamp = {signing.TIMESTAMP: "http://timestamp.invalid"}
    own = {signing.CERTIFICATE: str(tests / "signer.pem"), signing.KEY: str(tests / "signer.key")}
    cases: dict[str, Mapping[str, str]] = {
        "no key": stamp,
        "the test authority's key": {**stamp, **own},
        "no time-stamp server": own,
    }
    for text, env in cases.items():
        proof.refuses(f"a release with {text}", lambda env=env: not may_release(env, tests))
    proof.refuses(f"a release with {python.PACKAGE}", lambda: not may_package())


def may_release(env: Mapping[str, str], tests: Path) -> bool:
    """Whether a release may be signed with what an environment names."""
    try:
        signing.signer(env, tests, 0, release=True)
    except console.StopError:
        return False
    return True


def may_package() -> bool:
    """Whether a release may be built without a Python that a person supplied."""
    try:
        building.package(None, None, release=True)
    except console.StopError:
        return False
    return True


def sizes(proof: Proof, made: Made) -> None:
    """How large things are."""
    proof.heading("Sizes")
    proof.at_most("the MSI", made.installer.stat().st_size / 1e6, MSI_MB, " MB")
    whole = sum(file.stat().st_size for file in made.frozen.folder.rglob("*") if file.is_file())
    console.say(f"            the program's folder: {whole / 1e6:.1f} MB")
