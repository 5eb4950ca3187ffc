"""The engines of the search benchmark, each doing the same work for a question.

The work: any-word, stemmed, title boosted, last word also as a prefix; the twenty best, counts of three facets over all
that matches, snippets for the first eight. An engine has `build(rows, folder)`, `open(folder)` and `ask(question)`,
which returns the number of passages that match. This file also runs under the system's Python, for Xapian, and must not
import anything that is not there.
"""

import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TOP, SNIPPETS = 20, 8


class Fts5:
    """SQLite FTS5 with Porter stems and prefix indexes."""

    def build(self, rows: Sequence[Any], folder: Path) -> None:
        base = sqlite3.connect(folder / "fts.db")
        base.execute(
            "CREATE VIRTUAL TABLE p USING fts5(title, heading, body, tokenize='porter unicode61', prefix='2 3')"
        )
        base.execute("CREATE TABLE f(id INTEGER PRIMARY KEY, topic TEXT, status TEXT, type TEXT)")
        numbered = list(enumerate(rows, 1))
        base.executemany(
            "INSERT INTO p(rowid, title, heading, body) VALUES (?, ?, ?, ?)",
            ((n, row.title, row.heading, row.text) for n, row in numbered),
        )
        base.executemany("INSERT INTO f VALUES (?, ?, ?, ?)", ((n, *row.facets) for n, row in numbered))
        base.commit()
        base.close()

    def open(self, folder: Path) -> None:
        self.base = sqlite3.connect(folder / "fts.db")
        facets = self.base.execute("SELECT topic, status, type FROM f ORDER BY id").fetchall()
        self.facets = [(), *facets]

    def ask(self, words: Sequence[str]) -> int:
        terms = [f'"{word}"' for word in dict.fromkeys(words[:-1])]
        match = " OR ".join([*terms, f'"{words[-1]}"*'])
        run = self.base.execute
        top = run(
            "SELECT rowid FROM p WHERE p MATCH ? AND rank MATCH 'bm25(2.5, 1.6, 1.0)' ORDER BY rank LIMIT ?",
            (match, TOP),
        ).fetchall()
        for (row,) in top[:SNIPPETS]:
            run(
                "SELECT snippet(p, 2, char(2), char(3), '…', 32) FROM p WHERE p MATCH ? AND rowid = ?", (match, row)
            ).fetchall()
        rows = run("SELECT rowid FROM p WHERE p MATCH ?", (match,)).fetchall()
        held = [self.facets[row] for (row,) in rows]
        for column in range(3):
            Counter(facet[column] for facet in held)
        return len(rows)


class Xapian:
    """Xapian with English stems; facets by value-count match spies, which make it look at every match."""

    def build(self, rows: Sequence[Any], folder: Path) -> None:
        import xapian  # noqa: PLC0415 - only the system's Python has it

        base = xapian.WritableDatabase(str(folder / "xapian"), xapian.DB_CREATE_OR_OVERWRITE)
        generator = xapian.TermGenerator()
        generator.set_stemmer(xapian.Stem("en"))
        for row in rows:
            document = xapian.Document()
            generator.set_document(document)
            generator.index_text(row.title, 2)
            generator.increase_termpos()
            generator.index_text(row.heading, 2)
            generator.increase_termpos()
            generator.index_text(row.text)
            document.set_data(row.text)
            for slot, facet in enumerate(row.facets):
                document.add_value(slot, facet)
            base.add_document(document)
        base.close()

    def open(self, folder: Path) -> None:
        import xapian  # noqa: PLC0415

        self.xapian = xapian
        self.base = xapian.Database(str(folder / "xapian"))
        self.parser = xapian.QueryParser()
        self.stem = xapian.Stem("en")
        self.parser.set_stemmer(self.stem)
        self.parser.set_stemming_strategy(self.parser.STEM_SOME)
        self.parser.set_database(self.base)
        self.parser.set_default_op(xapian.Query.OP_OR)
        self.count = self.base.get_doccount()

    def ask(self, words: Sequence[str]) -> int:
        xapian = self.xapian
        enquire = xapian.Enquire(self.base)
        enquire.set_query(self.parser.parse_query(" ".join(words), self.parser.FLAG_PARTIAL))
        spies = [xapian.ValueCountMatchSpy(slot) for slot in range(3)]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, TOP, self.count)
        for rank, match in enumerate(found):
            if rank >= SNIPPETS:
                break
            found.snippet(match.document.get_data(), 220, self.stem, xapian.MSet.SNIPPET_EXHAUSTIVE, "<", ">", "…")
        for spy in spies:
            for _ in spy.values():
                pass
        return int(found.get_matches_estimated())


