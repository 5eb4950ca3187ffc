"""The organisation's recovery key: making a pair, and reading the private half to open a notebook (FORMATS N1)."""

import argparse
import base64
import binascii
import os
from pathlib import Path

from reader.commands.output import say, warn
from reader.errors import UnavailableError, UsageError
from reader.language import tr
from reader.notebook.keys import new_organisation_pair
from reader.notebook.unlocking import OrganisationKey
from reader.notes_desk.rules import KEY_BYTES
from reader.paths import Places

MAX_FILE_BYTES = 1_000


def make_key(options: argparse.Namespace, _where: Places) -> int:
    """Write a fresh private key to a new file and print the public one, for the policy notes_recovery_key.

    Raises:
        UnavailableError: the file is there already, or cannot be written.
    """
    private, public = new_organisation_pair()
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(options.file, flags, 0o600), "wb") as stream:
            stream.write(base64.b64encode(private) + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise UnavailableError(tr("writing the private key"), options.file, error.strerror or str(error)) from error
    say(base64.b64encode(public).decode("ascii"))
    warn(tr("That is the public key, for the policy notes_recovery_key. Keep the file offline and under two people."))
    return 0


def read_key(file: Path) -> OrganisationKey:
    """The private key in a file. Raises UsageError for a file that holds none, UnavailableError."""
    try:
        with file.open("rb") as stream:
            text = stream.read(MAX_FILE_BYTES)
    except OSError as error:
        raise UnavailableError(tr("reading the private key"), file, error.strerror or str(error)) from error
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise UsageError(tr("{file} holds no private key of 32 bytes in base64.").format(file=file))
    return OrganisationKey(key)
