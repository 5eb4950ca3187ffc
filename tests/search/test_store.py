"""The folder of an index: built, opened, brought up to date; damaged, foreign, planted or half-written files."""

import json
import os
import pickle
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from reader.errors import CancelledError, UnavailableError
from reader.search import build, fence, manifest, store
from reader.search.index import open_index
from reader.search.results import Request
from reader.search.segment_reader import SegmentReader

ROOT = Path(__file__).resolve().parents[2]


def answers(index):
    """What an index finds, to compare two of them by."""
    asked = ["neglect", "CSE", '"as soon as"', "child -cse", "topic:exploitation", "kaleidoscope", "groom*"]
    return [[(hit.document, hit.section) for hit in index.search(Request(text)).hits] for text in asked]


def generation(folder):
    return folder / json.loads((folder / "manifest.json").read_text("ascii"))["generation"]


def only_segment_file(folder, extension):
    return next(generation(folder).glob(f"*{extension}"))


@pytest.fixture
def built(library, tmp_path):
    open_index([library], tmp_path / "index").close()
    library.read.clear()
    return tmp_path / "index"


def test_what_is_current_is_opened_and_nothing_read_again(library, built):
    before = generation(built)
    index = open_index([library], built)
    assert library.read == []
    assert generation(built) == before
    assert answers(index) == answers(open_index([library], None))


def test_opening_writes_nothing(library, built):
    held = {path: path.stat().st_mtime_ns for path in built.rglob("*")}
    open_index([library], built).close()
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*")} == held


def test_plain_whoosh_can_read_it(library, built):
    from whoosh import index as whoosh_index  # noqa: PLC0415 - the index must be a real one
    from whoosh.query import Term  # noqa: PLC0415

    from reader.search.schema import schema  # noqa: PLC0415

    opened = whoosh_index.open_dir(str(generation(built)), indexname="MAIN", schema=schema())
    with opened.searcher() as searcher:
        assert searcher.doc_count() == 7
        assert {hit.docnum for hit in searcher.search(Term("text", "groom"))} == {2}


def test_one_changed_document_costs_one_document(library, built):
    library.change("cse", sections=[("New", ["Hippopotamus."])])
    index = open_index([library], built)
    assert library.read == ["lib/cse"]
    assert [hit.document for hit in index.search(Request("hippopotamus")).hits] == ["lib/cse"]
    assert index.search(Request("grooming", literal=True)).total == 0
    assert index.count == 5


def test_updated_and_built_anew_answer_alike(library, built):
    library.change("cse", title="Changed title")
    library.documents["lib/new"] = library.documents["lib/abbreviated"]
    del library.documents["lib/title-only"]
    updated = open_index([library], built)
    assert sorted(map(sorted, answers(updated))) == sorted(map(sorted, answers(open_index([library], None))))
    assert updated.search(Request("", filters={"nation": frozenset({"wales"})})).documents == 3


def test_removing_a_document_reads_none(library, built):
    del library.documents["lib/cse"]
    index = open_index([library], built)
    assert library.read == []
    assert "lib/cse" not in {hit.document for hit in index.search(Request("child")).hits}


def test_after_many_updates_the_whole_is_built_again(library, built):
    for turn in range(build.MOST_SEGMENTS + 2):
        library.change("abbreviated", sections=[("", [f"Version{turn} of the meetings."])])
        index = open_index([library], built)
        assert index.search(Request(f"version{turn}", literal=True)).total == 1
        index.close()
    assert len(list(generation(built).glob("*.trm"))) < build.MOST_SEGMENTS


@pytest.mark.parametrize("change", ["analysis", "program", "format"])
def test_another_version_s_index_is_rebuilt(library, built, change):
    held = json.loads((built / "manifest.json").read_text("ascii"))
    held[change] = "other"
    (built / "manifest.json").write_text(json.dumps(held), "ascii")
    open_index([library], built)
    assert set(library.read) == set(library.documents)


