"""When an idle notebook locks (FORMATS N8): counted from the last input, with a warning before. No clock here."""

from dataclasses import dataclass
from enum import StrEnum

WARNING_SECONDS = 20
"""Time between the warning and the lock."""


class Step(StrEnum):
    """What to do now."""

    NOTHING = "nothing"
    WARN = "warn"
    LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Idle:
    """Where the count stands: what to do, and the whole seconds left until the lock."""

    step: Step
    left: int


def look(idle_seconds: float, limit_minutes: int) -> Idle:
    """What `idle_seconds` without input call for where the notebook locks after `limit_minutes`."""
    left = limit_minutes * 60 - idle_seconds
    if left <= 0:
        return Idle(Step.LOCK, 0)
    if left <= WARNING_SECONDS:
        return Idle(Step.WARN, max(1, round(left)))
    return Idle(Step.NOTHING, round(left))
