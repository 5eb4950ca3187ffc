"""What a library's opening found out is kept, and never believed against the files themselves."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.library import heads
from reader.library import shelf as shelf_module
from reader.library.shelf import Library

RICH = """\
---
id: aaa
title: "Digest: first"
provenance: digest
original: {title: O, publisher: P, year: 2015}
changes: [{edition: 1, kind: update, urgent: true, summary: s}]
see_also: [{title: V, kind: video, address: a}]
topics: [one, two]
---
Some words here.
"""


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    (folder / "briefings").mkdir(parents=True)
    (folder / "library.toml").write_text('id = "lib-one"\ntitle = "One"\norder = ["bbb"]\n')
    (folder / "taxonomy.toml").write_text('[topics.one]\nen = "One"\n')
    (folder / "briefings/aaa.md").write_text(RICH)
    (folder / "briefings/bbb.md").write_text("---\nid: bbb\ntitle: B\n---\nText.\n")
    return folder


def seen(library):
    return library.info, library.entries, library.taxonomy, [library.stamp(e.key) for e in library.entries]


def test_the_second_opening_reads_no_yaml_and_finds_the_same(library, tmp_path, monkeypatch):
    caches = tmp_path / "caches"
    first = seen(Library(library, caches=caches))

    def forbidden(*_):
        raise AssertionError("parsed although nothing changed")

    monkeypatch.setattr(heads, "read_head", forbidden)
    monkeypatch.setattr(shelf_module.register_files, "open_register", forbidden)
    assert seen(Library(library, caches=caches)) == first


def test_a_changed_file_is_read_afresh_though_size_and_time_are_the_same(library, tmp_path):
    caches = tmp_path / "caches"
    Library(library, caches=caches)
    path = library / "briefings/bbb.md"
    path.write_text(path.read_text().replace("title: B", "title: C"))
    assert Library(library, caches=caches).entries[0].meta.title == "C"


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_cache_changes_nothing(library, tmp_path, data):
    caches = tmp_path / "caches"
    plain = seen(Library(library))
    Library(library, caches=caches)
    (file,) = caches.iterdir()
    good = file.read_bytes()
    junk = st.binary(max_size=60) | st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["entries", "program"]), inner),
    ).map(lambda value: json.dumps(value).encode())
    at = data.draw(st.integers(0, len(good)))
    file.write_bytes(data.draw(junk | st.just(good[:at])))
    assert seen(Library(library, caches=caches)) == plain


def test_bad_documents_are_reported_every_time(library, tmp_path):
    (library / "briefings/bad.md").write_text("---\nid: bad\n---\n")
    for _ in range(2):
        assert [p.file for p in Library(library, caches=tmp_path / "caches").problems] == ["briefings/bad.md"]


def test_a_cache_that_cannot_be_written_is_done_without(library, tmp_path):
    (tmp_path / "caches").write_text("")
    assert len(Library(library, caches=tmp_path / "caches").entries) == 2