def test_a_new_edition_of_a_library_is_noticed(library, built, fakes):
    make, _ = fakes
    renewed = make(list(library.documents.values()), edition=2)
    open_index([renewed], built)
    assert json.loads((built / "manifest.json").read_text("ascii"))["libraries"] == [["lib", 2]]


DAMAGES = {
    "manifest gone": lambda folder: (folder / "manifest.json").unlink(),
    "manifest empty": lambda folder: (folder / "manifest.json").write_bytes(b""),
    "manifest not JSON": lambda folder: (folder / "manifest.json").write_bytes(b"\xff\x00{"),
    "manifest a list": lambda folder: (folder / "manifest.json").write_bytes(b"[]"),
    "manifest deep": lambda folder: (folder / "manifest.json").write_bytes(b"[" * 100_000),
    "generation gone": lambda folder: generation(folder).rename(folder / "elsewhere"),
    "segment cut short": lambda folder: _cut(only_segment_file(folder, ".pst")),
    "one byte flipped": lambda folder: _flip(only_segment_file(folder, ".trm")),
    "column gone": lambda folder: only_segment_file(folder, "body.col").unlink(),
    "lexicon flipped": lambda folder: _flip(only_segment_file(folder, ".lex")),
    "contents gone": lambda folder: only_segment_file(folder, ".toc").unlink(),
    "contents planted": lambda folder: (generation(folder) / "_MAIN_999.toc").write_bytes(b"cos\nsystem\n"),
    "file planted": lambda folder: (generation(folder) / "extra").write_bytes(b""),
    "path outside": lambda folder: _point_at(folder, "../elsewhere"),
}


def _cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def _point_at(folder, name):
    held = json.loads((folder / "manifest.json").read_text("ascii"))
    held["generation"] = name
    (folder / "manifest.json").write_text(json.dumps(held), "ascii")


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_detected_and_rebuilt(library, built, damage):
    DAMAGES[damage](built)
    index = open_index([library], built)
    assert set(library.read) == set(library.documents)
    assert answers(index) == answers(open_index([library], None))
    library.read.clear()
    open_index([library], built)
    assert library.read == []


def _rehash(folder):
    """A manifest that vouches for whatever lies in the folder, as an attacker would write it."""
    held = manifest.from_bytes((folder / "manifest.json").read_bytes())
    files = store.describe(folder / held.generation, {})
    forged = manifest.Manifest(held.generation, held.libraries, held.documents, files, held.averages, held.built)
    (folder / "manifest.json").write_bytes(manifest.to_bytes(forged))


class _Evil:
    def __reduce__(self):
        return (os.mkdir, (str(Path(os.environ["HOME"]) / "owned"),))


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_planted_pickle_runs_nothing_even_with_a_forged_manifest(library, built, protocol):
    path = only_segment_file(built, ".toc")
    data = path.read_bytes()
    at = data.index(b"\x80", data.index(b"W3Segment") - 60)
    path.write_bytes(data[:at] + pickle.dumps([_Evil()], protocol))
    _rehash(built)
    index = open_index([library], built)
    assert not (Path(os.environ["HOME"]) / "owned").exists()
    assert answers(index) == answers(open_index([library], None))


def test_a_planted_posting_block_runs_nothing(library, built):
    fence.raise_fence()
    evil = pickle.dumps(_Evil())
    for loads in (fence.loads, lambda data: fence.load(__import__("io").BytesIO(data))):
        with pytest.raises(pickle.UnpicklingError):
            loads(evil)
    assert not (Path(os.environ["HOME"]) / "owned").exists()


def test_every_place_where_whoosh_unpickles_is_fenced(built):
    from whoosh import columns, formats, index  # noqa: PLC0415 - looked at after the fence went up
    from whoosh.codec import whoosh3  # noqa: PLC0415
    from whoosh.filedb import structfile  # noqa: PLC0415

    places = [structfile.load_pickle, whoosh3.loads, formats.loads, columns.loads, index.pickle.loads]
    assert {place.__module__ for place in places} == {"reader.search.fence"}


