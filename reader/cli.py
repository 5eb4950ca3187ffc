"""The command line (FORMATS C). Never imports Qt: opening the window is a function it is given."""

import argparse
import contextlib
import logging
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

import reader
from reader import language
from reader.commands.notebook_parser import add_notebook
from reader.commands.pack_parser import add_pack
from reader.errors import ReaderError, UnavailableError
from reader.explain import explain
from reader.language import tr
from reader.openable import openable
from reader.paths import Places, places

if TYPE_CHECKING:
    from reader.desk import Desk

    # argparse gives the type of what add_subparsers returns no public name.
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]

OpenWindow = Callable[[Places, str | Path | None], int]
"""Opens the window at a target (FORMATS C, `open TARGET`), with a file, or where it was left."""
OpenPreview = Callable[[Places, Path], int]

EXIT_CANCELLED = 130
EXIT_INTERNAL = 6
_ERROR_SIGN = 0x10
"""MB_ICONERROR of Windows' message boxes."""


def _no_preview(_places: Places, path: Path) -> int:
    raise UnavailableError(tr("opening a preview"), path)


def main(arguments: Sequence[str], open_window: OpenWindow, open_preview: OpenPreview = _no_preview) -> int:
    """Run one command and return its exit code (FORMATS C4). No traceback without --debug (C5)."""
    for stream in (sys.stdout, sys.stderr):
        _tolerate(stream)
    language.use(None)
    arguments, file = _split_file(arguments)
    options, extra = make_parser().parse_known_args(arguments)
    # Under a name that no command's own arguments have.
    options.window_file = file
    wrong = extra if options.command != "search" else _options_among(extra, arguments)
    if wrong:
        make_parser().error(tr("not understood: {words}").format(words=" ".join(wrong)))
    options.extra = extra
    logging.basicConfig(level=logging.DEBUG if options.debug else logging.ERROR, stream=sys.stderr)
    try:
        if options.command == "preview":
            return open_preview(places(options.profile), options.folder)
        return _run(options, open_window)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the process's edge: see `failed`
        return failed(error, options.profile, debug=options.debug)


def failed(error: BaseException, profile: Path | None, *, debug: bool = False) -> int:
    """Say on stderr why the program ends and return the exit code: no traceback reaches a person (FORMATS C5).

    To be called where `error` is being handled.
    """
    if debug:
        traceback.print_exc()
    match error:
        case ReaderError():
            return _fail(explain(error).line(), error.exit_code)
        case KeyboardInterrupt():
            return _fail(tr("Stopped."), EXIT_CANCELLED)
        case BrokenPipeError():
            # Whoever read our output has had enough; keep the interpreter from complaining again at exit.
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - stays open until exit
            return 0
        case OSError() | MemoryError() | RecursionError():
            what = tr("The computer would not do this: {reason}.").format(reason=_reason(error))
            return _fail(what, EXIT_INTERNAL)
        case _:
            from reader.crash import CrashReports  # noqa: PLC0415 - only on the way out

            report = CrashReports(places(profile).logs).write(type(error), error.__traceback__)
            where = tr("A report was written to {path}.").format(path=report) if report else ""
            return _fail(f"{tr('The program failed in a way nobody foresaw.')} {where}".strip(), EXIT_INTERNAL)


