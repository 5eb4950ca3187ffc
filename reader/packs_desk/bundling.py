"""What the installer's build calls to put the signed bundled library beside the code (FORMATS P3, P6).

Contract with packaging: `briefing-reader pack bundled INTO` writes a folder that goes into the frozen program as
`reader/_bundled/`, in place of `reader/_content/`:

    channel/      the signed channel: metadata/ and targets/, nothing else
    publishers/   NAME.root.json, the root pinned on every machine this installer reaches, and NAME.minimum.json, the
                  least versions such a machine accepts
    edition.json  the edition as it was verified
    index/        the search index, opened read-only once every file of it has the hash that its manifest names

A release: `pack publish content CHANNEL --keys DIR` first, by whoever holds the keys, into the channel that is kept
from release to release; then `pack bundled INTO --channel CHANNEL --name NAME`, which needs no key. Any other build:
`pack bundled INTO --test-key --content content`, which signs with a key that is thrown away; its publisher is then
called "test-key" wherever a person can see it. With SOURCE_DATE_EPOCH set, the same channel gives the same bytes; a
test key gives other signatures each time. INTO must not exist; on failure nothing is left there. Exit codes as C4.
"""

import json
import secrets
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from reader.durable import as_unavailable
from reader.errors import UnavailableError
from reader.language import tr
from reader.library.shelf import Library
from reader.packs import trust
from reader.packs.build import build
from reader.packs.bundled import CHANNEL, EDITION, INDEX, PUBLISHERS, BundledLibrary
from reader.packs.bundled_check import check_bundled
from reader.packs.containers import FolderChannel
from reader.packs.editions import Edition, edition_to_bytes
from reader.packs.keys import Ring, key_files
from reader.packs.names import root_name
from reader.packs.publishers import MINIMUM_SUFFIX, ROOT_SUFFIX, Publisher
from reader.packs.roots import adopt_root, new_keys
from reader.packs.signing import Channel, sign, signing_time
from reader.packs.verify import verify
from reader.search.prebuilt import prebuild

TEST_KEY = "test-key"


def bundle(channel: Path, into: Path, name: str) -> Edition:
    """Write the folder above from a signed channel.

    Raises:
        RefusedError: the channel does not verify by its own newest root, or has expired.
        UsageError: it was never signed.
        UnavailableError: `into` is there already, or the disk will not take it.
    """
    if into.exists():
        raise UnavailableError(tr("bundling the library"), into, tr("it is there already"))
    try:
        return _bundle(channel, into, name)
    except BaseException:
        with suppress(OSError):
            shutil.rmtree(into)
        raise


def _bundle(channel: Path, into: Path, name: str) -> Edition:
    version = Channel(channel).state().versions["root"]
    root = (channel / root_name(version)).read_bytes()
    with as_unavailable(tr("bundling the library"), into):
        for part in ("metadata", "targets"):
            shutil.copytree(channel / part, into / CHANNEL / part, copy_function=shutil.copyfile)
    copied = FolderChannel(into / CHANNEL)
    edition = verify(copied, (Publisher(name, root, version),), trust.Trust(), signing_time()).edition
    with as_unavailable(tr("bundling the library"), into):
        (into / PUBLISHERS).mkdir()
        (into / PUBLISHERS / f"{name}{ROOT_SUFFIX}").write_bytes(root)
        least = json.dumps(dict(sorted(edition.versions.items())))
        (into / PUBLISHERS / f"{name}{MINIMUM_SUFFIX}").write_text(least, encoding="ascii")
        (into / EDITION).write_bytes(edition_to_bytes(edition))
    library = BundledLibrary(into)
    check_bundled(library)
    prebuild([Library(library)], into / INDEX)
    return edition


@contextmanager
def throw_away_channel(content: Path) -> Generator[Path, None, None]:
    """A channel of `content`, signed with keys that are gone when the block ends. Raises as `build` and `sign`."""
    with tempfile.TemporaryDirectory(prefix="briefing-reader-bundle-") as work:
        folder = Path(work)
        passphrase = secrets.token_urlsafe(24)
        new_keys(folder / "keys", 1, 1, passphrase, signing_time())
        build(content, folder / CHANNEL)
        adopt_root(folder / CHANNEL, (folder / "keys",))
        sign(folder / CHANNEL, Ring(key_files([folder / "keys"]), lambda _: [passphrase]), signing_time())
        yield folder / CHANNEL
