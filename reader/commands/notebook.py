"""`notebook`: which verb is meant; `notebook list` and `new` (FORMATS C)."""

import argparse

from reader.commands import Verb, notebook_keeping, notebook_organisation, notebook_sharing, passphrases
from reader.commands.notebook_opening import notes_desk
from reader.commands.output import print_json, say, warn
from reader.explain import explain
from reader.language import tr, tr_n
from reader.notebook.profiles import Profile
from reader.notebook.unlocking import Passphrase
from reader.paths import Places


def run(options: argparse.Namespace, where: Places) -> int:
    """Run one verb; its exit code."""
    verbs: dict[str, Verb] = {
        "list": show_list,
        "new": new,
        "organisation-key": notebook_organisation.make_key,
        "export": notebook_sharing.export,
        "import": notebook_sharing.bring,
        "portable": notebook_sharing.portable,
        "backup": notebook_keeping.backup,
        "restore": notebook_keeping.restore,
        "rekey": notebook_keeping.rekey,
        "check": notebook_keeping.check,
        "search": notebook_keeping.search,
        "erase": notebook_keeping.erase,
    }
    return verbs[options.verb](options, where)


def show_list(options: argparse.Namespace, where: Places) -> int:
    """Names, slots and what is wrong; nothing else can be seen of a locked notebook. 1 where there is none."""
    profiles = notes_desk(where).listed()
    if options.json:
        print_json([_fields(profile) for profile in profiles])
    else:
        for profile in profiles:
            say(f"{profile.name or tr('(damaged)')}  {', '.join(kind.value for kind in profile.kinds)}")
            if profile.problem is not None:
                say("  " + explain(profile.problem).line())
        count = len(profiles)
        say(tr_n("{n} notebook", "{n} notebooks", count).format(n=count))
    return 0 if profiles else 1


def _fields(profile: Profile) -> dict[str, object]:
    return {
        "name": profile.name,
        "folder": str(profile.folder),
        "shared": profile.shared,
        "slots": [kind.value for kind in profile.kinds],
        "problem": explain(profile.problem).line() if profile.problem else "",
    }


def new(options: argparse.Namespace, where: Places) -> int:
    """A notebook with a passphrase and a recovery code, which is printed once."""
    desk = notes_desk(where)
    desk.check_new(options.name)
    desk.create(options.name, Passphrase(passphrases.fresh(options.passphrase_file)))
    try:
        code = desk.notebook.set_recovery()
    finally:
        desk.lock()
    say(code)
    warn(tr("This is the recovery code. Keep it on paper, away from this computer: it is not shown again."))
    return 0
