"""What lies beside every artefact, and the check of it that anyone can repeat.

A folder of artefacts holds the packages, NAME.cdx.json (SBOM), NAME.files.sha256 (hash of every program file),
THIRD-PARTY-NOTICES.txt, RELEASE-NOTES.md, SHA256SUMS over all of them, signatures (.asc) of each, and signing-key.gpg.
"""

from pathlib import Path

from artefacts import sums
from artefacts.signing import Signer, is_signed

PUBLIC_KEY = "signing-key.gpg"


def sign_all(folder: Path, signer: Signer) -> list[Path]:
    """Write SHA256SUMS over everything in a folder, and a signature of every file at its top.

    Files of a repository below (apt/) are in the sums; their own signature is InRelease. Returns the signatures.
    """
    for old in folder.glob("*.asc"):
        old.unlink()
    (folder / PUBLIC_KEY).write_bytes(signer.public_key())
    listed = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != sums.NAME)
    (folder / sums.NAME).write_text(sums.lines(folder, listed), encoding="utf-8")
    tops = sorted(file for file in folder.iterdir() if file.is_file() and file.name != PUBLIC_KEY)
    return [signer.detached(file) for file in tops]


def problems(folder: Path, public_key: bytes) -> list[str]:
    """Everything wrong with a folder of artefacts, by a key that came another way; nothing where all is well."""
    listing = folder / sums.NAME
    if not is_signed(listing, listing.with_name(listing.name + ".asc"), public_key):
        return [f"bad signature: {sums.NAME}"]
    text = listing.read_text(encoding="utf-8")
    found = sums.problems(folder, text)
    signed = [file for file in sorted(folder.iterdir()) if file.is_file() and _is_artefact(file)]
    found += [f"bad signature: {file.name}" for file in signed if not _signed(file, public_key)]
    extra = [name for name in sums.unlisted(folder, text) if not name.endswith(".asc") and name != sums.NAME]
    return found + [f"not listed: {name}" for name in extra]


def _is_artefact(file: Path) -> bool:
    return file.suffix != ".asc" and file.name not in {PUBLIC_KEY, sums.NAME}


def _signed(file: Path, public_key: bytes) -> bool:
    return is_signed(file, file.with_name(file.name + ".asc"), public_key)
