"""The `notebook` family's arguments. Loads nothing but the argument parser, since every start passes here."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reader.language import tr

if TYPE_CHECKING:
    # argparse gives the type of what add_subparsers returns no public name.
    _Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]

FORMS = ("jsonld", "md", "html", "csv", "docx")
KINDS = ("bookmark", "key-point", "practice", "question", "finding", "note")


def add_notebook(commands: "_Verbs") -> None:
    """Add `notebook` and its verbs to the program's commands."""
    notebook = commands.add_parser("notebook", help=tr("export, back up, check and search notes"), allow_abbrev=False)
    verbs = notebook.add_subparsers(dest="verb", metavar="VERB", required=True)
    listing = _verb(verbs, "list", tr("list the notebooks of this log-in by name"))
    listing.set_defaults(notebook="")
    new = _opening(_verb(verbs, "new", tr("make a notebook and print its recovery code"), as_json=False), named=False)
    new.add_argument("name", metavar="NAME", help=tr("the notebook's name"))
    pair = _verb(verbs, "organisation-key", tr("make the organisation's recovery key pair"), as_json=False)
    pair.add_argument("file", type=Path, metavar="FILE", help=tr("new file for the private key"))
    _add_sharing(verbs)
    _add_keeping(verbs)
    _add_duties(verbs)


def _add_sharing(verbs: "_Verbs") -> None:
    export = _opening(_verb(verbs, "export", tr("write notes to a file, with where they come from"), as_json=False))
    export.add_argument("file", type=Path, metavar="FILE", help=tr("file to write; - is the standard output"))
    export.add_argument("--format", choices=FORMS, help=tr("form; taken from the file's name where not given"))
    export.add_argument("--collection", default="", metavar="TITLE", help=tr("only this collection, in its order"))
    export.add_argument("--tag", action="append", default=[], metavar="TAG", help=tr("only notes with this tag"))
    export.add_argument("--document", default="", metavar="ID", help=tr("only notes on this document"))
    export.add_argument("--kind", action="append", default=[], choices=KINDS, help=tr("only notes of this kind"))
    export.add_argument("--marking", default="", metavar="MARK", help=tr("raise the marking to OFFICIAL or above"))
    export.add_argument(
        "--layer", default="", metavar="NAME", help=tr("make a layer of that name, to be issued in a pack")
    )
    export.add_argument("--issuer", default="", metavar="WHO", help=tr("who issues the layer"))
    _library(export)
    bring = _opening(_verb(verbs, "import", tr("take an exported set in; twice changes nothing")))
    bring.add_argument("file", type=Path, metavar="FILE", help=tr("an exported set (.jsonld)"))
    bring.add_argument("--apart", default="", metavar="NAME", help=tr("keep it apart from your own notes"))
    bring.add_argument("--dry-run", action="store_true", help=tr("only say what would change"))
    portable = _opening(_verb(verbs, "portable", tr("write a portable encrypted copy"), as_json=False))
    portable.add_argument("file", type=Path, metavar="FILE", help=tr("a file that does not exist yet"))


def _add_keeping(verbs: "_Verbs") -> None:
    backup = _opening(_verb(verbs, "backup", tr("make a verified backup")))
    backup.add_argument("--to", action="append", default=[], type=Path, metavar="DIR", help=tr("also copy it to DIR"))
    restore = _opening(_verb(verbs, "restore", tr("put a backup in the place of the notes"), as_json=False))
    restore.add_argument("file", nargs="?", type=Path, metavar="FILE", help=tr("a backup; the newest where not given"))
    restore.add_argument("--list", action="store_true", dest="only_list", help=tr("only list the backups"))
    rekey = _opening(_verb(verbs, "rekey", tr("encrypt everything with a new key, after a leak"), as_json=False))
    rekey.add_argument("--new-passphrase-file", type=Path, metavar="FILE", help=tr("the new passphrase, in a file"))
    check = _opening(_verb(verbs, "check", tr("check the notebook, every page and index of it")))
    check.add_argument("--quick", action="store_true", help=tr("only what is checked at each opening"))


def _add_duties(verbs: "_Verbs") -> None:
    search = _opening(_verb(verbs, "search", tr("find words in notes, the bin and their history")))
    search.add_argument("text", metavar="TEXT", help=tr("words to look for"))
    erase = _opening(_verb(verbs, "erase", tr("erase notes for good, their history and backups too")))
    erase.add_argument("text", nargs="?", default="", metavar="TEXT", help=tr("everything that holds these words"))
    erase.add_argument("--uuid", action="append", default=[], metavar="UUID", help=tr("this note or collection"))
    erase.add_argument("--yes", action="store_true", help=tr("really; without it only say what would be erased"))


def _verb(verbs: "_Verbs", name: str, text: str, *, as_json: bool = True) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=text, description=text, allow_abbrev=False)
    if as_json:
        verb.add_argument("--json", action="store_true", help=tr("print the answer as JSON"))
    return verb


def _opening(verb: argparse.ArgumentParser, *, named: bool = True) -> argparse.ArgumentParser:
    """What opening a notebook asks for."""
    if named:
        verb.add_argument(
            "--notebook", default="", metavar="NAME", help=tr("which notebook; needed where there are several")
        )
    verb.add_argument("--passphrase-file", type=Path, metavar="FILE", help=tr("the passphrase, in a file"))
    if named:
        verb.add_argument("--recovery", action="store_true", help=tr("what is given is the recovery code"))
        organisation = tr("open with the organisation's private key; the owner is told and the system's log records it")
        verb.add_argument("--organisation-key", type=Path, metavar="FILE", help=organisation)
    return verb


def _library(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--library", type=Path, metavar="DIR", help=tr("use this folder of Markdown documents"))
