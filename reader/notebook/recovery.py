"""The recovery code: 160 random bits that a person can read out and type, with a check letter in every group.

Eight groups of five: four letters or digits that carry 20 bits, and one that checks them and their place, so that a
slip is found in its group before anything is tried.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread; what is typed as O, I or L is taken for 0 and 1."""
CODE_BYTES = 20
GROUPS = 8
GROUP_LETTERS = 5
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_WEIGHTS = (1, 3, 7, 13)
"""Odd, so that any one wrong letter changes the check; different, so that nearly every swap does."""


class MistypedError(ValueError):
    """`group` counts from 1 and names the group with the slip; 0 where the number of letters is wrong."""

    def __init__(self, group: int) -> None:
        super().__init__(group)
        self.group = group


def spell(secret: bytes) -> str:
    """The code for CODE_BYTES bytes: eight groups joined by hyphens."""
    bits = int.from_bytes(secret, "big")
    groups: list[str] = []
    for index in range(GROUPS):
        part = bits >> 20 * (GROUPS - 1 - index)
        values = [part >> 5 * (3 - place) & 31 for place in range(4)]
        groups.append("".join(ALPHABET[value] for value in [*values, _check(index, values)]))
    return "-".join(groups)


def read(code: str) -> bytes:
    """The bytes a typed code stands for; case, blanks and hyphens do not matter. Raises MistypedError."""
    letters = "".join(letter for letter in code.upper().translate(_MISREAD) if letter.isalnum())
    if len(letters) != GROUPS * GROUP_LETTERS:
        raise MistypedError(0)
    bits = 0
    for index in range(GROUPS):
        group = letters[index * GROUP_LETTERS : (index + 1) * GROUP_LETTERS]
        values = [ALPHABET.find(letter) for letter in group]
        if min(values) < 0 or values[4] != _check(index, values[:4]):
            raise MistypedError(index + 1)
        for value in values[:4]:
            bits = bits << 5 | value
    return bits.to_bytes(CODE_BYTES, "big")


def _check(index: int, values: list[int]) -> int:
    return (5 + 11 * index + sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True))) % 32
