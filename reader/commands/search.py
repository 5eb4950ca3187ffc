"""`search`: one query, or a file of them (FORMATS C3)."""

import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from reader.commands.output import Progress, print_json, say, strong, warn
from reader.desk import Desk
from reader.errors import ReaderError, UnavailableError, UsageError
from reader.explain import explain
from reader.language import tr, tr_n
from reader.library import wording
from reader.search.results import MAX_QUERY_CHARACTERS, Hit, Request, Results, Snippet

MATCH_START, MATCH_END = "\u0002", "\u0003"
"""FORMATS C3: what stands around a match in a snippet."""
MAX_LINE_BYTES = MAX_QUERY_CHARACTERS * 8
"""Of a line of a file of queries; the rest could not be asked anyway and is not kept in memory."""


def search(desk: Desk, query: str | None, queries: str | None, limit: int, *, as_json: bool) -> int:
    """Answer `query`, or every line of the file `queries`. Returns 1 where a single query finds nothing.

    Raises:
        UsageError: neither or both were given.
        UnavailableError: the file cannot be read.
    """
    if (query is None) == (not queries):
        raise UsageError(tr("Give either a query or --queries FILE."))
    _say_registers(desk)
    progress = Progress(tr("Preparing search"))
    index = desk.open_index(progress)
    progress.finish()
    _say_left_out(desk, index.left_out)
    if query is not None:
        results = desk.search(Request(query, limit=limit))
        _answer(desk, results, as_json=as_json)
        return 0 if results.hits else 1
    with _lines(queries or "") as lines:
        for line in lines:
            _answer(desk, desk.search(Request(line, limit=limit)), as_json=as_json)
    return 0


def _say_registers(desk: Desk) -> None:
    """What is wrong with registers that only search reads, such as abbreviations."""
    for library in desk.shelf.libraries:
        before = len(library.problems)
        _ = library.registers
        for problem in library.problems[before:]:
            warn(explain(problem).line())


def _say_left_out(desk: Desk, keys: Sequence[str]) -> None:
    """A line for each document that search cannot see, and why (FORMATS C2)."""
    for key in keys:
        try:
            desk.shelf.library_of(key).passages(key)
        except ReaderError as error:
            warn(explain(error).line())


@contextmanager
def _lines(file: str) -> Generator[Iterator[str], None, None]:
    """The lines of a file, "-" being the standard input, blank ones included."""
    if file == "-":
        if cast("TextIO | None", sys.stdin) is None:
            raise UnavailableError(tr("reading the queries"), None, tr("there is no standard input"))
        yield _read_lines(sys.stdin.buffer, file)
        return
    try:
        opened = Path(file).open("rb")  # noqa: SIM115 - closed below; what its reader raises is no error of the file
    except OSError as error:
        raise _unreadable(file, error) from error
    with opened as stream:
        yield _read_lines(stream, file)


def _unreadable(file: str, error: OSError) -> UnavailableError:
    return UnavailableError(tr("reading the queries"), Path(file), error.strerror or str(error))


def _read_lines(stream: BinaryIO, file: str) -> Iterator[str]:
    """Each line as far as it can be asked. Raises UnavailableError."""
    try:
        encoding = "utf-8-sig"  # a file's mark at its very beginning is no part of its first query
        while line := stream.readline(MAX_LINE_BYTES):
            whole = line.endswith(b"\n")
            while not whole and (rest := stream.readline(MAX_LINE_BYTES)):
                whole = rest.endswith(b"\n")
            yield line.rstrip(b"\r\n").decode(encoding, "replace")
            encoding = "utf-8"
    except OSError as error:
        raise _unreadable(file, error) from error


def _answer(desk: Desk, results: Results, *, as_json: bool) -> None:
    snippets = [desk.snippet(results, hit) for hit in results.hits]
    if as_json:
        print_json(_fields(results, snippets))
    else:
        _print(desk, results, snippets)


