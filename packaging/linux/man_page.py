"""The manual page, made from the command line's own help: `man_page.py VERSION SECONDS` prints it."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

EXIT_CODES = (
    ("0", "done"),
    ("1", "a check failed or nothing was found"),
    ("2", "wrong usage"),
    ("3", "refused: a signature or hash is wrong"),
    ("4", "forbidden by policy"),
    ("5", "damaged"),
    ("6", "could not: a file, a full disk"),
    ("130", "cancelled"),
)
FILES = (
    ("/etc/briefing-reader/policies.json", "policies that administrators set"),
    ("/etc/briefing-reader/publishers", "publishers this machine trusts besides the program's own"),
    ("/var/lib/briefing-reader", "content packs installed for every user"),
    ("~/.config/briefing-reader", "settings"),
    ("~/.local/state/briefing-reader", "notebooks, installed packs, window, log"),
    ("~/.cache/briefing-reader", "search index; can be deleted"),
)


def escaped(text: str) -> str:
    """Text as roff takes it."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("“", "\\(lq").replace("”", "\\(rq").replace("…", "...")
    return "\\&" + text if text.startswith((".", "'")) else text


def page(parser: argparse.ArgumentParser, version: str, when: int) -> str:
    """The whole page in roff.

    Args:
        parser: the program's.
        version: the program's.
        when: its date, seconds since 1970.
    """
    date = datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%d")
    lines = [
        f'.TH BRIEFING\\-READER 1 {date} "Briefing Reader {version}" "User commands"',
        ".SH NAME",
        "briefing\\-reader \\- read and search police safeguarding briefings offline",
        ".SH SYNOPSIS",
        *synopsis(parser),
        ".SH DESCRIPTION",
        escaped(parser.description or ""),
        ".PP",
        escaped(parser.epilog or ""),
        ".SH OPTIONS",
        *options(parser),
        ".SH COMMANDS",
    ]
    for command in commands(parser):
        lines += described(command)
    lines += [".SH EXIT STATUS", *tagged(EXIT_CODES), ".SH FILES", *tagged(FILES)]
    return "\n".join(lines) + "\n"


def synopsis(parser: argparse.ArgumentParser) -> list[str]:
    """How a parser's program is called."""
    usage = " ".join(parser.format_usage().split()).removeprefix("usage: ")
    name, _, rest = usage.partition(" [")
    return [f".B {escaped(name)}", escaped(f"[{rest}" if rest else "")]


def options(parser: argparse.ArgumentParser) -> list[str]:
    """Its options and arguments but --help, which every one has; not its commands."""
    told = (action for action in own_actions(parser) if "--help" not in action.option_strings)
    return tagged((words(action), action.help or "") for action in told)


def own_actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Options and arguments that a person is told of."""
    actions = parser._actions  # noqa: SLF001 - argparse has no public name for them
    shown = (action for action in actions if action.help != argparse.SUPPRESS)
    return [action for action in shown if not isinstance(action.choices, dict)]


def words(action: argparse.Action) -> str:
    """How an option or argument is written."""
    value = action.metavar if isinstance(action.metavar, str) else ""
    if not value and action.choices:
        value = "{" + ",".join(map(str, action.choices)) + "}"
    if not action.option_strings:
        return value or action.dest
    takes = action.nargs != 0
    value = value or action.dest.upper()
    return ", ".join(f"{option} {value}" if takes else option for option in action.option_strings)


def commands(parser: argparse.ArgumentParser) -> Iterator[tuple[argparse.ArgumentParser, str]]:
    """Every command below a parser that does something itself, with its line of help, in order."""
    for action in parser._actions:  # noqa: SLF001 - as above
        if not isinstance(action.choices, dict):
            continue
        told = {choice.dest: choice.help or "" for choice in action._choices_actions}  # type: ignore[attr-defined] # noqa: SLF001 - as above
        for name, below in action.choices.items():
            if name not in told:  # no help: for the program itself
                continue
            deeper = list(commands(below))
            yield from deeper or [(below, told[name])]


def described(command: tuple[argparse.ArgumentParser, str]) -> list[str]:
    """One command."""
    parser, text = command
    return [
        ".SS " + escaped(parser.prog.removeprefix("briefing-reader ")),
        escaped(text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")),
        ".PP",
        *synopsis(parser),
        *options(parser),
    ]


def tagged(pairs: Sequence[tuple[str, str]] | Iterator[tuple[str, str]]) -> list[str]:
    """A list of terms with what each means."""
    lines: list[str] = []
    for term, text in pairs:
        lines += [".TP", f".B {escaped(term)}", escaped(text.replace("%(default)s", "the default"))]
    return lines


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from reader.cli import make_parser

    sys.stdout.write(page(make_parser(), sys.argv[1], int(sys.argv[2])))
