"""Writing one Whoosh segment: postings inverted in memory, then laid out block by block through Whoosh's codec.

Whoosh's own writer makes a tuple for each posting and sorts them all; here each term has one array of passage numbers
and one of impacts, which rise in order by themselves. The files are the same.
"""

import pickle
import struct
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import sub
from typing import Any

from reader.library.model import CalloutKind, Passage
from reader.search import formula, schema
from reader.search.engine import whoosh3
from reader.search.stems import Marks, Stems
from reader.search.words import compounds, fold, words

LEXICON_EXT = ".lex"
LONGEST_WORD = 64
"""Longer tokens are left out of the index: no one types them, and they bloat the lexicon."""


class _Postings(dict[str, tuple["array[int]", bytearray]]):
    """Term to passage numbers, rising, and their impacts."""

    def __missing__(self, term: str) -> "tuple[array[int], bytearray]":
        made = (array("I"), bytearray())
        self[term] = made
        return made

    def post(self, term: str, number: int, impact: int) -> None:
        numbers, impacts = self[term]
        numbers.append(number)
        impacts.append(impact)


class SegmentWriter:
    """Collects documents, then writes them as one segment into `storage`.

    Nothing is readable before `finish`; after `abandon` the files may be deleted. Errors of the disk pass through as
    OSError.
    """

    def __init__(self, storage: Any, averages: formula.Averages, stems: Stems, marks: Marks, name: str) -> None:
        self._storage = storage
        self._averages = averages
        self._stems = stems
        self._marks = marks
        self._impacts = formula.impacts()
        self._codec = schema.codec()
        self._segment = self._codec.new_segment(storage, schema.INDEX_NAME)
        # Whoosh draws a name at random, and two builds of one library would differ.
        self._segment.segid = name
        self._fields = {name: _Postings() for name in schema.POSTED}
        self._seen: Counter[str] = Counter()
        self._files: list[Any] = []
        self._column_files = {name: self._create(f".{name}.col") for name in schema.COLUMNS}
        self._columns = {name: schema.column().writer(file) for name, file in self._column_files.items()}
        self.count = 0

    def add_document(self, title: str, passages: Sequence[Passage]) -> None:
        """Add a document's passages; the first also carries its title."""
        title_words = self._known(words(title))
        title_stems = [self._stems[word] for word in title_words]
        folded = fold(title)
        title_tf = Counter([*title_stems, *self._joined(folded)])
        for index, passage in enumerate(passages):
            order = [self._marks[stem] for stem in title_stems] if index == 0 else []
            if index == 0:
                self._seen.update({*title_words, *compounds(folded)})
                for stem in title_tf:
                    self._fields[schema.TITLE].post(stem, self.count, 1)
            self._add(passage, title_tf, len(title_words), order, first=index == 0)

    def _add(
        self, passage: Passage, title: "Counter[str]", title_length: int, order: list[bytes], *, first: bool
    ) -> None:
        """Post one passage: its own terms under `text`, the title's other terms under `context`."""
        paragraphs, starts, tf, length, seen = self._read_body(passage, order)
        self._seen.update(seen)
        number, fields = self.count, self._fields
        factor = formula.body_factor(length, self._averages)
        heading = self._heading(passage.heading)
        table, steps, last = self._impacts, formula.STEPS, len(self._impacts) - 1
        impact = formula.impact
        extra = dict(heading)
        title_factor = formula.title_factor(title_length, length, self._averages)
        for stem, count in title.items():
            weight = count * title_factor
            if first or stem in tf or stem in heading:
                extra[stem] = extra.get(stem, 0.0) + weight
            else:
                fields[schema.CONTEXT].post(stem, number, impact(weight))
        text = fields[schema.TEXT]
        for stem, count in tf.items():
            numbers, impacts = text[stem]
            numbers.append(number)
            impacts.append(table[min(int((count * factor + extra.pop(stem, 0.0)) * steps), last)])
        for stem, weight in extra.items():
            text.post(stem, number, impact(weight))
        self._columns[schema.BODY].add(number, passage.text.encode("utf-8", "surrogatepass"))
        self._columns[schema.ORDER].add(number, b"".join(paragraphs))
        self._columns[schema.PLACE].add(number, schema.pack_place(passage, starts))
        self.count += 1

    def _read_body(
        self, passage: Passage, order: list[bytes]
    ) -> tuple[list[bytes], tuple[int, ...], dict[str, float], int, set[str]]:
        """(running order, first position of each paragraph, count of each stem, words, different words)."""
        stems, marks = self._stems, self._marks
        heading = self._known(words(passage.heading))
        order = [*order, schema.GAP, *(marks[stems[word]] for word in heading), schema.GAP]
        starts: list[int] = []
        tf: dict[str, float] = {}
        seen = {*heading, *compounds(fold(passage.heading))}
        length = 0
        offsets = passage.offsets or (0,)
        for start, end in zip(offsets, (*offsets[1:], len(passage.text)), strict=True):
            text = passage.text[start:end]
            found = self._known(words(text))
            found_stems = [stems[word] for word in found]
            starts.append(len(order))
            order += [marks[stem] for stem in found_stems]
            order.append(schema.GAP)
            length += len(found)
            seen.update(found)
            joined = self._joined(fold(text)) if "-" in text or not text.isascii() else []
            seen.update(joined)
            counts = Counter([*found_stems, *joined])
            bonus = 1 + formula.KEY_POINT_BONUS * _is_key_point(passage, start)
            for stem, count in counts.items():
                tf[stem] = tf.get(stem, 0.0) + count * bonus
        return order, tuple(starts), tf, length, seen

    def _heading(self, heading: str) -> dict[str, float]:
        found = self._known(words(heading))
        factor = formula.heading_factor(len(found), self._averages)
        counts = Counter([*(self._stems[word] for word in found), *self._joined(fold(heading))])
        return {stem: count * factor for stem, count in counts.items()}

    def _joined(self, folded: str) -> list[str]:
        return [self._stems[word] for word in compounds(folded) if len(word) <= LONGEST_WORD]

    @staticmethod
    def _known(found: list[str]) -> list[str]:
        return [word for word in found if len(word) <= LONGEST_WORD]

    def finish(self) -> Any:
        """Write everything and return the Whoosh segment, to be named in a table of contents."""
        for name, column in self._columns.items():
            column.finish(self.count)
            self._column_files[name].close()
        self._write_terms()
        self._write_lexicon()
        self._segment.set_doc_count(self.count)
        self._segment._fieldlengths = {}  # noqa: SLF001 - Whoosh expects the attribute and offers no setter
        return self._segment

    def abandon(self) -> None:
        """Close what is open; what was written so far is never named anywhere."""
        for file in self._files:
            if not file.is_closed:
                file.close()
        self._fields.clear()

    # files

    def _create(self, extension: str) -> Any:
        file = self._segment.create_file(self._storage, extension)
        self._files.append(file)
        return file

    def _write_terms(self) -> None:
        writer = self._codec.field_writer(self._storage, self._segment)
        self._files += [writer._tindex.dbfile, writer._postfile]  # noqa: SLF001 - closed by `abandon` on failure
        made = schema.schema()
        for name in sorted(self._fields):
            writer.start_field(name, made[name])
            postings = self._fields[name]
            keyed = sorted((term.encode("utf-8", "surrogatepass"), term) for term in postings)
            prefix = struct.pack("!H", writer._fieldid)  # noqa: SLF001 - the key of Whoosh's term table
            for key, term in keyed:
                info = _write_postings(writer._postfile, *postings[term])  # noqa: SLF001
                writer._tindex.add(prefix + key, info)  # noqa: SLF001
            writer.finish_field()
        writer.close()

    def _write_lexicon(self) -> None:
        file = self._create(LEXICON_EXT)
        file.write(pack_lexicon(self._seen, self._stems))
        file.close()


