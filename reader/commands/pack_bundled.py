"""`pack bundled`: the signed bundled library, as the installer's build wants it (`reader.packs_desk.bundling`)."""

import argparse

from reader.commands.output import print_json, say
from reader.errors import UsageError
from reader.language import tr
from reader.packs_desk.bundling import TEST_KEY, bundle, throw_away_channel


def bundled(options: argparse.Namespace) -> int:
    """Write the folder. Raises as `bundle`, and UsageError where neither or both kinds of key were named."""
    if (options.channel is None) == (not options.test_key) or options.test_key != (options.content is not None):
        raise UsageError(tr("Give either --channel DIR, or --test-key with --content DIR."))
    if options.test_key:
        with throw_away_channel(options.content) as channel:
            edition = bundle(channel, options.into, TEST_KEY)
    else:
        edition = bundle(options.channel, options.into, options.name)
    if options.json:
        fields = {"library": edition.library, "edition": edition.edition, "publisher": edition.publisher}
        print_json({**fields, "versions": edition.versions, "fingerprint": edition.fingerprint})
    else:
        say(tr("{title}, edition {n}, by {publisher}: {folder}").format(
            title=edition.title, n=edition.edition, publisher=edition.publisher, folder=options.into))  # fmt: skip
    return 0