class Tantivy:
    """tantivy with English stems; facets by a terms aggregation over fast fields."""

    def __init__(self) -> None:
        import tantivy  # noqa: PLC0415 - optional

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        for name in ("title", "heading", "body"):
            builder.add_text_field(name, stored=name == "body", tokenizer_name="en_stem")
        for name in ("topic", "status", "type"):
            builder.add_text_field(name, tokenizer_name="raw", fast=True)
        self.schema = builder.build()

    def build(self, rows: Sequence[Any], folder: Path) -> None:
        place = folder / "tantivy"
        place.mkdir()
        writer = self.tantivy.Index(self.schema, path=str(place)).writer(num_threads=1)
        for row in rows:
            topic, status, kind = row.facets
            writer.add_document(
                self.tantivy.Document(
                    title=row.title, heading=row.heading, body=row.text, topic=topic, status=status, type=kind
                )
            )
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        self.index = self.tantivy.Index.open(str(folder / "tantivy"))
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, words: Sequence[str]) -> int:
        tantivy = self.tantivy
        boosts = {"title": 2.5, "heading": 1.6, "body": 1.0}
        whole = self.index.parse_query(" ".join(words), list(boosts), field_boosts=boosts)
        start = tantivy.Query.regex_query(self.schema, "body", re.escape(words[-1]) + ".*")
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, whole), (tantivy.Occur.Should, start)])
        found = self.searcher.search(query, TOP)
        generator = tantivy.SnippetGenerator.create(self.searcher, query, self.schema, "body")
        for _, address in found.hits[:SNIPPETS]:
            generator.snippet_from_doc(self.searcher.doc(address)).to_html()
        facets = {name: {"terms": {"field": name, "size": 50}} for name in ("topic", "status", "type")}
        self.searcher.aggregate(query, facets)
        return int(found.count or 0)


class Ours:
    """This program's own index, through the interface that window and command line use."""

    def __init__(self) -> None:
        sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

    def build(self, rows: Sequence[Any], folder: Path) -> None:
        from search_library import RowLibrary  # noqa: PLC0415 - the system's Python cannot import it

        from reader.search.index import open_index  # noqa: PLC0415

        self.library = RowLibrary(rows)
        open_index([self.library], folder / "index").close()

    def open(self, folder: Path) -> None:
        from reader.search.index import open_index  # noqa: PLC0415
        from reader.search.results import Request  # noqa: PLC0415

        self.request = Request
        self.index = open_index([self.library], folder / "index")

    def ask(self, words: Sequence[str]) -> int:
        found = self.index.search(self.request(" ".join(words), limit=TOP, typing=True))
        for hit in found.hits[:SNIPPETS]:
            self.index.snippet(found, hit)
        return found.total


class PlainWhoosh:
    """Whoosh as its manual shows it, with the same fields; only its building time is compared."""

    def build(self, rows: Sequence[Any], folder: Path) -> None:
        from whoosh import fields, index  # noqa: PLC0415
        from whoosh.analysis import StemmingAnalyzer  # noqa: PLC0415

        analyzer = StemmingAnalyzer(cachesize=-1)
        schema = fields.Schema(
            title=fields.TEXT(analyzer=analyzer, field_boost=2.5),
            heading=fields.TEXT(analyzer=analyzer, field_boost=1.6),
            body=fields.TEXT(analyzer=analyzer, stored=True),
            topic=fields.ID,
            status=fields.ID,
            type=fields.ID,
        )
        place = folder / "whoosh"
        place.mkdir()
        writer = index.create_in(place, schema).writer(limitmb=512)
        for row in rows:
            topic, status, kind = row.facets
            writer.add_document(
                title=row.title, heading=row.heading, body=row.text, topic=topic, status=status, type=kind
            )
        writer.commit()


ENGINES = {"ours": Ours, "fts5": Fts5, "xapian": Xapian, "tantivy": Tantivy, "whoosh": PlainWhoosh}
