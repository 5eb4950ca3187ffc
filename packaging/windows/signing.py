"""Authenticode: signing with a key from outside the tree, and telling what a file's signature says.

The key is a file (PKCS#12, or PEM certificate and key) or sits on a token (PKCS#11). For trials a throw-away authority
is made; its name says what it is, and a release is never signed by it.
"""

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from devkit import console
from windows import programs

TEST_NAME = "Briefing Reader TEST (do not trust)"
PKCS12, CERTIFICATE, KEY = "BRIEFING_WINDOWS_PKCS12", "BRIEFING_WINDOWS_CERTIFICATE", "BRIEFING_WINDOWS_KEY"
MODULE, TOKEN_CERTIFICATE = "BRIEFING_WINDOWS_PKCS11_MODULE", "BRIEFING_WINDOWS_PKCS11_CERTIFICATE"
PASSPHRASE_FILE, TIMESTAMP = "BRIEFING_WINDOWS_PASSPHRASE_FILE", "BRIEFING_TIMESTAMP_URL"
PROXY = "BRIEFING_TIMESTAMP_PROXY"
TITLE = "Briefing Reader"
DAYS = 30
OFFLINE = "-ignore-cdp"
"""Lists of revoked certificates are on the internet, and checking a build asks nobody there."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a program file's signature says.

    Attributes:
        subject: of the certificate that signed, on one line.
        unchanged: whether the file is as it was when signed. Says nothing about trust in who signed.
        digest: the file's Authenticode hash now, in hex.
        stamped: whether a time-stamp server dated it, so that it outlives the certificate.
    """

    subject: str
    unchanged: bool
    digest: str
    stamped: bool


@dataclass(frozen=True, slots=True)
class Signer:
    """How to sign.

    Attributes:
        words: osslsigncode's options that name certificate and key; no passphrase among them.
        timestamp: options that name the time-stamp server, or none.
        when: the date that a signature without a time-stamp carries, seconds since 1970.
        is_test: whether this is the throw-away authority.
    """

    words: tuple[str, ...]
    timestamp: tuple[str, ...]
    when: int
    is_test: bool

    def sign(self, file: Path) -> None:
        """Sign a program or installer in place. Raises StopError."""
        fresh = file.with_name(f"{file.name}.signed")
        fresh.unlink(missing_ok=True)
        dated = [] if self.timestamp else optional("sign", "-time", str(self.when))
        told = ["-h", "sha256", "-n", TITLE, *self.timestamp, *dated]
        if file.suffix.lower() == ".msi":
            told.append("-add-msi-dse")
        programs.run(["osslsigncode", "sign", *self.words, *told, "-in", file, "-out", fresh], f"Signing {file.name}")
        shutil.copymode(file, fresh)
        fresh.replace(file)


def signer(env: Mapping[str, str], tests: Path, when: int, *, release: bool) -> Signer:
    """The key to sign with.

    Args:
        env: BRIEFING_WINDOWS_PKCS12; or BRIEFING_WINDOWS_CERTIFICATE and BRIEFING_WINDOWS_KEY; or
            BRIEFING_WINDOWS_PKCS11_MODULE with BRIEFING_WINDOWS_KEY (a PKCS#11 URI) and a certificate from a file or
            BRIEFING_WINDOWS_PKCS11_CERTIFICATE; BRIEFING_WINDOWS_PASSPHRASE_FILE; BRIEFING_TIMESTAMP_URL.
        tests: folder of the throw-away authority; made if need be.
        when: see `Signer`.
        release: whether only a real key and a time-stamp will do.

    Raises:
        StopError: there is no key, or it is the test key and this is a release.
    """
    words = from_outside(env)
    if words is None and release:
        raise console.StopError(
            f"A release is signed with a key from outside: {PKCS12}; {CERTIFICATE} and {KEY}; or {MODULE} and {KEY}."
        )
    if release and not env.get(TIMESTAMP):
        raise console.StopError(
            f"A release's signatures are time-stamped, or they end with the certificate: set {TIMESTAMP}."
        )
    stamp = ["-ts", env[TIMESTAMP]] if env.get(TIMESTAMP) else []
    if stamp and env.get(PROXY):
        stamp += ["-p", env[PROXY]]
    found = Signer(tuple(words or test_words(tests)), tuple(stamp), when, is_test=words is None)
    return checked(found, tests, release=release)