def _reason(error: BaseException) -> str:
    """What the system said, without its number, and the file it said it of."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) or type(error).__name__


def _run(options: argparse.Namespace, open_window: OpenWindow) -> int:
    where = places(options.profile)
    if options.command not in {None, "open"}:
        _say_policies()
    match options.command:
        case None:
            return open_window(where, options.window_file)
        case "open":
            return open_window(where, options.target)
        case "doctor":
            from reader.commands.doctor import doctor  # noqa: PLC0415 - each command loads only what it needs

            return doctor(where, options.bundle, as_json=options.json)
        case "pack":
            from reader.commands.pack import run  # noqa: PLC0415 - as above

            return run(options, where)
        case "notebook":
            from reader.commands.notebook import run as run_notebook  # noqa: PLC0415 - as above

            return run_notebook(options, where)
        case _:
            return _reading_command(options, where)


def _say_policies() -> None:
    """Name on stderr each policy that could not be read (FORMATS Y3)."""
    from reader import policy  # noqa: PLC0415 - the parser alone does not need it

    policies = policy.load()
    if policies.notices:
        from reader.policy_words import notices_line  # noqa: PLC0415 - as above

        print(notices_line(policies), file=sys.stderr)


def _reading_command(options: argparse.Namespace, where: Places) -> int:
    from reader.desk import open_desk  # noqa: PLC0415 - each command loads only what it needs

    if options.library is None:
        return _read(options, open_desk(where))
    from reader.commands.named_library import named_library  # noqa: PLC0415 - as above

    with named_library(options.library, where) as library:
        return _read(options, open_desk(where, [library]))


def _read(options: argparse.Namespace, desk: "Desk") -> int:
    from reader.commands.output import warn  # noqa: PLC0415 - as above

    for problem in (*desk.left_out, *(one for library in desk.shelf.libraries for one in library.problems)):
        warn(explain(problem).line())
    match options.command:
        case "list":
            from reader.commands.shelf import show_list  # noqa: PLC0415 - as above

            return show_list(desk, as_json=options.json)
        case "show":
            from reader.commands.shelf import show_document  # noqa: PLC0415 - as above

            return show_document(desk, options.target, options.format)
        case _:
            from reader.commands.search import search  # noqa: PLC0415 - as above

            words = [*([options.query] if options.query is not None else []), *options.extra]
            return search(
                desk, " ".join(words) if words else None, options.queries, options.limit, as_json=options.json
            )


def _split_file(arguments: Sequence[str]) -> tuple[Sequence[str], Path | None]:
    """`briefing-reader [PATH]`: the file where a command would stand. What else stands there is left to the parser."""
    skip = False
    for at, word in enumerate(arguments):
        if skip or word.startswith("-"):
            skip = word == "--profile"
            continue
        if openable(Path(word)) is None:
            break
        # Whole, because another process may be asked to open it.
        return (*arguments[:at], *arguments[at + 1 :]), Path(word).absolute()
    return arguments, None


def _options_among(words: Sequence[str], arguments: Sequence[str]) -> list[str]:
    """Of a question's further words those that can only be misspelt options: "-word" may be asked, "--libary" not.

    After a lone "--" everything is asked.
    """
    if "--" in arguments:
        return []
    return [word for word in words if word.startswith("--") and word[2:3].isalnum()]


def make_parser() -> argparse.ArgumentParser:
    """The whole command line (FORMATS C)."""
    parser = argparse.ArgumentParser(
        prog="briefing-reader",
        usage=tr("briefing-reader [--profile DIR] [--debug] [PATH | COMMAND …]"),
        description=tr("Read and search police safeguarding briefings offline. Without a command, opens the window."),
        epilog=tr("PATH is a content pack, an exported set of notes or a portable notebook; the window opens with it."),
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Briefing Reader {reader.__version__}")
    parser.add_argument("--profile", type=_folder, metavar="DIR", help=tr("keep all settings and caches under DIR"))
    parser.add_argument("--debug", action="store_true", help=tr("show technical details of a failure"))
    # With a usage of its own the parser would put that whole line before every command.
    commands = parser.add_subparsers(prog="briefing-reader", dest="command", metavar="COMMAND")
    _add_open(commands)
    _add_list(commands)
    _add_search(commands)
    _add_show(commands)
    add_pack(commands)
    add_notebook(commands)
    preview = commands.add_parser(
        "preview", help=tr("show a folder of documents as readers will see it, while you write"), allow_abbrev=False
    )
    preview.add_argument("folder", type=Path, metavar="DIR", help=tr("the library's folder, or one document of it"))
    doctor = commands.add_parser("doctor", help=tr("check that this installation is sound"), allow_abbrev=False)
    doctor.add_argument("--json", action="store_true", help=tr("print the report as JSON"))
    bundle = tr("write report, versions, policies, log and crash reports to a zip file for whoever helps")
    doctor.add_argument("--bundle", type=Path, metavar="FILE", help=bundle)
    return parser


def _add_open(commands: "_Commands") -> None:
    command = commands.add_parser("open", help=tr("open the window at a document, section or paragraph"))
    command.add_argument("target", metavar="TARGET", help=tr("id or library/id, with #section or #pN"))


def _add_list(commands: "_Commands") -> None:
    command = commands.add_parser("list", help=tr("list the documents"), allow_abbrev=False)
    command.add_argument("--json", action="store_true", help=tr("print the list as JSON"))
    _add_library(command)


def _add_search(commands: "_Commands") -> None:
    command = commands.add_parser("search", help=tr("search the documents"), allow_abbrev=False)
    command.add_argument("query", nargs="?", metavar="QUERY", help=tr("what to look for, in quotation marks"))
    command.add_argument("--json", action="store_true", help=tr("print the answer as JSON"))
    command.add_argument("--limit", type=_positive, default=20, metavar="N", help=tr("most passages (default 20)"))
    command.add_argument("--queries", metavar="FILE", help=tr("answer each line of FILE; - is the standard input"))
    _add_library(command)


def _add_show(commands: "_Commands") -> None:
    command = commands.add_parser("show", help=tr("print a document, section or paragraph"), allow_abbrev=False)
    command.add_argument("target", metavar="TARGET", help=tr("id or library/id, with #section or #pN"))
    command.add_argument("--format", choices=("text", "markdown", "html"), default="text", help=tr("form to print"))
    _add_library(command)


def _add_library(command: argparse.ArgumentParser) -> None:
    told = tr("use this folder of Markdown documents, or this channel or pack of a publisher whom this computer trusts")
    command.add_argument("--library", type=_folder, metavar="DIR", help=told)


def _folder(text: str) -> Path:
    # A script's variable that is not set would else mean the folder it happens to run in.
    if not text.strip():
        raise argparse.ArgumentTypeError(tr("the name of a folder"))
    return Path(text)


def _positive(text: str) -> int:
    value = int(text) if text.isdecimal() else 0
    if value < 1:
        raise argparse.ArgumentTypeError(tr("a whole number from 1"))
    return value


def _fail(message: str, code: int) -> int:
    # Windows gives a program that was started from its menu no terminal to write to.
    stream = cast("TextIO | None", sys.stderr)
    if stream is None and sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only on the way out

        ctypes.windll.user32.MessageBoxW(None, message, tr("Briefing Reader"), _ERROR_SIGN)
    else:
        print(message, file=stream)
    return code


def _tolerate(stream: TextIO) -> None:
    """Print what the terminal's encoding has no sign for as an escape instead of failing."""
    with contextlib.suppress(AttributeError, ValueError):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
