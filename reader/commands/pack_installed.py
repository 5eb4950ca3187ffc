"""`pack installed`, `verify` without a pack, `trust`, `clock`: what is there, how old it is, whom it is from."""

import argparse
from typing import Any

from reader import policy
from reader.commands.output import print_json, say, warn
from reader.explain import explain
from reader.language import tr
from reader.library.shelf import Library
from reader.packs import clock as clocks
from reader.packs.editions import Edition
from reader.packs.install import clock_now
from reader.packs.installed import InstalledLibrary, deleted_for, look
from reader.packs.publishers import add_publisher, read_root, spoken
from reader.packs.where import PackPlaces, machine_places, user_places
from reader.paths import Places

EXIT_DAMAGED = 5


def both(where: Places) -> tuple[PackPlaces, PackPlaces]:
    """The user's store and the machine's. Raises PolicyError."""
    policies = policy.load()
    return user_places(where, policies), machine_places(where, policies)


def edition_json(edition: Edition) -> dict[str, Any]:
    """What identifies an edition, as JSON fields."""
    return {
        "library": edition.library,
        "title": edition.title,
        "edition": edition.edition,
        "publisher": edition.publisher,
        "fingerprint": edition.fingerprint,
        "versions": edition.versions,
        "expires": edition.expires,
    }


def show_installed(options: argparse.Namespace, where: Places) -> int:
    """`pack installed`: every library, its age and its publisher; 5 where a record is damaged."""
    user, machine = both(where)
    found = look(user, machine)
    rows = [_row(library, user) for library in found.libraries if library.machine or not options.machine]
    if options.json:
        print_json(rows)
    else:
        for row in rows:
            say(tr("{library}: edition {edition}, from {publisher}, {days} days old, {freshness}").format(**row))
        if not rows and not found.problems:
            say(tr("No pack is installed."))
    for problem in found.problems:
        warn(explain(problem).line())
    return EXIT_DAMAGED if found.problems else 0


def _row(library: InstalledLibrary, places: PackPlaces) -> dict[str, Any]:
    now = clock_now()
    entries = Library(library).entries
    age = clocks.staleness(library.edition, entries, now, clocks.time_seen(places, now))
    previous = library.previous
    return {
        **edition_json(library.edition),
        "documents": len(library.edition.documents),
        "machine": library.machine,
        "previous": previous.edition if previous is not None else None,
        "days": age.installed_days,
        "freshness": age.freshness.value,
        "overdue": [key for key, _ in age.overdue],
        "clock_set_back": age.set_back,
        "withdrawn": {key: reason for key, (reason, _) in library.withdrawn().items()},
        "removed": {stone.id: stone.reason for stone in library.tombstones},
    }


def verify_installed(where: Places, *, as_json: bool) -> int:
    """`pack verify` without a pack: reads every installed byte; 5 where one is not what was verified.

    What was deleted on purpose (FORMATS P11) is told with its reason, and is no damage.
    """
    user, machine = both(where)
    found = look(user, machine)
    damaged = {library.edition.library: list(library.damaged()) for library in found.libraries}
    gone = {library.edition.library: library.dropped() for library in found.libraries}
    broken = found.problems
    if as_json:
        records = [str(problem.path) for problem in broken]
        print_json({"damaged": damaged, "dropped": gone, "records": records})
    else:
        for name, files in damaged.items():
            for file in files:
                warn(
                    tr(
                        "{library}: {file} is no longer what was verified. Mend it with: pack install PACK --again"
                    ).format(library=name, file=file)
                )
            for file, paper in gone[name].items():
                say(f"{name}: {file}: {deleted_for(paper)}")
            if not files:
                say(tr("{library}: every file is what its publisher signed.").format(library=name))
        for problem in broken:
            warn(explain(problem).line())
        if not found.libraries and not broken:
            say(tr("No pack is installed."))
    return EXIT_DAMAGED if broken or any(damaged.values()) else 0


def trust_publisher(options: argparse.Namespace, where: Places) -> int:
    """`pack trust`: pin a publisher's root after its fingerprint was confirmed."""
    publisher = add_publisher(both(where)[0], options.name, read_root(options.root), options.fingerprint)
    say(tr("{name} is trusted: {fingerprint}").format(name=publisher.name, fingerprint=spoken(publisher.fingerprint)))
    return 0


def show_clock(options: argparse.Namespace, where: Places) -> int:
    """`pack clock`: the latest time this computer has shown."""
    places, _ = both(where)
    now = clock_now()
    if options.accept_now:
        clocks.forget_time(places, now)
    seen = clocks.time_seen(places, now)
    if options.json:
        print_json({"now": now.isoformat(), "latest": seen.isoformat(), "set_back": now < seen})
    elif now < seen:
        say(tr("This computer shows {now}, but has shown {seen} before.").format(now=now.date(), seen=seen.date()))
        say(tr("If the earlier one was wrong: briefing-reader pack clock --accept-now"))
    else:
        say(tr("This computer shows {now}, and never showed a later time.").format(now=now.date()))
    return 0
