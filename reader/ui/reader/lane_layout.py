"""Where cards stand in the margin lane. Plain numbers, no widgets."""

from collections.abc import Sequence

GAP_PX = 8
MOST_PUSHED_PX = 420
"""A card that would stand further than this from its text is left to the Notes tab."""


def arrange(wanted: Sequence[float], heights: Sequence[float], active: int | None = None) -> list[float | None]:
    """Upper edges of cards that would stand at `wanted` (ascending) if they had room; None for no room at all.

    Cards push each other down. The active card stands where its text is, and those above it give way upwards.
    """
    placed: list[float | None] = [None] * len(wanted)
    low = float("-inf")
    for index, (top, height) in enumerate(zip(wanted, heights, strict=True)):
        place = top if index == active else max(top, low)
        if place - top <= MOST_PUSHED_PX:
            placed[index] = place
            low = place + height + GAP_PX
    if active is not None:
        _give_way(placed, wanted, heights, active)
    return placed


def _give_way(placed: list[float | None], wanted: Sequence[float], heights: Sequence[float], active: int) -> None:
    """Move what stands above the active card up, as far as it overlaps."""
    limit = wanted[active] - GAP_PX
    for index in range(active - 1, -1, -1):
        place = placed[index]
        if place is None:
            continue
        if place + heights[index] <= limit:
            return
        moved = limit - heights[index]
        placed[index] = moved if wanted[index] - moved <= MOST_PUSHED_PX else None
        if placed[index] is not None:
            limit = moved - GAP_PX
