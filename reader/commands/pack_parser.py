"""The `pack` family's arguments. Loads nothing but the argument parser, since every start passes here."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reader.language import tr

if TYPE_CHECKING:
    # argparse gives the type of what add_subparsers returns no public name.
    _Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def add_pack(commands: "_Verbs") -> None:
    """Add `pack` and its verbs to the program's commands."""
    pack = commands.add_parser("pack", help=tr("check, publish, install and compare content"), allow_abbrev=False)
    verbs = pack.add_subparsers(dest="verb", metavar="VERB", required=True)
    _add_writing(verbs)
    _add_publishing(verbs)
    _add_reading(verbs)
    _add_bundled(verbs)
    keys = verbs.add_parser("keys", help=tr("a publisher's keys"), allow_abbrev=False)
    _add_keys(keys.add_subparsers(dest="act", metavar="ACT", required=True))


def _verb(verbs: "_Verbs", name: str, text: str, *, as_json: bool = True) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=text, description=text, allow_abbrev=False)
    if as_json:
        verb.add_argument("--json", action="store_true", help=tr("print the answer as JSON"))
    return verb


def _folder(verb: argparse.ArgumentParser, name: str, text: str) -> None:
    verb.add_argument(name, type=Path, metavar=name.upper(), help=text)


def _add_writing(verbs: "_Verbs") -> None:
    new = _verb(verbs, "new", tr("start a library that passes every check"), as_json=False)
    _folder(new, "folder", tr("where to make it"))
    new.add_argument("--id", help=tr("the library's id: a-z, 0-9 and hyphens"))
    new.add_argument("--title", help=tr("the library's title"))
    new.add_argument("--publisher", default="", help=tr("who publishes it"))
    bring = _verb(verbs, "import", tr("turn Word, PDF, HTML or Markdown into documents of a library"))
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE", help=tr("files, or folders of them"))
    bring.add_argument("--into", type=Path, required=True, metavar="DIR", help=tr("the library's folder"))
    bring.add_argument("--report", type=Path, metavar="FILE", help=tr("also write the report to FILE"))
    # Not listed: the process that opens PDF files for `import`.
    verbs.add_parser("pdf-worker", allow_abbrev=False)
    check = _verb(verbs, "check", tr("check a library's documents and registers"))
    check.add_argument("folder", type=Path, metavar="DIR", help=tr("the library's folder"))
    compare = _verb(verbs, "diff", tr("compare two editions paragraph by paragraph"))
    compare.add_argument(
        "old", metavar="OLD", help=tr("a library's folder, a channel, a .briefpack, or an installed id")
    )
    compare.add_argument("new", metavar="NEW", help=tr("the same for the newer one"))
    _pins(compare)


def _add_publishing(verbs: "_Verbs") -> None:
    build = _verb(verbs, "build", tr("build a library into a channel, unsigned"))
    _folder(build, "folder", tr("the library's folder"))
    _folder(build, "channel", tr("the channel's folder"))
    sign = _verb(verbs, "sign", tr("sign what was built, or renew signatures"))
    _folder(sign, "channel", tr("the channel's folder"))
    publish = _verb(verbs, "publish", tr("check, build and sign in one step"))
    _folder(publish, "folder", tr("the library's folder"))
    _folder(publish, "channel", tr("the channel's folder"))
    for verb in (sign, publish):
        _keys(verb)
        verb.add_argument("--pack", type=Path, metavar="FILE", help=tr("also write one file, NAME.briefpack"))
        verb.add_argument(
            "--days", action="append", default=[], metavar="ROLE=N", help=tr("how many days a role's signature holds")
        )


def _add_bundled(verbs: "_Verbs") -> None:
    bundled = _verb(verbs, "bundled", tr("write the library that an installer carries, from a signed channel"))
    _folder(bundled, "into", tr("a folder that does not exist yet"))
    bundled.add_argument("--channel", type=Path, metavar="DIR", help=tr("the signed channel"))
    bundled.add_argument("--name", default="briefing-reader", help=tr("what to call its publisher"))
    bundled.add_argument("--test-key", action="store_true", help=tr("sign with a key that is thrown away"))
    bundled.add_argument("--content", type=Path, metavar="DIR", help=tr("the library's folder, for --test-key"))


