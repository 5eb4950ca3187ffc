"""Signing and verifying with OpenPGP. Keys come from outside the tree: a file, or a GnuPG home (smart cards, PKCS#11).

A throw-away test key can be made; its name says what it is, and a release is never signed with it.
"""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from devkit import console

TEST_NAME = "Briefing Reader TEST KEY (do not trust)"
KEY_FILE, KEY_HOME, KEY_NAME = "BRIEFING_SIGNING_KEY", "BRIEFING_GNUPGHOME", "BRIEFING_SIGNING_KEY_ID"
PASSPHRASE_FILE = "BRIEFING_SIGNING_PASSPHRASE_FILE"  # noqa: S105 - names a variable that names a file


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that is ready to sign.

    Attributes:
        home: GnuPG's home folder.
        fingerprint: of the key, 40 hex digits.
        names: its user names.
        passphrase: file with its passphrase, or None where gpg-agent or a card asks.
    """

    home: Path
    fingerprint: str
    names: tuple[str, ...]
    passphrase: Path | None = None

    @property
    def is_test(self) -> bool:
        """Whether this is a throw-away key."""
        return any("TEST KEY" in name for name in self.names)

    def detached(self, file: Path) -> Path:
        """Sign a file; the signature lies beside it as FILE.asc. Raises StopError."""
        signature = file.with_name(file.name + ".asc")
        self._sign(["--armor", "--detach-sign", "--output", str(signature), str(file)])
        return signature

    def clear(self, file: Path, signed: Path) -> None:
        """Write a copy of a text file with the signature inside. Raises StopError."""
        self._sign(["--clear-sign", "--output", str(signed), str(file)])

    def public_key(self) -> bytes:
        """The public key, as apt's keyrings hold it."""
        return gpg(self.home, ["--export", self.fingerprint]).stdout

    def _sign(self, arguments: list[str]) -> None:
        locked = ["--pinentry-mode", "loopback", "--passphrase-file", str(self.passphrase)] if self.passphrase else []
        gpg(self.home, ["--yes", "--local-user", self.fingerprint, *locked, *arguments])


def gpg(home: Path, arguments: list[str]) -> subprocess.CompletedProcess[bytes]:
    """Run gpg in a home. Raises StopError with its last words."""
    done = subprocess.run(["gpg", "--homedir", str(home), "--batch", *arguments], capture_output=True, check=False)
    if done.returncode != 0:
        console.show_tail(done.stderr.decode(errors="replace").splitlines())
        raise console.StopError(f"gpg failed ({arguments[-1]}).")
    return done


@contextlib.contextmanager
def signer(env: Mapping[str, str], test_key: Path, *, release: bool) -> Iterator[Signer]:
    """The key to sign with.

    Args:
        env: where BRIEFING_SIGNING_KEY names a file with the secret key, or BRIEFING_GNUPGHOME a home with
            BRIEFING_SIGNING_KEY_ID in it; BRIEFING_SIGNING_PASSPHRASE_FILE a file with its passphrase.
        test_key: where the throw-away key is kept; made if need be.
        release: whether only a real key will do.

    Raises:
        StopError: there is no key, or it is the test key and this is a release.
    """
    home = env.get(KEY_HOME)
    passphrase = Path(env[PASSPHRASE_FILE]) if env.get(PASSPHRASE_FILE) else None
    if home:
        yield checked(Path(home), env.get(KEY_NAME, ""), passphrase, release=release)
        return
    file = env.get(KEY_FILE)
    if file is None and release:
        raise console.StopError(
            f"A release is signed with a key from outside: set {KEY_FILE} to a file, or {KEY_HOME} and {KEY_NAME}."
        )
    with temporary_home() as made:
        if file is None and not test_key.exists():
            make_test_key(made, test_key)
        else:
            gpg(made, ["--import", str(file or test_key)])
        yield checked(made, "", passphrase, release=release)


def checked(home: Path, wanted: str, passphrase: Path | None, *, release: bool) -> Signer:
    """The secret key of a home. Raises StopError: none, several to choose from, or one that may not be used."""
    listed = gpg(home, ["--with-colons", "--list-secret-keys", *([wanted] if wanted else [])]).stdout.decode()
    keys = re.findall(r"^sec:.*\n(?:(?!fpr:).*\n)*fpr:+([0-9A-F]{40}):", listed, flags=re.MULTILINE)
    names = tuple(line.split(":")[9] for line in listed.splitlines() if line.startswith("uid:"))
    if len(keys) != 1:
        raise console.StopError(f"There must be one key to sign with, and there are {len(keys)}: set {KEY_NAME}.")
    found = Signer(home, keys[0], names, passphrase)
    if release and found.is_test:
        raise console.StopError("That is the test key. A release is never signed with it.")
    return found


@contextlib.contextmanager
def temporary_home() -> Iterator[Path]:
    """A GnuPG home that is gone afterwards, and its agent with it."""
    home = Path(tempfile.mkdtemp(prefix="br-"))
    try:
        yield home
    finally:
        subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], capture_output=True, check=False)
        shutil.rmtree(home, ignore_errors=True)


def make_test_key(home: Path, file: Path) -> None:
    """Make a throw-away key and keep it, secret half included, in a file."""
    gpg(home, ["--passphrase", "", "--quick-generate-key", TEST_NAME, "ed25519", "sign", "1y"])
    file.parent.mkdir(parents=True, exist_ok=True)
    secret = gpg(home, ["--armor", "--export-secret-keys"]).stdout
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
        opened.write(secret)


def is_signed(file: Path, signature: Path | None, public_key: bytes) -> bool:
    """Whether a file is signed by exactly this key; with None, whether the signature inside the file is good."""
    with temporary_home() as home:
        ring = home / "key.gpg"
        ring.write_bytes(public_key)
        words = [str(signature), str(file)] if signature else [str(file)]
        sink = [] if signature else ["--output", str(home / "text")]
        command = ["gpgv", "--homedir", str(home), "--keyring", str(ring), *sink, *words]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
