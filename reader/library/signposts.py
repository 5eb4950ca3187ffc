"""Where to turn for what the library does not cover (FORMATS D8)."""

import re
from collections.abc import Iterable

from reader.library.reference import Signpost

_WORD = re.compile(r"\w+")


def matching(signposts: Iterable[Signpost], text: str) -> tuple[Signpost, ...]:
    """The signposts one of whose words or phrases stands in `text`, most matching words first."""
    asked = f" {_plain(text)} "
    scored = [(sum(f" {_plain(words)} " in asked for words in post.words), post) for post in signposts]
    found = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return tuple(post for _, post in found)


def _plain(text: str) -> str:
    return " ".join(word for word in _WORD.findall(text.casefold()))
