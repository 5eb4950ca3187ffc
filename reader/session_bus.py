"""Calls over the session bus of a Linux desktop: the only module that knows D-Bus (jeepney).

The bus is reached over AF_UNIX and nothing else (FORMATS K1): an address of another kind counts as no bus.
"""

import contextlib
import os
from collections.abc import Callable, Generator, Sequence
from typing import Any, cast

ADDRESS = "DBUS_SESSION_BUS_ADDRESS"
CALL_SECONDS = 2.0
"""How long a service may take to answer; starting one on demand is part of it."""


class NoAnswerError(Exception):
    """There is no bus, nobody of that name on it, or no answer in time. Never shown: the caller has another way."""


class SessionBus:
    """One connection. Get it from `connected`."""

    def __init__(self, connection: Any) -> None:
        """`connection` has said hello."""
        self._connection = connection

    def call(
        self,
        service: tuple[str, str, str],
        method: str,
        signature: str = "",
        values: Sequence[object] = (),
        *,
        seconds: float = CALL_SECONDS,
    ) -> tuple[Any, ...]:
        """What a method answers.

        Args:
            service: name on the bus, object path, interface.
            method: its name.
            signature: D-Bus types of `values`.
            values: what it is given; a variant is a pair of signature and value.
            seconds: how long to wait.

        Raises:
            NoAnswerError: nobody answers, or the answer is an error.
        """
        # It brings no types of its own.
        import jeepney  # noqa: PLC0415 - 30 ms, and only where the bus is asked # pyright: ignore[reportMissingTypeStubs]

        name, path, interface = service
        make = cast("Callable[..., Any]", jeepney.new_method_call)  # pyright: ignore[reportUnknownMemberType]
        message = make(jeepney.DBusAddress(path, name, interface), method, signature or None, tuple(values))
        with _as_no_answer():
            reply = self._connection.send_and_get_reply(message, timeout=seconds)
            if reply.header.message_type is not jeepney.MessageType.method_return:
                raise NoAnswerError(method)
            return tuple(reply.body)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def connect() -> SessionBus:
    """A connection to the session bus, to be closed. Raises NoAnswerError where there is none."""
    if not os.environ.get(ADDRESS):
        raise NoAnswerError(ADDRESS)
    try:
        from jeepney.io.blocking import (  # noqa: PLC0415 - as above # pyright: ignore[reportMissingTypeStubs]
            open_dbus_connection,
        )
    except ImportError:
        # It comes with the program on Linux only.
        raise NoAnswerError(ADDRESS) from None
    with _as_no_answer():
        return SessionBus(open_dbus_connection(bus="SESSION"))


@contextlib.contextmanager
def connected() -> Generator[SessionBus]:
    """A connection for a few calls. Raises NoAnswerError."""
    bus = connect()
    try:
        yield bus
    finally:
        bus.close()


@contextlib.contextmanager
def _as_no_answer() -> Generator[None]:
    try:
        yield
    except NoAnswerError:
        raise
    # A bus that hangs up, refuses us, speaks nonsense or is reached by something else than AF_UNIX.
    except (OSError, RuntimeError, ValueError, LookupError, TypeError, EOFError) as error:
        raise NoAnswerError(type(error).__name__) from error
