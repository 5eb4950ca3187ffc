"""What `--library` names: a folder of documents, or a channel, which is verified as a whole first (FORMATS C2, P4)."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from reader import policy
from reader.commands.output import Progress
from reader.language import tr
from reader.library.files import Files
from reader.openable import Openable, openable
from reader.paths import Places


@contextmanager
def named_library(path: Path, where: Places) -> Generator[Files | Path, None, None]:
    """The library at `path`, to be read while the `with` block lasts.

    Raises:
        RefusedError: a channel that is not signed by a publisher whom this computer trusts, or not whole.
        UnavailableError: it cannot be read.
    """
    if not _is_channel(path):
        yield path
        return
    from reader.packs import trust  # noqa: PLC0415 - a folder of documents needs none of it
    from reader.packs.channel_files import open_channel  # noqa: PLC0415 - as above
    from reader.packs.install import clock_now  # noqa: PLC0415 - as above
    from reader.packs.publishers import pinned  # noqa: PLC0415 - as above
    from reader.packs.where import user_places  # noqa: PLC0415 - as above

    places = user_places(where, policy.load())
    progress = Progress(tr("Verifying"))
    try:
        with open_channel(path, pinned(places), trust.load(places.trust_file), clock_now(), progress) as files:
            progress.finish()
            yield files
    finally:
        progress.finish()


def _is_channel(path: Path) -> bool:
    """Whether a publisher's tools made this: a pack, or a folder of targets, signed or still to be signed."""
    if path.is_file():
        return openable(path) is Openable.PACK
    is_there = os.path.exists  # pathlib's raises where it may not look; opening the library says so better
    return is_there(path / "targets") and (is_there(path / "metadata") or is_there(path / "build.json"))
