"""Stems: one form for the inflections of a word, and no form shared by words that must stay apart."""

from functools import cache
from zlib import crc32

from reader.search.engine import porter2
from reader.search.words import STOP

SHORTEST = 3
"""Words shorter than this are their own stem."""

_CHOSEN = {
    # kept apart: the usual stem is shared with a word of another meaning
    "authority": "authority",
    "authorities": "authority",
    "evident": "evident",
    "evidently": "evident",
    "experiment": "experiment",
    "experiments": "experiment",
    "university": "university",
    "universities": "university",
    "organization": "organiz",
    "organizations": "organiz",
    "organizational": "organiz",
    "important": "important",
    "importance": "important",
    "importantly": "important",
    "several": "several",
    "paste": "paste",
    "minority": "minority",
    "minorities": "minority",
    "witness": "witness",
    "witnesses": "witness",
    "witnessed": "witness",
    "witnessing": "witness",
    "probation": "probation",
    "abuser": "abuser",
    "abusers": "abuser",
    # brought together: forms of one word that no rule reaches
    "children": "child",
    "childrens": "child",
    "men": "man",
    "mens": "man",
    "women": "woman",
    "womens": "woman",
    "policemen": "policeman",
    "policewomen": "policewoman",
    "feet": "foot",
    "teeth": "tooth",
    "told": "tell",
    "said": "say",
    "spoke": "speak",
    "spoken": "speak",
    "gave": "give",
    "given": "give",
    "taken": "take",
    "took": "take",
    "hid": "hide",
    "hidden": "hide",
    "ran": "run",
    "went": "go",
    "gone": "go",
    "goes": "go",
    "wrote": "write",
    "written": "write",
    "knew": "know",
    "known": "know",
    "seen": "see",
    "kept": "keep",
    "held": "hold",
    "brought": "bring",
    "sought": "seek",
    "caught": "catch",
    "taught": "teach",
    "thought": "think",
    "stolen": "steal",
    "stole": "steal",
    "beaten": "beat",
    "crises": "crisis",
    "traumatic": "trauma",
    "traumatised": "trauma",
    "traumatized": "trauma",
    "disclosure": "disclose",
    "disclosures": "disclose",
    "exposure": "expose",
    "exposures": "expose",
    "failure": "fail",
    "failures": "fail",
    "referral": "refer",
    "referrals": "refer",
    "injury": "injure",
    "injuries": "injure",
    "strategy": "strategic",
    "strategies": "strategic",
}
"""Words whose stem is chosen by hand; the value is stemmed in turn, unless it is itself a key here."""


def _doubled(word: str, stem: str) -> str:
    """`stem` with its last letter twice again where the word's base has it so: "handcuffed" handcuff, "added" add."""
    if stem[-1:] == "f" or (len(stem) == _SHORT_BASE and stem[0] in "aeo"):
        return stem + stem[-1] if word.startswith(stem + stem[-1]) else stem
    return stem


_SHORT_BASE = 2
"""Letters that the algorithm leaves of add, egg, err, odd."""


class Stems(dict[str, str]):
    """Word to stem, worked out once each. Indexing a missing word works it out; nothing is ever missing."""

    def __init__(self) -> None:
        super().__init__()
        for word, stem in _CHOSEN.items():
            self[word] = stem if stem in _CHOSEN or stem == "organiz" else str(porter2.stem(stem))

    def __missing__(self, word: str) -> str:
        stem = word
        if len(word) >= SHORTEST and word.isalpha():
            stem = _doubled(word, str(porter2.stem(word)))
        if stem in STOP:  # "ONS" is not "on", and "willing" is not "will"
            stem = word
        self[word] = stem
        return stem


@cache
def _outsiders() -> dict[str, tuple[str, ...]]:
    """Stem to the forms of it that no cutting off of endings reaches."""
    found: dict[str, tuple[str, ...]] = {}
    stems = Stems()
    for word in (*_CHOSEN, "dying", "lying", "tying", "skies"):
        stem = stems[word]
        if not word.startswith(_root(stem)):
            found[stem] = (*found.get(stem, ()), word)
    return found


def _root(stem: str) -> str:
    return stem[:-1] if stem.endswith(("i", "e")) and len(stem) > SHORTEST - 1 else stem


def beginnings(stem: str) -> tuple[str, ...]:
    """How every word of a stem may begin; other words may begin so too."""
    return (_root(stem), *_outsiders().get(stem, ()))


class Marks(dict[str, bytes]):
    """Stem to the four bytes that stand for it in a passage's running order of words."""

    def __missing__(self, stem: str) -> bytes:
        mark = crc32(stem.encode("utf-8", "surrogatepass")).to_bytes(4, "little")
        self[stem] = mark
        return mark
