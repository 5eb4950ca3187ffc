"""Libraries read from folders, and the shelf that holds them (FORMATS C2, D8, D11)."""

import errno
import os
from pathlib import Path

import pytest

from reader.errors import ContentError, LimitError, NotFoundError, UnavailableError
from reader.library import limits
from reader.library.shelf import Library, Shelf


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def document(identifier, title="Title", body="Text.", extra=""):
    return f"---\nid: {identifier}\ntitle: {title}\n{extra}---\n{body}\n"


@pytest.fixture
def named(tmp_path):
    write(tmp_path, "library.toml", 'id = "lib-one"\ntitle = "One"\norder = ["bbb", "aaa"]\n')
    write(tmp_path, "briefings/aaa.md", document("aaa", "First"))
    write(tmp_path, "briefings/bbb.md", document("bbb", "Second", "## Part\n\nOne.\n\nTwo.\n"))
    write(tmp_path, "elsewhere.md", document("ccc"))
    return tmp_path


def test_only_briefings_are_read_where_that_folder_exists(named):
    assert [entry.key for entry in Library(named).entries] == ["lib-one/bbb", "lib-one/aaa"]


def test_any_folder_of_markdown_is_a_library(tmp_path):
    write(tmp_path, "deep/er/one.md", document("one"))
    write(tmp_path, "2016.md", document("2016", body=""))
    write(tmp_path, "README.md", "no front matter")
    library = Library(tmp_path)
    assert sorted(entry.key for entry in library.entries) == ["2016", "one"]
    assert [problem.file for problem in library.problems] == ["README.md"]
    assert library.passages("2016")[0].text == ""


def test_a_bad_document_costs_only_itself(named):
    write(named, "briefings/bad.md", "---\nid: bad\n---\n")
    (named / "briefings/not-text.md").write_bytes(b"\xff\xfe")
    write(named, "briefings/twin.md", document("aaa", "Again"))
    library = Library(named)
    assert len(library.entries) == 2
    assert {problem.file for problem in library.problems} == {
        "briefings/bad.md",
        "briefings/not-text.md",
        "briefings/twin.md",
    }


def test_links_out_of_the_folder_are_not_followed(named, tmp_path_factory):
    outside = write(tmp_path_factory.mktemp("outside"), "x.md", document("secret"))
    (named / "briefings/link.md").symlink_to(outside)
    library = Library(named)
    assert "lib-one/secret" not in [entry.key for entry in library.entries]
    left_out = [problem for problem in library.problems if problem.file == "briefings/link.md"]
    assert len(left_out) == 1 and "a link" in str(left_out[0])


def test_a_folder_below_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    (tmp_path / "shut").mkdir()
    write(tmp_path, "shut/hidden.md", document("hidden"))
    write(tmp_path, "one.md", document("one"))
    opened = os.scandir

    def scandir(folder):
        if os.fspath(folder).endswith("shut"):
            raise PermissionError(errno.EACCES, "Permission denied", os.fspath(folder))
        return opened(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    library = Library(tmp_path)
    assert [entry.key for entry in library.entries] == ["one"]
    assert [problem.file for problem in library.problems] == ["shut"]
    with pytest.raises(UnavailableError):
        Library(tmp_path / "shut")


def test_a_missing_folder_says_so(tmp_path):
    with pytest.raises(UnavailableError) as caught:
        Library(tmp_path / "nowhere")
    assert "no such folder" in caught.value.reason


def test_an_unreadable_document_is_left_out(named, monkeypatch):
    opened = Path.open

    def refusing(path, *arguments, **named_arguments):
        if path.name == "aaa.md":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **named_arguments)

    # Root reads whatever the mode says, and the suite may run as root.
    monkeypatch.setattr(Path, "open", refusing)
    library = Library(named)
    assert [entry.key for entry in library.entries] == ["lib-one/bbb"]
    assert library.problems[0].field == "file"


def test_too_many_documents_are_refused(named, monkeypatch):
    monkeypatch.setattr(limits, "LIMITS", limits.Limits(library_documents=1))
    with pytest.raises(LimitError):
        Library(named)


def test_a_broken_register_is_empty_and_reported(named):
    write(named, "sources.toml", "[[source]\nid = 1")
    write(
        named, "abbreviations.toml", '[[abbreviation]]\nshort = "ABE"\n[[abbreviation]]\nshort = "X"\nexpansion = "Y"\n'
    )
    write(named, "taxonomy.toml", '[topics.a]\nen = "A"\ncy = "Â"\n[topics]\nb = 3\n')
    library = Library(named)
    assert library.registers.sources == {}
    assert [a.expansion for a in library.registers.abbreviations][-1] == "Y"
    assert library.taxonomy.label("topics", "a", "cy") == "Â"
    assert library.taxonomy.label("topics", "not-there") == "Not there"
    assert {problem.file for problem in library.problems} >= {"sources.toml", "abbreviations.toml"}


def test_places_are_found_by_full_and_bare_names(named):
    shelf = Shelf([Library(named)])
    assert shelf.find("aaa").key == shelf.find("lib-one/aaa").key == "lib-one/aaa"
    assert shelf.find("bbb#part").paragraph == 1
    assert shelf.find("bbb#p2").section == "part"


@pytest.mark.parametrize("target", ["", "zzz", "bbb#p3", "bbb#p0", "bbb#nowhere", "lib-two/aaa", "../aaa"])
def test_a_place_that_is_not_there_is_named_in_the_error(named, target):
    with pytest.raises(NotFoundError):
        Shelf([Library(named)]).find(target)


def test_near_names_are_offered(named):
    with pytest.raises(NotFoundError) as caught:
        Shelf([Library(named)]).find("aab")
    assert "lib-one/aaa" in caught.value.near


def test_a_bare_name_that_two_libraries_have_is_ambiguous(named, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    write(other, "library.toml", 'id = "lib-two"\ntitle = "Two"\n')
    write(other, "briefings/aaa.md", document("aaa"))
    shelf = Shelf([Library(named), Library(other)])
    with pytest.raises(NotFoundError) as caught:
        shelf.find("aaa")
    assert set(caught.value.near) == {"lib-one/aaa", "lib-two/aaa"}


@pytest.mark.parametrize("name", ["../library.toml", "figures/../library.toml", "figures/x.txt", "/etc/passwd", ""])
def test_only_figures_are_assets(named, name):
    with pytest.raises(ContentError):
        Library(named).asset(name)


def test_stamps_change_with_the_bytes(named):
    before = Library(named).stamp("lib-one/aaa")
    write(named, "briefings/aaa.md", document("aaa", "First", "Other."))
    assert Library(named).stamp("lib-one/aaa") != before
