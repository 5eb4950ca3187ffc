"""The metadata classes of python-tuf under names of ours.

Its package imports them into `tuf.api.metadata`, their documented home, without marking them as exported, which a
strict type checker takes for private: said once here instead of at every use.
"""

from securesystemslib import signer as _signer
from tuf.api import metadata as _metadata
from tuf.api.metadata import Metadata

CryptoSigner = _signer.CryptoSigner  # pyright: ignore[reportPrivateImportUsage]
SSlibKey = _signer.SSlibKey  # pyright: ignore[reportPrivateImportUsage]
MetaFile = _metadata.MetaFile  # pyright: ignore[reportPrivateImportUsage]
Root = _metadata.Root  # pyright: ignore[reportPrivateImportUsage]
Signed = _metadata.Signed  # pyright: ignore[reportPrivateImportUsage]
Snapshot = _metadata.Snapshot  # pyright: ignore[reportPrivateImportUsage]
TargetFile = _metadata.TargetFile  # pyright: ignore[reportPrivateImportUsage]
Targets = _metadata.Targets  # pyright: ignore[reportPrivateImportUsage]
Timestamp = _metadata.Timestamp  # pyright: ignore[reportPrivateImportUsage]

__all__ = [
    "CryptoSigner",
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