def _add_reading(verbs: "_Verbs") -> None:
    verify = _verb(verbs, "verify", tr("verify a pack; without one, what is installed"))
    verify.add_argument("pack", nargs="?", type=Path, metavar="PACK", help=tr("a channel's folder or a .briefpack"))
    install = _verb(verbs, "install", tr("verify a pack and install it"))
    install.add_argument("pack", type=Path, metavar="PACK", help=tr("a channel's folder or a .briefpack"))
    install.add_argument("--plan", action="store_true", help=tr("only say what would change"))
    install.add_argument("--yes", action="store_true", help=tr("do not ask on a terminal"))
    install.add_argument("--again", action="store_true", help=tr("read every file anew, to mend a damaged disk"))
    back = _verb(verbs, "rollback", tr("go back to the edition before"))
    back.add_argument("library", metavar="LIBRARY", help=tr("the library's id"))
    installed = _verb(verbs, "installed", tr("list installed libraries, their age and their publisher"))
    for verb in (verify, install):
        _pins(verb)
    for verb in (install, back, installed):
        verb.add_argument("--machine", action="store_true", help=tr("for every user of this computer"))
    trust = _verb(verbs, "trust", tr("trust a publisher from now on"), as_json=False)
    trust.add_argument("root", type=Path, metavar="ROOT", help=tr("the publisher's root file"))
    trust.add_argument("--name", required=True, help=tr("what to call the publisher"))
    trust.add_argument("--fingerprint", required=True, help=tr("the fingerprint the publisher told you"))
    clock = _verb(verbs, "clock", tr("the latest time this computer has shown"))
    clock.add_argument("--accept-now", action="store_true", help=tr("take the present time as right"))


def _add_keys(acts: "_Verbs") -> None:
    new = _verb(acts, "new", tr("make the keys of a new channel"))
    _folder(new, "folder", tr("where to keep them"))
    new.add_argument("--root-keys", type=int, default=3, metavar="N", help=tr("how many root keys (default 3)"))
    new.add_argument("--threshold", type=int, default=2, metavar="N", help=tr("how many must sign (default 2)"))
    _passphrase(new)
    show = _verb(acts, "list", tr("list keys, or the keys a channel's root names"))
    _folder(show, "folder", tr("a folder of keys, or a channel"))
    reseal = _verb(acts, "passphrase", tr("give keys another passphrase"), as_json=False)
    _keys(reseal)
    reseal.add_argument("--key", metavar="NAME", help=tr("only this key"))
    reseal.add_argument(
        "--new-passphrase-file", type=Path, metavar="FILE", help=tr("read the new passphrase from FILE")
    )
    rotate = _verb(acts, "rotate", tr("replace a key by a new one"))
    revoke = _verb(acts, "revoke", tr("replace a key that is lost or stolen"))
    cosign = _verb(acts, "cosign", tr("add your signatures to a root that lacks some"))
    renew = _verb(acts, "renew", tr("sign the same root for another term"))
    over = _verb(acts, "hand-over", tr("give a channel to a successor's keys"))
    for verb in (rotate, revoke, cosign, renew, over):
        _folder(verb, "channel", tr("the channel's folder"))
        _keys(verb)
    for verb in (rotate, revoke):
        verb.add_argument("key", metavar="KEY", help=tr("the key's name, or its id or the beginning of it"))
    over.add_argument("--successor", type=Path, required=True, metavar="DIR", help=tr("the successor's keys"))
    export = _verb(acts, "export-root", tr("write the root that IT pins on readers' computers"))
    _folder(export, "channel", tr("the channel's folder"))
    _folder(export, "file", tr("where to write it: NAME.root.json"))
    drill = _verb(acts, "drill", tr("rehearse rotation and revocation with keys that are thrown away"))
    drill.add_argument("--keep", type=Path, metavar="DIR", help=tr("keep what the drill made in DIR"))


def _keys(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--keys", type=Path, action="append", required=True, metavar="DIR", help=tr("a folder of keys; may be repeated")
    )
    _passphrase(verb)


def _passphrase(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--passphrase-file", type=Path, metavar="FILE", help=tr("read passphrases from FILE, one a line"))


def _pins(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--publishers", type=Path, metavar="DIR", help=tr("also trust the publishers' roots in DIR"))
