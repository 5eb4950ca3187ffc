"""`pack keys …`: making, listing, replacing, revoking and handing over keys."""

import argparse
from pathlib import Path
from typing import Any

from reader.commands import Verb
from reader.commands.output import print_json, say
from reader.commands.pack_publishing import say_state, state_json
from reader.commands.passphrases import asker, fresh
from reader.durable import as_unavailable, replace_file
from reader.errors import UsageError
from reader.language import tr
from reader.packs import roots
from reader.packs.keys import ROLES, Ring, key_files, new_key
from reader.packs.publishers import fingerprint, spoken
from reader.packs.signing import Channel, signing_time

NEW_VARIABLE = "BRIEFING_READER_NEW_PASSPHRASE"
"""Where `pack keys passphrase` may find the new one."""


def run(options: argparse.Namespace, command: Verb) -> int:
    """Run one act; its exit code. `command` runs any `pack` command: a drill rehearses several."""
    match options.act:
        case "new":
            return _new(options)
        case "list":
            return _list(options)
        case "passphrase":
            return _reseal(options)
        case "rotate" | "revoke":
            return _replace(options, revoked=options.act == "revoke")
        case "export-root":
            return _export(options)
        case "drill":
            from reader.commands.pack_drill import drill  # noqa: PLC0415 - pulls in both sides of a pack

            return drill(options.keep, command, as_json=options.json)
        case _:
            return _sign_root(options)


def _new(options: argparse.Namespace) -> int:
    now = signing_time()
    made = roots.new_keys(options.folder, options.root_keys, options.threshold, fresh(options.passphrase_file), now)
    root = (options.folder / roots.FIRST_ROOT).read_bytes()
    if options.json:
        rows = [{"name": key.name, "role": key.role, "keyid": key.keyid} for key in made]
        print_json({"keys": rows, "fingerprint": fingerprint(root)})
        return 0
    for key in made:
        say(f"{key.name}  {key.keyid[:16]}")
    say(tr("Fingerprint to tell IT by telephone: {fingerprint}").format(fingerprint=spoken(fingerprint(root))))
    say(tr("Move all but one root key to other media, kept in other places, before you publish."))
    return 0


def _reseal(options: argparse.Namespace) -> int:
    keys = [key for key in key_files(options.keys) if options.key in (None, key.name)]
    if not keys:
        raise UsageError(tr("There is no such key."))
    ask = asker(options.passphrase_file)
    tried: list[str] = []
    new = ""
    for key in keys:
        tried += ask(key.name) if key.open(tried) is None else []
        new = new or fresh(options.new_passphrase_file, NEW_VARIABLE)
        if not key.reseal(tried, new):
            raise UsageError(tr("The passphrase does not open the key {name}.").format(name=key.name))
        say(tr("{name} has its new passphrase.").format(name=key.name))
    return 0


def _list(options: argparse.Namespace) -> int:
    folder: Path = options.folder
    if (folder / "metadata").is_dir():
        rows = _of_channel(folder)
    else:
        rows = [
            {"name": key.name, "role": key.role, "keyid": key.keyid, "revoked": key.revoked}
            for key in key_files([folder])
        ]
    if options.json:
        print_json(rows)
    else:
        for row in rows:
            state = "  " + tr("set aside") if row.get("revoked") else ""
            say(f"{row['role']:10} {row['name']:14} {row['keyid']}{state}")
    return 0


def _of_channel(folder: Path) -> list[dict[str, Any]]:
    root = Channel(folder).root().signed
    return [
        {
            "name": tr("{n} of {all} sign").format(n=root.roles[role].threshold, all=len(root.roles[role].keyids)),
            "role": role,
            "keyid": keyid,
        }
        for role in ROLES
        for keyid in root.roles[role].keyids
    ]


def _replace(options: argparse.Namespace, *, revoked: bool) -> int:
    ring = Ring(key_files(options.keys), asker(options.passphrase_file))
    role = roots.role_of(options.channel, ring, options.key)
    if (options.channel / roots.PENDING).is_file():
        raise UsageError(tr("Another change of root is waiting for signatures; finish it first."))
    made = new_key(options.keys[0], role, roots.next_name(ring, role), fresh(options.passphrase_file))
    ring.add(made)
    progress = roots.replace_key(options.channel, ring, options.key, made, signing_time(), revoked=revoked)
    if revoked or progress.signed >= progress.needed:
        roots.retire(ring, options.key)
    return _said(progress, as_json=options.json, made=made.name)


def _sign_root(options: argparse.Namespace) -> int:
    ring = Ring(key_files(options.keys), asker(options.passphrase_file))
    now = signing_time()
    match options.act:
        case "cosign":
            progress = roots.cosign(options.channel, ring, now)
        case "renew":
            progress = roots.renew_root(options.channel, ring, now)
        case _:
            successors = Ring(key_files([options.successor]), asker(options.passphrase_file))
            progress = roots.hand_over(options.channel, ring, successors, now)
    return _said(progress, as_json=options.json)


def _said(progress: roots.Progress, *, as_json: bool, made: str = "") -> int:
    complete = progress.signed >= progress.needed
    if as_json:
        fields = state_json(progress.signatures) if progress.signatures is not None else {}
        print_json(
            {
                "root": progress.version,
                "complete": complete,
                "signed": progress.signed,
                "needed": progress.needed,
                "key": made,
                **fields,
            }
        )
        return 0
    if made:
        say(tr("New key: {name}").format(name=made))
    if not complete:
        say(
            tr(
                "Root {version} has {signed} of {needed} signatures. Take the channel to the next holder: {command}"
            ).format(
                version=progress.version,
                signed=progress.signed,
                needed=progress.needed,
                command="briefing-reader pack keys cosign CHANNEL --keys DIR",
            )
        )
        return 0
    say(tr("Root {version} is in force.").format(version=progress.version))
    if progress.left_unsigned:
        say(tr("Now sign the rest: briefing-reader pack sign CHANNEL --keys DIR"))
    if progress.signatures is not None:
        say_state(progress.signatures, signing_time())
    return 0


def _export(options: argparse.Namespace) -> int:
    channel = Channel(options.channel)
    version = channel.root().signed.version
    data = (options.channel / "metadata" / f"{version}.root.json").read_bytes()
    with as_unavailable(tr("writing the root"), options.file):
        replace_file(options.file, data)
    if options.json:
        print_json({"root": version, "fingerprint": fingerprint(data)})
    else:
        say(tr("Root {version}: {fingerprint}").format(version=version, fingerprint=spoken(fingerprint(data))))
    return 0