def _fields(results: Results, snippets: list[Snippet]) -> dict[str, Any]:
    return {
        "query": results.request.text,
        "interpreted": results.interpreted,
        "total": results.total,
        "took_ms": round(results.took_ms, 3),
        "suggestion": results.suggestion,
        "notices": list(results.notices),
        "facets": results.facets,
        "hits": [_hit(hit, snippet) for hit, snippet in zip(results.hits, snippets, strict=True)],
    }


def _hit(hit: Hit, snippet: Snippet) -> dict[str, Any]:
    return {
        "document": hit.document,
        "provenance": hit.provenance,
        "section": hit.section,
        "paragraph": hit.paragraph,
        "title": hit.title,
        "heading": hit.heading,
        "snippet": _marked(snippet, MATCH_START, MATCH_END),
        "score": round(hit.score, 4),
    }


def _marked(snippet: Snippet, start: str, end: str) -> str:
    parts: list[str] = []
    last = 0
    # A document's own control characters would be taken for ours.
    text = snippet.text.replace(MATCH_START, " ").replace(MATCH_END, " ")
    for begin, finish in snippet.marks:
        parts += (text[last:begin], start, text[begin:finish], end)
        last = finish
    return "".join((*parts, text[last:]))


def _print(desk: Desk, results: Results, snippets: list[Snippet]) -> None:
    for notice in results.notices:
        warn(notice)
    count = results.total
    asked = results.interpreted or results.request.text.strip()
    found = tr_n("{n} passage for {query}", "{n} passages for {query}", count)
    say(found.format(n=count, query=asked) if asked else tr("Nothing was asked."))
    if results.suggestion:
        say(tr("Did you mean {query}?").format(query=results.suggestion))
    for rank, (hit, snippet) in enumerate(zip(results.hits, snippets, strict=True), start=1):
        say("")
        say(f"{rank}. {strong(hit.heading or hit.title)}")
        line = f"   {hit.title} · {hit.document}#p{hit.paragraph}"
        say(f"{line} · {wording.digest_line()}" if hit.provenance == "digest" else line)
        say("   " + _emphasised(snippet))
    if not results.hits:
        _print_nothing(desk, results.request)


def _emphasised(snippet: Snippet) -> str:
    parts = _marked(snippet, MATCH_START, MATCH_END).split(MATCH_START)
    words = [parts[0]]
    for part in parts[1:]:
        match, _, rest = part.partition(MATCH_END)
        words += (strong(match), rest)
    return " ".join("".join(words).split())


def _print_nothing(desk: Desk, request: Request) -> None:
    """What each word does to the answer, where to turn, and what there is to browse: never silence."""
    effects = desk.open_index().why_none(request)
    unknown = [f"“{effect.word}”" for effect in effects if not effect.alone]
    if unknown:
        say(tr("Not in any briefing here: {words}").format(words=", ".join(unknown)))
    spoilers = [effect for effect in effects if effect.without]
    for effect in spoilers:
        say(_found_by(tr("Leave out “{word}”").format(word=effect.word), effect.without))
    for effect in () if spoilers else effects:
        if effect.alone:
            say(_found_by(tr("Only “{word}”").format(word=effect.word), effect.alone))
    _print_signposts(desk, request.text)
    terms = (term.key for library in desk.shelf.libraries for term in library.taxonomy.facets.get("topics", ()))
    topics = [f"topic:{key}" for key in dict.fromkeys(terms)]
    if topics:
        say(tr("Or browse: {topics}").format(topics=", ".join(topics)))


def _found_by(asked: str, count: int) -> str:
    return f"{asked} ({tr_n('{n} passage', '{n} passages', count).format(n=count)})"


def _print_signposts(desk: Desk, text: str) -> None:
    for post in desk.signposts(text):
        contact = " · ".join(part for part in (post.number, post.address) if part)
        say(tr("Where to turn: {title}. {contact}").format(title=post.named, contact=contact))
    for line in desk.contacts:
        say(tr("Local contact: {line}").format(line=line))
