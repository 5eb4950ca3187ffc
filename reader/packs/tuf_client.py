"""python-tuf's client without its network half (FORMATS K1).

The package's own fetcher imports urllib3, which opens an IPv6 socket as it is imported and brings ssl and http with it.
Nothing here may ever fetch from a network, so a fetcher that cannot stands in its place before the client is imported.
"""

import sys
from types import ModuleType

_FETCHER = "tuf.ngclient.urllib3_fetcher"


class _NoNetwork:
    """What the client would fall back to if it were given no fetcher."""

    def __init__(self, *_: object, **__: object) -> None:
        msg = "no fetcher given"
        raise RuntimeError(msg)


if _FETCHER not in sys.modules:
    _module = ModuleType(_FETCHER, "Stands in for the fetcher that uses a network.")
    _module.__dict__["Urllib3Fetcher"] = _NoNetwork
    sys.modules[_FETCHER] = _module

from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig  # noqa: E402 - only now

__all__ = ["FetcherInterface", "Updater", "UpdaterConfig"]
