"""How a check reports: one line a fact, measured, with what was wanted; and how it fails."""

from collections.abc import Callable
from dataclasses import dataclass, field

from devkit import console


@dataclass(slots=True)
class Proof:
    """The facts of one check, said as they come.

    Attributes:
        failed: those that were not as wanted.
        count: how many there were.
    """

    failed: list[str] = field(default_factory=list)
    count: int = 0

    def heading(self, text: str) -> None:
        """What the next lines are about."""
        console.say(f"\n== {text}")

    def fact(self, text: str, holds: bool, detail: str = "") -> None:  # noqa: FBT001 - reads as a sentence
        """One fact."""
        self.count += 1
        if not holds:
            self.failed.append(text)
        console.say(f"  {'ok    ' if holds else 'FAILED'}  {text}{f': {detail}' if detail else ''}")

    def none(self, text: str, found: list[str], most: int = 12) -> None:
        """A fact that holds where nothing was found; what was found is shown."""
        self.fact(text, not found, f"{len(found)} found" if found else "")
        for line in found[:most]:
            console.say(f"            {line}")

    def at_most(self, text: str, value: float, limit: float, unit: str = "") -> None:
        """A measured value and its limit."""
        self.fact(text, value <= limit, f"{value:.2f}{unit} (at most {limit:g}{unit})")

    def refuses(self, text: str, attempt: Callable[[], bool]) -> None:
        """A fact that holds where `attempt` says that it was refused."""
        self.fact(f"refused: {text}", attempt())

    def end(self) -> int:
        """The last lines; the exit code."""
        console.say(f"\n{self.count - len(self.failed)} of {self.count} facts hold.")
        for text in self.failed:
            console.say(f"  not: {text}")
        return 1 if self.failed else 0
