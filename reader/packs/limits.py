"""The limits of a channel and its container. Documents have theirs in reader/library/limits.py (FORMATS D7)."""

from dataclasses import dataclass

from reader.library.limits import LIMITS


@dataclass(frozen=True, slots=True)
class PackLimits:
    """Every limit with its unit.

    Attributes:
        pack_bytes: a .briefpack file.
        pack_entries: files in a .briefpack.
        directory_bytes: the list of files at a .briefpack's end.
        expansion: how many times its packed size an entry may unfold to.
        targets: files in an edition.
        name_characters: one target name.
        root_versions: root metadata files in a channel.
        root_bytes: one root metadata file.
        timestamp_bytes: timestamp metadata.
        snapshot_bytes: snapshot metadata.
        targets_bytes: targets metadata.
        catalogue_bytes: catalogue.json.
        layer_bytes: one layer.
        notices: withdrawn and removed documents, each.
        reason_characters: the reason given for one.
        reports: quarantine reports kept.
        quarantined_bytes: a refused .briefpack larger than this is reported and not copied.
    """

    pack_bytes: int = LIMITS.library_bytes + 100_000_000
    pack_entries: int = 8_000
    directory_bytes: int = 4_000_000
    expansion: int = 200
    targets: int = 6_000
    name_characters: int = 140
    root_versions: int = 256
    root_bytes: int = 512_000
    timestamp_bytes: int = 16_384
    snapshot_bytes: int = 100_000
    targets_bytes: int = 5_000_000
    catalogue_bytes: int = 1_000_000
    layer_bytes: int = 4_000_000
    notices: int = 2_000
    reason_characters: int = 1_000
    reports: int = 20
    quarantined_bytes: int = 64_000_000


PACK_LIMITS = PackLimits()
