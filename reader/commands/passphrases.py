"""Where a passphrase comes from: a file, the environment or the person; never the command line, which others see."""

import getpass
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from reader.commands.output import at_keyboard
from reader.errors import UnavailableError, UsageError
from reader.language import tr

VARIABLE = "BRIEFING_READER_PASSPHRASE"
MAX_FILE_BYTES = 4_000


def given(file: Path | None, variable: str = VARIABLE) -> list[str]:
    """The lines of the passphrase file, else the environment's passphrase, else none. Raises UnavailableError."""
    if file is not None:
        try:
            with file.open("rb") as stream:
                text = stream.read(MAX_FILE_BYTES).decode("utf-8-sig", "replace")
        except OSError as error:
            raise UnavailableError(tr("reading the passphrase"), file, error.strerror or str(error)) from error
        return [line for line in text.splitlines() if line.strip()]
    value = os.environ.get(variable, "")
    return [value] if value else []


def asker(file: Path | None) -> Callable[[str], Sequence[str]]:
    """For opening key files: what was given, and after that the person, key by key."""
    known = given(file)

    def ask(name: str) -> Sequence[str]:
        nonlocal known
        first, known = known, []
        return first or [ask_for(tr("Passphrase for the key {name}: ").format(name=name))]

    return ask


def fresh(file: Path | None, variable: str = VARIABLE) -> str:
    """For making keys: asked for twice. Raises UsageError where the two differ."""
    known = given(file, variable)
    if known:
        return known[0]
    first = ask_for(tr("New passphrase: "), variable)
    if ask_for(tr("The same again: "), variable) != first:
        raise UsageError(tr("The two are not the same."))
    return first


def ask_for(label: str, variable: str = VARIABLE) -> str:
    """Ask the person at the terminal, unseen. Raises UsageError where there is none."""
    if not at_keyboard():
        option = "--passphrase-file" if variable == VARIABLE else "--new-passphrase-file"
        words = tr("Give the passphrase with {option} FILE or in {variable}.")
        raise UsageError(words.format(option=option, variable=variable))
    return getpass.getpass(label)