def test_killed_while_building_leaves_no_index_and_no_trouble(library, tmp_path):
    folder = tmp_path / "index"
    (folder / "building-0123").mkdir(parents=True)
    (folder / "building-0123" / "MAIN_half.pst").write_bytes(b"W3Bl")
    index = open_index([library], folder)
    assert index.search(Request("neglect")).hits


def test_cancelling_keeps_what_was_there(library, built):
    before = generation(built)
    library.change("cse", title="Other")
    seen = []
    with pytest.raises(CancelledError):
        open_index([library], built, progress=lambda *at: seen.append(at), cancelled=lambda: True)
    assert generation(built) == before
    assert not list(built.glob("building-*"))
    assert "lib/cse" in {hit.document for hit in open_index([library], built).search(Request("grooming")).hits}


def test_progress_counts_documents(library):
    seen = []
    open_index([library], None, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 5)
    assert seen[-1] == (5, 5)


def test_a_folder_that_cannot_be_written_is_unavailable(library, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(UnavailableError):
        open_index([library], blocked / "index")


def test_a_full_disk_is_unavailable_and_leaves_nothing(library, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_contents", full)
    with pytest.raises(UnavailableError) as caught:
        open_index([library], tmp_path / "index")
    assert caught.value.reason == "No space left on device"
    assert list((tmp_path / "index").iterdir()) == []


def test_old_generations_are_swept_up_later(library, built):
    old = generation(built)
    library.change("cse", title="Other")
    open_index([library], built)
    assert old.exists()
    os.utime(old, (0, 0))
    library.change("cse", title="Another")
    open_index([library], built)
    assert not old.exists()


def test_an_open_index_survives_being_replaced(library, built):
    first = open_index([library], built)
    expected = answers(first)
    for number in range(3):
        library.change("neglect", sections=[("", [f"Other text {number}."])])
        open_index([library], built).close()
        for path in built.glob("g-*"):
            os.utime(path, (0, 0))
    assert answers(first) == expected


def test_two_processes_building_at_once_do_not_disturb_each_other(tmp_path):
    code = textwrap.dedent(
        """
        import importlib.util, sys
        spec = importlib.util.spec_from_file_location("fakes", sys.argv[2])
        fakes = importlib.util.module_from_spec(spec); sys.modules["fakes"] = fakes; spec.loader.exec_module(fakes)
        from pathlib import Path
        from reader.search.index import open_index
        from reader.search.results import Request
        library = fakes.FakeLibrary(fakes.documents())
        for turn in range(8):
            library.change("cse", title=f"{sys.argv[3]} {turn}")
            index = open_index([library], Path(sys.argv[1]))
            assert index.search(Request("grooming")).hits, turn
            assert index.search(Request(sys.argv[3], literal=True)).total, turn
            index.close()
        """
    )
    fakes = str(Path(__file__).with_name("conftest.py"))
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "index"), fakes, name], cwd=ROOT)
        for name in ("alpha", "omega")
    ]
    assert [process.wait(60) for process in running] == [0, 0]


def test_a_memory_index_leaves_nothing_on_disk(library, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    open_index([library], None).search(Request("neglect"))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_library_is_no_trouble(fakes, tmp_path):
    make, _ = fakes
    for folder in (None, tmp_path / "index", tmp_path / "index"):
        index = open_index([make([])], folder)
        assert index.search(Request("neglect")).total == 0
        assert index.search(Request("negl*", typing=True)).hits == ()
        index.close()


def test_a_segment_reads_back_what_was_written(library, built):
    held = manifest.from_bytes((built / "manifest.json").read_bytes())
    storage = store.file_storage(built / held.generation)
    reader = SegmentReader(storage, store.read_contents(storage)[0], 100)
    assert reader.body(100).startswith("A child's needs")
    assert reader.place(101).heading == "In custody"
    assert reader.postings("text", "groom")[0].tolist() == [102]
    assert reader.postings("text", "nothing") is None
    reader.close()