def from_outside(env: Mapping[str, str]) -> list[str] | None:
    """Osslsigncode's options for the key that the environment names, or None where it names none."""
    locked = ["-readpass", env[PASSPHRASE_FILE]] if env.get(PASSPHRASE_FILE) else []
    if env.get(MODULE):
        own = (
            ["-pkcs11cert", env[TOKEN_CERTIFICATE]]
            if env.get(TOKEN_CERTIFICATE)
            else ["-certs", env.get(CERTIFICATE, "")]
        )
        return ["-pkcs11module", env[MODULE], *own, "-key", env.get(KEY, ""), *locked]
    if env.get(PKCS12):
        return ["-pkcs12", env[PKCS12], *locked]
    if env.get(CERTIFICATE) or env.get(KEY):
        return ["-certs", env.get(CERTIFICATE, ""), "-key", env.get(KEY, ""), *locked]
    return None


def checked(found: Signer, tests: Path, *, release: bool) -> Signer:
    """The signer again, once it has signed a small program and its certificate was looked at.

    Raises:
        StopError: it cannot sign, or is a test's in a release.
    """
    tests.mkdir(parents=True, exist_ok=True)
    trial = tests / "trial.exe"
    source = tests / "trial.c"
    source.write_text("int main(void) { return 0; }\n", encoding="utf-8")
    words = ["x86_64-w64-mingw32-gcc", "-s", "-Wl,--no-insert-timestamp", "-o", trial, source]
    programs.run(words, "Compiling a trial program")
    Signer(found.words, (), found.when, is_test=found.is_test).sign(trial)
    told = signature(trial)
    is_test = found.is_test or told is None or "TEST" in told.subject
    if release and is_test:
        raise console.StopError("That is a test certificate. A release is never signed with it.")
    return Signer(found.words, found.timestamp, found.when, is_test)


def test_words(folder: Path) -> list[str]:
    """The throw-away authority's key and certificate, made if need be."""
    if not (folder / "signer.pem").exists():
        make_test_authority(folder)
    return ["-certs", str(folder / "signer.pem"), "-key", str(folder / "signer.key")]


def make_test_authority(folder: Path) -> None:
    """Make root and signer, good for a month; `folder`/root.pem is what a verifier is given."""
    folder.mkdir(parents=True, exist_ok=True)
    root, key = folder / "root.pem", folder / "root.key"
    new = ["openssl", "req", "-x509", "-newkey", "rsa:3072", "-noenc", "-sha256", "-days", DAYS]
    ca = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"]
    # osslsigncode wants a trusted root to have existed when a signature says it was made.
    programs.run([*new, "-subj", f"/CN={TEST_NAME}", "-keyout", key, "-out", root, *ca], "Making a test authority")
    leaf = ["-CA", root, "-CAkey", key, "-subj", f"/CN={TEST_NAME} signer"]
    use = ["basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature", "extendedKeyUsage=codeSigning"]
    added = [word for each in use for word in ("-addext", each)]
    words = [*new, *leaf, "-keyout", folder / "signer.key", "-out", folder / "signer.pem", *added]
    programs.run(words, "Making a test certificate")
    for secret in (key, folder / "signer.key"):
        os.chmod(secret, 0o600)  # noqa: PTH101 - pathlib's does the same


def optional(command: str, option: str, *value: str) -> list[str]:
    """An option of osslsigncode, where the one that is here knows it: Debian 12's is older."""
    _, told = programs.ask(["osslsigncode", command, "--help"])
    known = any(line.split("=")[0].strip() == option for line in told.splitlines())
    return [option, *value] if known else []


def signature(file: Path) -> Signature | None:
    """What the signature in a program file says; None where there is none."""
    _, said = programs.ask(["osslsigncode", "verify", *optional("verify", OFFLINE), "-in", file])
    if "No signature found" in said or "Signature Index" not in said:
        return None
    now = re.search(r"Current message digest\s*: ([0-9A-F]+)", said)
    then = re.search(r"Calculated message digest\s*: ([0-9A-F]+)", said)
    signer = re.search(r"Signer's certificate:.*?Subject: (.+)", said, flags=re.DOTALL)
    subject = signer[1].splitlines()[0].strip() if signer else ""
    same = now is not None and then is not None and now[1] == then[1] and "MISMATCH" not in said
    digest = then[1].lower() if then else ""
    return Signature(subject, same, digest, "imestamp Server Signature" in said or "Timestamp time" in said)


def is_good(file: Path, authority: Path) -> bool:
    """Whether a file is signed by somebody `authority` (PEM) vouches for, and unchanged since."""
    code, _ = programs.ask(["osslsigncode", "verify", *optional("verify", OFFLINE), "-CAfile", authority, "-in", file])
    return code == 0
