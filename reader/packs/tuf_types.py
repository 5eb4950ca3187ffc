"""The metadata classes of python-tuf, in one place: its package imports them into `tuf.api.metadata`, their documented
home, without marking them as exported, which a strict type checker takes for private.
"""

from securesystemslib.signer import CryptoSigner, SSlibKey
from tuf.api.metadata import (
    Key,  # pyright: ignore[reportPrivateImportUsage]
    Metadata,
    MetaFile,  # pyright: ignore[reportPrivateImportUsage]
    Root,  # pyright: ignore[reportPrivateImportUsage]
    Signed,  # pyright: ignore[reportPrivateImportUsage]
    Snapshot,  # pyright: ignore[reportPrivateImportUsage]
    TargetFile,  # pyright: ignore[reportPrivateImportUsage]
    Targets,  # pyright: ignore[reportPrivateImportUsage]
    Timestamp,  # pyright: ignore[reportPrivateImportUsage]
)

__all__ = [
    "CryptoSigner",
    "Key",
    "MetaFile",
    "Metadata",
    "Root",
    "SSlibKey",
    "Signed",
    "Snapshot",
    "TargetFile",
    "Targets",
    "Timestamp",
]
