"""Reading a folder that is being written."""

import pytest

from reader.errors import CancelledError, UnavailableError
from reader.packs.preview import read_folder, stamp

HEAD = "---\nid: {id}\ntitle: T\n---\n\n{text}\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "briefings").mkdir()
    for name in ("one-paper", "two-paper"):
        write(tmp_path, name, f"Words of {name}.")
    return tmp_path


def write(folder, name, text):
    (folder / f"briefings/{name}.md").write_text(HEAD.format(id=name, text=text), "utf-8")


def text_of(reading, key):
    return reading.library.briefing(key).paragraphs[0].text


def test_a_slip_takes_nothing_away(folder):
    first = read_folder(folder, {})
    assert not first.broken
    write(folder, "two-paper", "x" * 3_000)
    second = read_folder(folder, first.good)
    (problem,) = second.broken["briefings/two-paper.md"]
    assert (problem.clause, problem.line) == ("D7", 6)
    assert text_of(second, "two-paper") == "Words of two-paper."
    write(folder, "two-paper", "Mended.")
    third = read_folder(folder, second.good)
    assert not third.broken
    assert text_of(third, "two-paper") == "Mended."


def test_what_never_parsed_is_named_and_left_out(folder):
    (folder / "briefings/two-paper.md").write_bytes(b"---\nid: two-paper\ntitle: \xff\n---\n")
    reading = read_folder(folder, {})
    assert [p.field for p in reading.broken["briefings/two-paper.md"]] == ["encoding"]
    assert reading.key_of("briefings/two-paper.md") == ""
    assert [entry.key for entry in reading.library.entries] == ["one-paper"]


def test_stopping_and_a_missing_folder(folder):
    with pytest.raises(CancelledError):
        read_folder(folder, {}, cancelled=lambda: True)
    with pytest.raises(UnavailableError):
        read_folder(folder / "nowhere", {})
    assert stamp(folder / "nowhere") == ()


def test_every_save_gives_another_stamp(folder):
    before = stamp(folder)
    write(folder, "one-paper", "Longer words.")
    after = stamp(folder)
    (folder / "library.toml").write_text('id = "x-library"\n', "utf-8")
    assert len({before, after, stamp(folder)}) == 3