def _is_key_point(passage: Passage, offset: int) -> bool:
    return any(kind is CalloutKind.KEY_POINTS and start <= offset < end for start, end, kind in passage.callouts)


def _write_postings(file: Any, numbers: "array[int]", impacts: bytearray) -> bytes:
    """Lay out one term's postings in Whoosh's W3 blocks; returns the term's entry for the term table."""
    start = file.tell()
    file.write(whoosh3.WHOOSH3_HEADER_MAGIC)
    for low in range(0, len(numbers), schema.BLOCK):
        block = numbers[low : low + schema.BLOCK]
        deltas = (block[0], *map(sub, block[1:], block))
        data = pickle.dumps((deltas, None, bytes(impacts[low : low + schema.BLOCK])), 4)
        level = schema.COMPRESSION if len(block) >= _WORTH_PACKING else 0
        if level:
            data = zlib.compress(data, level)
        head = pickle.dumps((len(block), block[-1], 1.0, level, 0, 0), 4)
        size = len(head) + len(data)
        file.write_int(-size if low + schema.BLOCK >= len(numbers) else size)
        file.write(head)
        file.write(data)
    info = whoosh3.W3TermInfo()
    info.set_extent(start, file.tell() - start)
    info._weight, info._df, info._maxweight = float(len(numbers)), len(numbers), 1.0  # noqa: SLF001 - no setters
    info._minid, info._maxid = numbers[0], numbers[-1]  # noqa: SLF001
    info._minlength = info._maxlength = 0  # noqa: SLF001
    return bytes(info.to_bytes())


_WORTH_PACKING = 64


def pack_lexicon(seen: "Counter[str]", stems: Stems) -> bytes:
    """The words as written, sorted, with their stems and the passages that hold them."""
    ordered: Iterable[str] = sorted(seen)
    ordered = list(ordered)
    written = "\n".join(ordered).encode("utf-8", "surrogatepass")
    stemmed = "\n".join(stems[word] for word in ordered).encode("utf-8", "surrogatepass")
    counts = array("I", (seen[word] for word in ordered))
    return struct.pack("<III", len(written), len(stemmed), len(counts)) + written + stemmed + counts.tobytes()
