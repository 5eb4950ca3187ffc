"""The corpus of the search benchmark: the same passages and the same questions for every engine.

Real text where it is at hand (an archive of Python Enhancement Proposals beside the checkout), else a made one with the
same statistics. A corpus grows by copies in which the rarer words are renamed and the commonest stay, so that common
posting lists really grow.
"""

import json
import random
import re
import tarfile
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

ARCHIVE = Path(__file__).resolve().parents[3] / "shared" / "bench" / "peps.tar.xz"
LONGEST_PASSAGE = 1500
COMMON_WORDS = 2000
MADE_DOCUMENTS = 740

_WORD = re.compile(r"[A-Za-z]{3,}")
_UNDERLINE = re.compile(r"^([^\s].{1,80})\n[=\-~'\"^*+#.]{3,}\n", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """One passage: `facets` are (topic, status, type)."""

    document: str
    title: str
    heading: str
    text: str
    facets: tuple[str, str, str]


@dataclass(frozen=True)
class Question:
    """Words to ask; the last one also as a prefix."""

    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.words)


def passages(count: int, archive: Path = ARCHIVE) -> list[Row]:
    """`count` passages."""
    rows = from_archive(archive) if archive.is_file() else made()
    return grow(rows, count)


def from_archive(archive: Path) -> list[Row]:
    rows: list[Row] = []
    with tarfile.open(archive) as held:
        members = sorted((m for m in held.getmembers() if m.isfile()), key=lambda m: m.name)
        for member in members:
            file = held.extractfile(member)
            if file is not None:
                rows += _cut(Path(member.name).stem, file.read().decode("utf-8", "replace"))
    return rows


def _cut(name: str, source: str) -> list[Row]:
    head, _, body = source.partition("\n\n")
    fields = dict(re.findall(r"(?m)^(\w[\w-]*): *(.*)$", head))
    title = fields.get("Title", name)
    facets = (fields.get("Topic", "none").split(",")[0], fields.get("Status", "none"), fields.get("Type", "none"))
    rows: list[Row] = []
    pieces = _UNDERLINE.split(body)
    sections = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    for heading, text in sections:
        rows += [Row(name, title, heading.strip(), chunk, facets) for chunk in _chunks(text)]
    return rows


def _chunks(text: str) -> list[str]:
    chunks: list[str] = []
    current = ""
    for paragraph in re.split(r"\n\s*\n", text):
        plain = " ".join(paragraph.split())[:LONGEST_PASSAGE]
        if current and len(current) + len(plain) > LONGEST_PASSAGE:
            chunks.append(current)
            current = ""
        current = f"{current}\n{plain}".strip()
    return [*chunks, current] if current else chunks


def made() -> list[Row]:
    """Text with the statistics of the real one: Zipf's law, lengths, headings, facets."""
    rng = random.Random(20261121)  # noqa: S311 - for text, not secrets
    syllables = [a + b for a in "bcdfghklmnprstvwz" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "or", "es")]
    vocabulary = sorted({"".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(60_000)})
    rng.shuffle(vocabulary)
    weights = [1.0 / (rank + 2.7) ** 1.05 for rank in range(len(vocabulary))]
    cumulative: list[float] = []
    total = 0.0
    for weight in weights:
        total += weight
        cumulative.append(total)
    rows: list[Row] = []
    for number in range(MADE_DOCUMENTS):
        about = rng.sample(vocabulary[200:], 40)
        title = " ".join(rng.sample(about, 5))
        facets = (f"topic{rng.randint(0, 6)}", f"status{rng.randint(0, 8)}", f"type{rng.randint(0, 2)}")
        for _ in range(max(1, int(rng.lognormvariate(2.3, 0.7)))):
            heading = " ".join(rng.sample(about, 3))
            words = rng.choices(vocabulary, cum_weights=cumulative, k=rng.randint(60, 260)) + rng.choices(about, k=15)
            rng.shuffle(words)
            rows.append(Row(f"made-{number:04d}", title, heading, _sentences(words, rng), facets))
    return rows


def _sentences(words: list[str], rng: random.Random) -> str:
    text: list[str] = []
    at = 0
    while at < len(words):
        size = rng.randint(8, 24)
        text.append(" ".join(words[at : at + size]).capitalize() + ".")
        at += size
    return " ".join(text)


def grow(rows: list[Row], count: int) -> list[Row]:
    """`rows` cut or copied to `count`; from the second copy on, all but the commonest words are renamed."""
    if count <= len(rows):
        return rows[:count]
    counts = Counter(word.lower() for row in rows for word in _WORD.findall(row.text))
    common = {word for word, _ in counts.most_common(COMMON_WORDS)}
    grown = list(rows)
    copy = 0
    while len(grown) < count:
        copy += 1
        ending = "q" + chr(ord("a") + copy // 26) + chr(ord("a") + copy % 26)

        def rename(match: "re.Match[str]", ending: str = ending) -> str:
            word = match.group()
            return word if word.lower() in common else word + ending

        for row in rows[: count - len(grown)]:
            parts = (_WORD.sub(rename, part) for part in (row.title, row.heading, row.text))
            grown.append(Row(f"{row.document}-{copy}", *parts, row.facets))
    return grown


def questions(rows: list[Row], count: int, seed: int) -> list[Question]:
    """Questions as people type them: a word, a few, a title's, a sentence; some with an unfinished last word."""
    rng = random.Random(seed)  # noqa: S311 - as above
    counts = Counter(word.lower() for row in rows for word in set(_WORD.findall(row.text)))
    made: list[Question] = []
    while len(made) < count:
        row = rng.choice(rows)
        words = [w.lower() for w in _WORD.findall(row.text) if counts[w.lower()] > 1 and len(w) > 3]
        title = [w.lower() for w in _WORD.findall(row.title) if len(w) > 3]
        if len(words) < 12 or len(title) < 2:
            continue
        at = rng.randrange(len(words) - 6)
        kind = len(made) % 8
        if kind == 0:
            chosen = [rng.choice(words)]
        elif kind in {1, 2}:
            chosen = title[:3]
        elif kind in {3, 4, 5}:
            chosen = words[at : at + rng.randint(2, 4)]
        elif kind == 6:
            chosen = ["how", "do", "the", words[at], "and", words[at + 2], "work", "with", words[at + 4]]
        else:
            chosen = ["what", "is", "the", "difference", "between", words[at], "and", words[at + 3]]
        if len(made) % 4 == 3 and len(chosen[-1]) > 4:
            chosen[-1] = chosen[-1][: rng.randint(2, len(chosen[-1]) - 1)]
        made.append(Question(chosen))
    return made


def save(rows: list[Row], path: Path) -> None:
    """One JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(row)) + "\n" for row in rows)


def load(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as file:
        held = [json.loads(line) for line in file]
    return [Row(r["document"], r["title"], r["heading"], r["text"], tuple(r["facets"])) for r in held]
