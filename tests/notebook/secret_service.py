"""A Secret Service for tests, alone on a bus of its own: what a keyring answers, without its windows.

    python secret_service.py [locked | asking | forgetful]

"locked" needs the person to unlock it, "asking" would ask before it keeps anything, "forgetful" keeps something else.
"""

import sys

import jeepney
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

NAME, COLLECTION, PROMPT = "org.freedesktop.secrets", "/org/freedesktop/secrets/collection/login", "/prompt/1"


def main(manner: str) -> None:
    items: dict[str, tuple[dict[str, str], bytes]] = {}
    connection = open_dbus_connection(bus="SESSION")
    Proxy(message_bus, connection).RequestName(NAME)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        message = connection.receive()
        if message.header.message_type is jeepney.MessageType.method_call:
            connection.send(_reply(message, items, manner))


def _reply(message, items, manner):  # noqa: PLR0911 - one answer a method
    fields = message.header.fields
    path, member = fields[jeepney.HeaderFields.path], fields[jeepney.HeaderFields.member]
    match member:
        case "OpenSession":
            assert message.body == ("plain", ("s", ""))
            return jeepney.new_method_return(message, "vo", (("s", ""), "/session/1"))
        case "ReadAlias":
            return jeepney.new_method_return(message, "o", (COLLECTION,))
        case "Get":
            return jeepney.new_method_return(message, "v", (("b", manner == "locked"),))
        case "Unlock":
            return jeepney.new_method_return(message, "aoo", ([], PROMPT))
        case "CreateItem":
            return _create(message, items, manner)
        case "SearchItems":
            found = [item for item, (kept, _) in items.items() if message.body[0].items() <= kept.items()]
            return jeepney.new_method_return(message, "aoao", (found, []))
        case "GetSecrets":
            given = {item: ("/session/1", b"", items[item][1], "text/plain") for item in message.body[0]}
            return jeepney.new_method_return(message, "a{o(oayays)}", (given,))
        case "Delete":
            del items[path]
            return jeepney.new_method_return(message, "o", ("/",))
        case "Dismiss" if path == PROMPT:
            return jeepney.new_method_return(message)
        case _:
            return jeepney.new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")


def _create(message, items, manner):
    if manner == "asking":
        return jeepney.new_method_return(message, "oo", ("/", PROMPT))
    properties, (_, _, secret, _), _ = message.body
    item = f"{COLLECTION}/{len(items)}"
    kept = b"something else" if manner == "forgetful" else bytes(secret)
    items[item] = (properties["org.freedesktop.Secret.Item.Attributes"][1], kept)
    return jeepney.new_method_return(message, "oo", (item, "/"))


if __name__ == "__main__":
    main(*sys.argv[1:] or [""])
