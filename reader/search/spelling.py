"""Spelling: British and American forms, and the library's own nearest word for one it does not know."""

import re
from functools import cache, lru_cache
from string import ascii_lowercase

from reader.search.everyday import is_everyday
from reader.search.lexicon import Lexicon

SHORTEST_CORRECTED = 4
"""Shorter words are taken as meant: at that length everything is near everything."""

TWO_EDITS_FROM = 8
"""Words of so many letters may differ by two edits."""

FIRST_MAY_DIFFER_FROM = 6
"""Shorter words are only corrected to words with the same first letter."""

_RULES = (
    (r"^(\w{2,}[^aeiou])is(e|ed|es|er|ers|ing|ation|ations|ational)$", r"\1iz\2"),
    (r"^(\w{2,}[^aeiou])iz(e|ed|es|er|ers|ing|ation|ations|ational)$", r"\1is\2"),
    (r"^(\w{2,})ys(e|ed|es|er|ers|ing)$", r"\1yz\2"),
    (r"^(\w{2,})yz(e|ed|es|er|ers|ing)$", r"\1ys\2"),
    (r"^(\w{2,})our(s|ed|ing|al|ally|able|ful|hood|hoods|ite|ites|less)?$", r"\1or\2"),
    (r"^(\w{3,})or(s|ed|ing|al|ally|able|ful|hood|hoods|ite|ites|less)?$", r"\1our\2"),
    (r"^(\w{2,}[bt])re(s|d)?$", r"\1er\2"),
    (r"^(\w{2,}[bt])er(s|d)?$", r"\1re\2"),
    (r"^(\w*(?:of|def|lic|pret))ence(s|d|less)?$", r"\1ense\2"),
    (r"^(\w*(?:of|def|lic|pret))ense(s|d|less)?$", r"\1ence\2"),
    (r"^(\w{2,}[aeiou])ll(ed|ing|er|ers|or|ors)$", r"\1l\2"),
    (r"^(\w{2,}[aeiou])l(ed|ing|er|ers|or|ors)$", r"\1ll\2"),
    (r"^(\w+)ogue(s)?$", r"\1og\2"),
    (r"^(\w+)og(s)?$", r"\1ogue\2"),
    (r"^(\w*)ae(\w{2,})$", r"\1e\2"),
    (r"^(p|orthop)e(di\w+)$", r"\1ae\2"),
    (r"^programme(s)?$", r"program\1"),
    (r"^program(s)?$", r"programme\1"),
    (r"^(judg|acknowledg)ement(s)?$", r"\1ment\2"),
    (r"^(judg|acknowledg)ment(s)?$", r"\1ement\2"),
    (r"^enquir(y|ies|e|ed|ing)$", r"inquir\1"),
    (r"^inquir(y|ies|e|ed|ing)$", r"enquir\1"),
    (r"^practis(e|ed|es|ing)$", r"practic\1"),
    (r"^practic(e|ed|es|ing)$", r"practis\1"),
    (r"^(skil|fulfil|instal|enrol)l(ful|s|ment|ments)?$", r"\1\2"),
    (r"^gaol(s|ed|er|ers)?$", r"jail\1"),
    (r"^jail(s|ed|er|ers)?$", r"gaol\1"),
)


@cache
def _compiled() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]]:
    """(any of the rules, the rules with their replacements)."""
    touched = "|".join(re.sub(r"\((?!\?)", "(?:", pattern) for pattern, _ in _RULES)
    return re.compile(touched), tuple((re.compile(pattern), replacement) for pattern, replacement in _RULES)


@lru_cache(maxsize=4096)
def variants(word: str) -> tuple[str, ...]:
    """Other national spellings of a word, without asking whether they exist."""
    touched, rules = _compiled()
    if not touched.match(word):
        return ()
    changed = (pattern.sub(replacement, word) for pattern, replacement in rules)
    return tuple(dict.fromkeys(other for other in changed if other != word))


def correct(word: str, lexicon: Lexicon) -> str | None:
    """The library's word nearest to one it does not hold: fewest edits, same first letter, in most passages.

    None for an everyday word: it was meant.
    """
    if len(word) < SHORTEST_CORRECTED or not word.isalpha() or is_everyday(word):
        return None
    near = {edited: 1 for edited in _one_edit(word) if lexicon.count(edited)}
    if len(word) < FIRST_MAY_DIFFER_FROM:
        near = {found: edits for found, edits in near.items() if found[0] == word[0]}
    if not near and len(word) >= TWO_EDITS_FROM:
        near = _two_edits(word, lexicon)
    return max(near, key=lambda found: _likeness(word, found, near[found], lexicon), default=None)


def _likeness(word: str, found: str, edits: int, lexicon: Lexicon) -> tuple[int, bool, bool, int, str]:
    same_letters = sorted(word) == sorted(found) or set(word) == set(found)
    return -edits, word[0] == found[0], same_letters, lexicon.count(found), found


def _one_edit(word: str) -> set[str]:
    """Every string one deletion, swap, replacement or insertion away."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in splits if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in splits if right for letter in ascii_lowercase}
    found |= {left + letter + right for left, right in splits for letter in ascii_lowercase}
    found.discard(word)
    return found


def _two_edits(word: str, lexicon: Lexicon) -> dict[str, int]:
    """Words two edits away that begin with the same letter."""
    letters = set(word)
    found: dict[str, int] = {}
    for at in lexicon.starting(word[0]):
        candidate = lexicon.words[at]
        if abs(len(candidate) - len(word)) > _MOST or len(letters ^ set(candidate)) > 2 * _MOST:
            continue
        edits = distance(word, candidate, _MOST)
        if edits <= _MOST:
            found[candidate] = edits
    return found


_MOST = 2


def distance(left: str, right: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) from one word to the other; `limit` + 1 where more."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        before, last, row = row, before, [i, *([0] * len(right))]
        for j, other in enumerate(right, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                best = min(best, last[j - 2] + 1)
            row[j] = best
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
