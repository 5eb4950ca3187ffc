"""`pack diff`: two editions of a library, paragraph by paragraph."""

import argparse
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from reader import policy
from reader.commands.output import print_json, say, strong
from reader.errors import NotFoundError
from reader.language import tr, tr_n
from reader.library.files import Files, Folder
from reader.library.shelf import Library
from reader.packs import trust
from reader.packs.channel_files import open_channel
from reader.packs.compare import Comparison, Row, RowKind, compare
from reader.packs.install import clock_now
from reader.packs.installed import installed
from reader.packs.publishers import pinned
from reader.packs.where import machine_places, user_places
from reader.paths import Places

MARKS = {
    RowKind.EQUAL: " ",
    RowKind.CHANGED: "~",
    RowKind.MOVED: ">",
    RowKind.MOVED_CHANGED: ">",
    RowKind.SPLIT: "/",
    RowKind.MERGED: "/",
    RowKind.ADDED: "+",
    RowKind.REMOVED: "-",
}


def diff(options: argparse.Namespace, where: Places) -> int:
    """Print what differs; 0 where something does, 1 where nothing does."""
    with ExitStack() as stack:
        old = Library(stack.enter_context(_files(options.old, options, where)))
        new = Library(stack.enter_context(_files(options.new, options, where)))
        found = list(_comparisons(old, new))
    if options.json:
        print_json([_as_json(key, comparison) for key, comparison in found])
    else:
        for key, comparison in found:
            _print(key, comparison)
        count = tr_n("{n} document differs", "{n} documents differ", len(found)).format(n=len(found))
        say(count if found else tr("No document differs."))
    return 0 if found else 1


@contextmanager
def _files(name: str, options: argparse.Namespace, where: Places) -> Generator[Files, None, None]:
    path = Path(name)
    policies = policy.load()
    places = user_places(where, policies, options.publishers)
    if path.is_file() or (path / "metadata").is_dir():
        known = trust.load(places.trust_file)
        # An older edition is what one compares with, so versions seen before do not matter; signatures do.
        known = trust.Trust(latest=known.latest)
        with open_channel(path, pinned(places), known, clock_now()) as files:
            yield files
        return
    if path.is_dir():
        yield Folder(path)
        return
    found = {library.edition.library: library for library in installed(places, machine_places(where, policies))}
    if name not in found:
        raise NotFoundError(name, tuple(found))
    yield found[name]


def _comparisons(old: Library, new: Library) -> Generator[tuple[str, Comparison], None, None]:
    before = {entry.key.rpartition("/")[2]: entry.key for entry in old.entries}
    after = {entry.key.rpartition("/")[2]: entry.key for entry in new.entries}
    for name in [*after, *(name for name in before if name not in after)]:
        left, right = before.get(name), after.get(name)
        if left and right and old.stamp(left) == new.stamp(right):
            continue
        yield (
            right or left or name,
            compare(old.briefing(left) if left else None, new.briefing(right) if right else None),
        )


def _print(key: str, comparison: Comparison) -> None:
    before, after = comparison.before, comparison.after
    editions = " → ".join(str(b.meta.edition) if b is not None else tr("none") for b in (before, after))
    say(strong(tr("{document}, edition {editions}").format(document=key, editions=editions)))
    equal = 0
    for row in comparison.rows:
        if row.kind is RowKind.EQUAL:
            equal += 1
            continue
        where = " → ".join(" ".join(f"¶ {p.number}" for p in side) or tr("none") for side in (row.before, row.after))
        say(f"  {MARKS[row.kind]} {_words(row.kind)}  {where}")
        for sign, side in (("-", row.before), ("+", row.after)):
            if not (row.kind is RowKind.MOVED and sign == "-"):
                for paragraph in side:
                    say(f"      {sign} {paragraph.text}")
    say("  " + tr_n("{n} paragraph unchanged", "{n} paragraphs unchanged", equal).format(n=equal))


def _words(kind: RowKind) -> str:
    return {
        RowKind.EQUAL: tr("unchanged"),
        RowKind.CHANGED: tr("changed"),
        RowKind.MOVED: tr("moved"),
        RowKind.MOVED_CHANGED: tr("moved and changed"),
        RowKind.SPLIT: tr("split"),
        RowKind.MERGED: tr("merged"),
        RowKind.ADDED: tr("added"),
        RowKind.REMOVED: tr("removed"),
    }[kind]


def _as_json(key: str, comparison: Comparison) -> dict[str, Any]:
    before, after = comparison.before, comparison.after
    return {
        "document": key,
        "before": before.meta.edition if before is not None else None,
        "after": after.meta.edition if after is not None else None,
        "counts": {kind.value: count for kind, count in comparison.counts.items()},
        "rows": [_row(row) for row in comparison.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "before": [p.number for p in row.before],
        "after": [p.number for p in row.after],
        "text_before": [p.text for p in row.before] if row.kind is not RowKind.EQUAL else [],
        "text_after": [p.text for p in row.after] if row.kind is not RowKind.EQUAL else [],
        "gone": [list(part) for part in row.gone],
        "fresh": [list(part) for part in row.fresh],
    }
