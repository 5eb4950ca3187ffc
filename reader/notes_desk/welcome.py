"""What a person is told once their notebook is open."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Welcome:
    """What there is to say once a notebook is open; all zero and empty where there is nothing.

    Attributes:
        openings: times the organisation opened it since the owner was last told.
        erased: things that retention erased now.
        soon: things that retention will erase within `desk.SOON_DAYS`.
        drafts: unfinished texts left by the last session.
        read_only: another window holds it, or the place cannot be written.
        on_network: it lies on a network drive.
    """

    openings: int = 0
    erased: int = 0
    soon: int = 0
    drafts: int = 0
    read_only: bool = False
    on_network: bool = False
