"""Compiling a query into a plan: booleans into sets, words into posting lists with all that stands for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.language import tr
from reader.search import query as q
from reader.search.expansion import Expander, Group, Run
from reader.search.facets import Facets
from reader.search.formula import idf
from reader.search.language import Language
from reader.search.passages import Passages
from reader.search.phrases import needle, phrase
from reader.search.plan import Leaf, Plan, Sought
from reader.search.postings import Postings, merge
from reader.search.results import MAX_QUERY_CHARACTERS
from reader.search.schema import CONTEXT
from reader.search.words import STOP


@dataclass(frozen=True, slots=True)
class Room:
    """What compiling needs of an index."""

    passages: Passages
    language: Language
    facets: Facets


def compile_query(query: q.Query, room: Room, *, literal: bool = False) -> Plan:
    """The plan of a query; `literal` leaves out everything that was not typed."""
    compiler = _Compiler(room, literal=literal)
    return compiler.run(query)


class _Compiler:
    def __init__(self, room: Room, *, literal: bool) -> None:
        self._room = room
        self._passages = room.passages
        self._plan = Plan()
        self._expander = Expander(room.passages, room.language, self._plan, literal=literal)
        self._said: list[str] = []
        self._scoring = True

    def run(self, query: q.Query) -> Plan:
        plan = self._plan
        plan.asks = not query.is_empty
        plan.match = self._any(query.root.parts) & self._passages.live if plan.asks else 0
        plan.interpreted = " ".join(self._said)
        also = [word for expansion in plan.expansions if expansion.kind != "correction" for word in expansion.also]
        if also:
            plan.interpreted += f" ({tr('also')}: {', '.join(dict.fromkeys(also))})"
        if query.cut:
            plan.notices.append(tr("The question was cut after {n} characters.").format(n=MAX_QUERY_CHARACTERS))
        return plan

    # sets

    def _match(self, node: q.Node) -> int:
        match node:
            case q.Any(parts):
                self._said.append("(")
                found = self._any(parts)
                self._said.append(")")
                return found
            case q.Or(parts):
                found = 0
                for index, part in enumerate(parts):
                    if index:
                        self._said.append("OR")
                    found |= self._match(part)
                return found
            case q.And(parts):
                return self._all(parts)
            case q.Not(part):
                return self._passages.live & ~self._without_score(part)
            case _:
                return self._leaf(node)

    def _leaf(self, node: q.Node) -> int:
        match node:
            case q.Word() | q.Compound():
                return self._strict(node)
            case q.Phrase(parts):
                return self._phrase(parts)
            case q.Prefix(text):
                return self._prefix(text)
            case q.Field():
                return self._field(node)
            case q.Title(parts):
                return self._title(parts)
            case _:
                return 0

    def _all(self, parts: Sequence[q.Node]) -> int:
        found = self._passages.live
        for index, part in enumerate(parts):
            if index:
                self._said.append("AND")
            found &= self._match(part)
        return found

    def _without_score(self, part: q.Node) -> int:
        before, self._scoring = self._scoring, False
        self._said.append("NOT")
        found = self._match(part)
        self._scoring = before
        return found

    def _any(self, parts: Sequence[q.Node]) -> int:
        """Words side by side: phrases, fields, titles and AND groups must match, of the rest any."""
        required: int | None = None
        optional: int | None = None
        narrowed = self._passages.live
        run: list[q.Word | q.Compound] = []
        for part in (*parts, None):
            if isinstance(part, q.Word | q.Compound):
                run.append(part)
                continue
            if run:
                optional = (optional or 0) | self._run(run, alone=_is_alone(parts))
                run = []
            if part is None:
                break
            found = self._match(part)
            if isinstance(part, q.Not) or (
                isinstance(part, q.Field) and self._room.facets.resolve(part.facet, part.value)
            ):
                narrowed &= found
            elif isinstance(part, q.Phrase | q.Title | q.And):
                required = found if required is None else required & found
            else:
                optional = (optional or 0) | found
        base = required if required is not None else optional
        return narrowed if base is None else base & narrowed

    # leaves

    def _run(self, parts: Sequence[q.Word | q.Compound], *, alone: bool) -> int:
        """Neighbouring words: each is looked up with all that stands for it; any of them matches."""
        run = Run.of(parts)
        groups = self._expander.groups(run, keep_stop_words=alone and all(word in STOP for word in run.words))
        found = 0
        for group in groups:
            found |= self._score(group)
        self._said += [group.said for group in groups if group.said] or [word for word in run.raws if word]
        if self._scoring:
            self._nearness(run)
        return found

    def _strict(self, node: "q.Word | q.Compound") -> int:
        """A word or compound on its own under an operator: a compound is then a phrase."""
        if isinstance(node, q.Word):
            run = Run.of([node])
            groups = self._expander.groups(run, keep_stop_words=True)
            self._said += [group.said for group in groups]
            return self._score(groups[0]) if groups else 0
        found = self._phrase(node.parts)
        if node.joined:
            found |= self._add(self._passages.term(self._stem(node.joined)), self._stem(node.joined))
        return found

    def _score(self, group: Group) -> int:
        merged = group.members[0][0]
        if len(group.members) > 1:
            merged = self._passages.cache.get(group.key, lambda: merge(group.members, self._passages.size))
        telling = self._passages.idf(len(group.members[0][0]) or len(merged))
        if self._scoring and (len(merged) or (group.context and len(group.context))):
            self._plan.leaves.append(Leaf(merged, telling * group.weight, group.context))
            if group.marks:
                self._plan.sought.append(Sought(frozenset(group.marks), telling))
            for stem in group.stems:
                self._plan.forms.weights[stem] = telling
            self._in_titles(group.titles, group.weight)
        return merged.bits if len(merged) else 0

    def _add(self, postings: Postings, *stems: str) -> int:
        if self._scoring and len(postings):
            telling = self._passages.idf(len(postings))
            self._plan.leaves.append(Leaf(postings, telling))
            self._plan.forms.stems.update(stems)
        return postings.bits if len(postings) else 0

    def _phrase(self, parts: tuple[str, ...]) -> int:
        parts = tuple(map(self._expander.settle, parts))
        self._said.append('"' + " ".join(parts) + '"')
        stems = tuple(self._stem(part) for part in parts)
        found = phrase(self._passages, stems)
        if self._scoring and len(found):
            self._plan.forms.runs.add(stems)
            self._plan.leaves.append(Leaf(found, self._passages.idf(len(found))))
            for stem in stems:
                if stem not in STOP:
                    self._add_word(stem)
        return found.bits if len(found) else 0

    def _add_word(self, stem: str) -> None:
        postings = self._passages.term(stem)
        telling = self._passages.idf(len(postings))
        self._plan.leaves.append(Leaf(postings, telling, self._passages.term(stem, CONTEXT)))
        self._plan.sought.append(Sought(frozenset({self._passages.marks[stem]}), telling))
        self._plan.forms.weights[stem] = telling
        self._in_titles([(stem,)], 1.0)

    def _in_titles(self, sayings: Sequence[tuple[str, ...]], weight: float) -> None:
        """Note which titles hold all stems of one of `sayings`."""
        found: dict[int, int] = {}
        for saying in sayings:
            titled = self._passages.titled_alike(saying)
            found = {**found, **titled} if found else titled
        if found:
            telling = idf(max(len(self._passages.documents), len(found)), len(found))
            self._plan.titles.append((found, weight * telling))

    def _prefix(self, text: str) -> int:
        self._said.append(f"{text}*")
        found = self._passages.cache.get(("prefix", text), lambda: self._complete(text))
        if self._scoring:
            self._plan.forms.prefixes.add(text)
        return self._add(found)

    def _complete(self, text: str) -> Postings:
        stems = self._passages.lexicon.completions(text)
        return merge([(self._passages.term(stem), 1.0) for stem in stems], self._passages.size)

    def _field(self, node: q.Field) -> int:
        keys = self._room.facets.resolve(node.facet, node.value)
        if keys:
            self._said.append(node.raw)
            return self._room.facets.any_of(node.facet, keys)
        self._plan.notices.append(
            tr("No {field} is called “{value}”; searched for the words instead.").format(
                field=node.raw.split(":", 1)[0], value=node.value
            )
        )
        found = [part for part in q.read(node.value) if isinstance(part, q.Word | q.Compound)]
        return self._run(found, alone=True) if found else 0

    def _title(self, parts: tuple[str, ...]) -> int:
        parts = tuple(map(self._expander.settle, parts))
        self._said.append("title:" + (parts[0] if len(parts) == 1 else '"' + " ".join(parts) + '"'))
        found = self._passages.live
        for part in parts:
            stem = self._stem(part)
            found &= self._passages.titled(stem)
            if self._scoring:
                self._add_word(stem)
                self._plan.forms.stems.add(stem)
        return found

    def _stem(self, word: str) -> str:
        return self._passages.stems[word]

    def _nearness(self, run: Run) -> None:
        stems = tuple(self._stem(word) for word in run.words)
        for at in range(len(stems) - 1):
            if not (stems[at] in STOP and stems[at + 1] in STOP):
                self._plan.runs.append(needle(self._passages, stems[at : at + 2]))


def _is_alone(parts: Sequence[q.Node]) -> bool:
    """Whether stop words are all there is to look for."""
    return all(isinstance(part, q.Word | q.Field | q.Not) for part in parts) and all(
        part.text in STOP for part in parts if isinstance(part, q.Word)
    )
