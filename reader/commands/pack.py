"""`pack`: which verb is meant."""

import argparse

from reader.paths import Places

_READING = ("verify", "install", "rollback", "installed", "trust", "clock")
_PUBLISHING = ("new", "build", "sign", "publish")


def run(options: argparse.Namespace, where: Places) -> int:
    """Run one verb; its exit code. Each loads only what it needs."""
    if options.verb == "check":
        from reader.commands.pack_check import check  # noqa: PLC0415 - see above

        return check(options.folder, as_json=options.json)
    if options.verb in _READING:
        from reader.commands import pack_reading  # noqa: PLC0415 - see above

        return pack_reading.run(options, where)
    if options.verb in _PUBLISHING:
        from reader.commands import pack_publishing  # noqa: PLC0415 - see above

        return pack_publishing.run(options)
    if options.verb == "keys":
        from reader.commands import pack_keys  # noqa: PLC0415 - see above

        return pack_keys.run(options, run)
    if options.verb == "diff":
        from reader.commands.pack_diff import diff  # noqa: PLC0415 - see above

        return diff(options, where)
    if options.verb == "bundled":
        from reader.commands.pack_bundled import bundled  # noqa: PLC0415 - see above

        return bundled(options)
    if options.verb == "pdf-worker":
        from reader.packs.importing.pdf_worker import main  # noqa: PLC0415 - see above

        return main()
    from reader.commands.pack_import import bring  # noqa: PLC0415 - see above

    return bring(options)
