"""More like this: the words that tell a passage from the rest, asked as a query."""

from collections import Counter

from reader.search.passages import Passages
from reader.search.plan import Leaf, Plan
from reader.search.words import STOP, words

MOST_WORDS = 16
"""Telling words taken from the passage."""


def likeness(passages: Passages, number: int) -> Plan:
    """A plan that finds passages about the same; the passage itself is left out. Raises IndexError."""
    passage = passages.passage(number)
    counts = Counter(
        stem
        for word in words(f"{passage.heading} {passage.text}")
        if (stem := passages.stems[word]) not in STOP and word not in STOP and not word.isdigit()
    )
    weighed: list[tuple[float, str]] = []
    for stem, count in counts.items():
        holding = passages.holding(stem)
        if holding > 1:
            weighed.append((count / (count + 1.0) * passages.idf(holding), stem))
    plan = Plan()
    for weight, stem in sorted(weighed, reverse=True)[:MOST_WORDS]:
        postings = passages.term(stem)
        plan.leaves.append(Leaf(postings, weight))
        plan.match |= postings.bits
        plan.forms.stems.add(stem)
    plan.match &= passages.live & ~(1 << number)
    return plan
