"""From text to words: folding, tokens, compounds, stop words. Index and query are read by the same eyes.

Changing anything here changes what an index holds: raise ANALYSIS, and every index is rebuilt by itself.
"""

import re
import unicodedata
from collections.abc import Iterator

ANALYSIS = 3
"""Version of everything that decides what is written into an index."""

MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
"""Combining accents, soft hyphen and zero-width characters: inside a word, but no part of it."""

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)+"
TOKEN = re.compile(rf"{_NUMBER}|[^\W_]&[^\W_](?![^\W_])|[^\W_]+(?:'[^\W_]+)*")
"""A word of folded text: a number with its separators, A&E, or letters and digits with inner apostrophes."""

RAW_TOKEN = re.compile(rf"{_NUMBER}|[^\W_]&[^\W_](?![^\W_])|(?:[^\W_]|[{MARKS}])+(?:['’ʼ＇](?:[^\W_]|[{MARKS}])+)*")
"""The same word in text as people wrote it."""

COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
"""Words joined by hyphens, in folded text."""

_APOSTROPHES = dict.fromkeys(map(ord, "’ʼ＇‘`´"), "'")
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–−"), "-")
_DROPPED = dict.fromkeys([*range(0x300, 0x370), 0xAD, *range(0x200B, 0x200E), 0x2060, 0xFEFF])
_FOLDING = {**_APOSTROPHES, **_HYPHENS, **_DROPPED, ord("ł"): "l", ord("ø"): "o", ord("æ"): "ae", ord("œ"): "oe"}

_UNEVEN = re.compile(f"[{MARKS}ßæœﬀ-ﬆĲĳ]", re.IGNORECASE)
"""Letters that folding drops or turns into two."""

STOP = frozenset(
    """a about above after again against all also am an and any are arent as at away be because been before being below
    between both but by can cannot cant could couldnt did didnt do does doesnt doing dont down during each either few
    for from further had hadnt has hasnt have havent having he her here hers herself him himself his how however i if
    in into is isnt it its itself just may me might more most must my myself neither no nor not of off on once only or
    other our ours ourselves out over own same shall she should shouldnt so some such than that thats the their theirs
    them themselves then there theres these they theyre this those through to too under until up upon us very was wasnt
    we were werent what whats when where whether which while who whom whose why will with within without wont would
    wouldnt you your youre yours yourself yourselves im ive youve please regarding concerning etc""".split()  # noqa: SIM905 - a list of words is read as prose
)
"""Words too common to find anything by. Phrases still honour them."""


def fold(text: str) -> str:
    """`text` in one spelling of each letter: lower case, no accents or ligatures, plain apostrophes and hyphens."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text.casefold()).translate(_FOLDING)


class _Even(dict[int, str | int]):
    """Each accented letter to its plain one where that is a single letter; others to themselves."""

    def __missing__(self, code: int) -> str | int:
        folded = fold(chr(code))
        self[code] = folded if len(folded) == 1 else code
        return self[code]


_EVEN = _Even()


def fold_evenly(text: str) -> str | None:
    """`fold` with every letter left in its place, or None for a text that cannot be folded so."""
    if text.isascii():
        return text.lower()
    if _UNEVEN.search(text):
        return None
    folded = text.translate(_EVEN)
    return folded if len(folded) == len(text) else None


def clean(token: str) -> str:
    """A folded token without possessive, apostrophes or thousands separators: "child's" child, "1,400" 1400."""
    if "'" in token:
        token = token.removesuffix("'s").replace("'", "")
    return token.replace(",", "")


def words(text: str) -> list[str]:
    """The words of `text`, folded and cleaned, in order."""
    return [clean(token) if "'" in token or "," in token else token for token in TOKEN.findall(fold(text))]


def compounds(folded: str) -> list[str]:
    """Words joined by hyphens in folded text, written as one: "multi-agency" multiagency."""
    return [found.replace("-", "") for found in COMPOUND.findall(folded)] if "-" in folded else []


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, word) for each word of `text`, in code points of `text` as given."""
    for match in RAW_TOKEN.finditer(text):
        yield match.start(), match.end(), match.group()


def word_of(raw: str) -> str:
    """The word that a token of unfolded text stands for."""
    return clean(fold(raw))
