"""Secrets in the keyring of a Linux desktop, by the Secret Service interface of freedesktop.org.

Nothing is ever asked of the person here: a keyring that is locked, or would put up a window of its own, counts as none.
Secrets pass the session bus as they are: whoever could listen there has this log-in, and could ask for them as well.
"""

from reader.language import tr
from reader.session_bus import NoAnswerError, SessionBus, connected

NAME, ROOT = "org.freedesktop.secrets", "/org/freedesktop/secrets"
NOTHING = "/"
"""The object path that stands for none."""
_SERVICE, _ITEM = "org.freedesktop.Secret.Service", "org.freedesktop.Secret.Item"
_COLLECTION, _PROPERTIES = "org.freedesktop.Secret.Collection", "org.freedesktop.DBus.Properties"
_FIELDS = {"application": "briefing-reader", "purpose": "notebook"}


def keep(name: str, secret: bytes) -> bool:
    """Keep `secret` under `name` in the log-in's own keyring. False where there is none that is open."""
    try:
        with connected() as bus:
            collection = _default(bus)
            if not _open(bus, collection, _COLLECTION):
                return False
            label, fields = tr("Briefing Reader: opens a notebook by this log-in"), {**_FIELDS, "name": name}
            described = {f"{_ITEM}.Label": ("s", label), f"{_ITEM}.Attributes": ("a{ss}", fields)}
            item, prompt = bus.call(
                (NAME, collection, _COLLECTION),
                "CreateItem",
                "a{sv}(oayays)b",
                (described, (_session(bus), b"", secret, "application/octet-stream"), True),
            )
            _dismiss(bus, prompt)
            return item != NOTHING
    except (NoAnswerError, ValueError, TypeError):
        return False


def find(name: str) -> bytes | None:
    """What is kept under `name`; None where it is not there, or its keyring is locked or missing."""
    try:
        with connected() as bus:
            item = _item(bus, name)
            if item is None:
                return None
            (found,) = bus.call(_service(), "GetSecrets", "aoo", ([item], _session(bus)))
            return bytes(found[item][2])
    except (NoAnswerError, ValueError, TypeError, LookupError):
        return None


def forget(name: str) -> None:
    """Keep nothing under `name` any more, as far as the keyring can be reached."""
    try:
        with connected() as bus:
            item = _item(bus, name)
            if item is not None:
                bus.call((NAME, item, _ITEM), "Delete")
    except (NoAnswerError, ValueError, TypeError):
        return


def _item(bus: SessionBus, name: str) -> str | None:
    unlocked, locked = bus.call(_service(), "SearchItems", "a{ss}", ({**_FIELDS, "name": name},))
    for item in (*unlocked, *locked):
        if item in unlocked or _open(bus, item, _ITEM):
            return str(item)
    return None


def _default(bus: SessionBus) -> str:
    """The log-in's own collection; "session" would not last beyond it. Raises NoAnswerError where there is none."""
    (found,) = bus.call(_service(), "ReadAlias", "s", ("default",))
    if found == NOTHING:
        raise NoAnswerError(NAME)
    return str(found)


def _open(bus: SessionBus, thing: str, interface: str) -> bool:
    """Whether a collection or item is unlocked, or can be without a question."""
    (locked,) = bus.call((NAME, thing, _PROPERTIES), "Get", "ss", (interface, "Locked"))
    if not locked[1]:
        return True
    unlocked, prompt = bus.call(_service(), "Unlock", "ao", ([thing],))
    _dismiss(bus, prompt)
    return thing in unlocked


def _dismiss(bus: SessionBus, prompt: str) -> None:
    """The service would ask the person first: that is not wanted. Raises NoAnswerError where it would."""
    if prompt != NOTHING:
        bus.call((NAME, prompt, "org.freedesktop.Secret.Prompt"), "Dismiss")
        raise NoAnswerError(NAME)


def _session(bus: SessionBus) -> str:
    _, session = bus.call(_service(), "OpenSession", "sv", ("plain", ("s", "")))
    return str(session)


def _service() -> tuple[str, str, str]:
    return NAME, ROOT, _SERVICE
