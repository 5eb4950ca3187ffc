"""The command line as a person or a script meets it (FORMATS C1 to C6), through the real command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader import cli

ROOT = Path(__file__).parents[2]
TEN = {
    "strategic-needs-assessment",
    "disclosure-or-exposure",
    "joint-targeted-area-inspections",
    "trauma-informed-approach",
    "contextual-safeguarding",
    "child-neglect-and-policing",
    "scale-of-child-sexual-abuse",
    "child-sexual-abuse-and-policing",
    "knowledge-hub",
    "policing-models",
}


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    return tmp_path_factory.mktemp("profile")


@pytest.fixture
def reader(profile):
    def run(*arguments, stdin=None, **environment):
        return subprocess.run(
            [sys.executable, "-m", "reader", "--profile", str(profile), *map(str, arguments)],
            cwd=ROOT,
            capture_output=True,
            input=stdin,
            env={**os.environ, **environment},
            check=False,
            timeout=120,
        )

    return run


def text(done):
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.stdout.decode("utf-8")


def document(identifier, title, body):
    return f'---\nid: {identifier}\ntitle: "{title}"\n---\n{body}\n'


@pytest.fixture
def foreign(tmp_path):
    for number in range(30):
        name = f"paper-{number:03}"
        (tmp_path / f"{name}.md").write_text(document(name, f"Paper {number}", f"Word{number} heat transfer."), "utf-8")
    (tmp_path / "empty.md").write_text(document("empty", "Only a heading on turbulence", ""), "utf-8")
    (tmp_path / "broken.md").write_text("---\nid: broken\n---\nno title", "utf-8")
    return tmp_path


def test_list_has_exactly_the_ten_documents(reader):
    rows = json.loads(text(reader("list", "--json")))
    assert {row["document"].rpartition("/")[2] for row in rows} == TEN
    assert set(rows[0]) == {
        *("document", "title", "type", "provenance", "edition", "audience", "topics", "stages", "minutes", "status"),
    }


def test_list_for_people_says_of_each_digest_what_it_is_not(reader):
    out = text(reader("list"))
    assert out.count("Digest. Not policy, not the original") == 10
    assert "Development copy" in out


def test_search_answers_as_an_object_with_every_agreed_field(reader):
    done = reader("search", "appropriate adult", "--json", "--limit", "5")
    answer = json.loads(text(done))
    assert done.returncode == 0 and done.stderr == b""
    assert {"query", "interpreted", "total", "took_ms", "suggestion", "facets", "hits"} <= set(answer)
    assert len(answer["hits"]) == 5 <= answer["total"]
    for hit in answer["hits"]:
        assert set(hit) == {
            *("document", "provenance", "section", "paragraph", "title", "heading", "snippet", "score"),
        }
        assert isinstance(hit["paragraph"], int) and hit["snippet"].count("\u0002") == hit["snippet"].count("\u0003")
    assert any("\u0002" in hit["snippet"] for hit in answer["hits"])


def test_search_for_people_shows_place_and_provenance(reader):
    out = text(reader("search", "appropriate adult", "--limit", "2"))
    assert "#p" in out and "Digest. Not policy, not the original" in out
    assert "\u0002" not in out and "\x1b" not in out


def test_nothing_found_is_exit_1_and_points_on(reader):
    done = reader("search", "zzzzqqqqxxxx", "--json")
    assert done.returncode == 1
    assert json.loads(text(done))["hits"] == []


def test_nothing_found_says_to_people_which_word_it_was_and_where_to_look(reader):
    out = text(reader("search", "exploitation AND zzzzqqqqxxxx AND childline"))
    assert "Not in any briefing here: “zzzzqqqqxxxx”, “childline”" in out
    assert "Where to turn: Childline. 0800 1111" in out
    assert "topic:child-neglect" in out
    assert "Leave out “zzzzqqqqxxxx” (" in text(reader("search", "exploitation AND zzzzqqqqxxxx"))
    assert "Nothing was asked." in text(reader("search", " "))


def test_a_wrong_number_is_told_without_the_names_of_the_code(reader):
    done = reader("search", "a", "--limit", "many")
    assert done.returncode == 2
    assert b"a whole number from 1" in done.stderr and b"_positive" not in done.stderr


def test_a_file_of_queries_gives_one_line_each_blank_ones_included(reader, tmp_path):
    queries = tmp_path / "queries.txt"
    queries.write_bytes(b"custody\n\nzzzzqqqq\r\n" + b"x" * 10_000_000 + b"\n\xff\xfe bad bytes\nlast without end")
    done = reader("search", "--queries", queries, "--json")
    answers = [json.loads(line) for line in text(done).splitlines()]
    assert done.returncode == 0
    assert [bool(answer["hits"]) for answer in answers][:3] == [True, False, False]
    assert len(answers) == 6
    assert answers[3]["notices"]


def test_queries_come_from_standard_input_too(reader):
    done = reader("search", "--queries", "-", "--json", stdin=b"neglect\n")
    assert json.loads(text(done))["query"] == "neglect"


def test_any_folder_of_markdown_can_be_searched(reader, foreign):
    done = reader("search", "heat transfer word7", "--json", "--library", foreign)
    answer = json.loads(text(done))
    assert answer["hits"][0]["document"] == "paper-007"
    assert b"broken.md" in done.stderr
    title = json.loads(text(reader("search", "turbulence", "--json", "--library", foreign)))
    assert [hit["document"] for hit in title["hits"]] == ["empty"]


def test_a_document_beyond_a_limit_is_named_whenever_it_is_searched(reader, foreign):
    rows = "| a |\n|---|\n" + "| x |\n" * 2_001
    (foreign / "rows.md").write_text(document("rows", "Too many rows", rows), "utf-8")
    for _ in range(2):  # the second time the index is there already
        done = reader("search", "heat", "--json", "--library", str(foreign))
        assert json.loads(text(done))["total"] == 30
        assert [
            line for line in done.stderr.decode().splitlines() if "table_rows" in line and line.startswith("rows.md:")
        ]


def test_the_index_of_a_folder_follows_its_content(reader, foreign):
    before = json.loads(text(reader("search", "marmalade", "--json", "--library", foreign)))
    (foreign / "new.md").write_text(document("new", "New", "Marmalade."), "utf-8")
    after = json.loads(text(reader("search", "marmalade", "--json", "--library", foreign)))
    assert (before["total"], after["total"]) == (0, 1)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_show_prints_a_document_with_its_provenance(reader, form):
    out = text(reader("show", "knowledge-hub", "--format", form))
    assert "Digest. Not policy, not the original" in out
    assert "HEFCE" in out


def test_show_prints_a_section_and_a_paragraph(reader):
    paragraph = text(reader("show", "cse-policing-hub/knowledge-hub#p3"))
    assert "¶ 3" in paragraph and len(paragraph) < 1_500


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "no-such-document"], 1),
        (["show", "knowledge-hub#nowhere"], 1),
        (["search"], 2),
        (["search", "a", "--queries", "b"], 2),
        (["search", "a", "--limit", "0"], 2),
        (["search", "--queries", "/no/such/file"], 6),
        (["list", "--library", "/no/such/folder"], 6),
        (["pack", "check", "/no/such/folder"], 6),
        (["nonsense"], 2),
        (["list", "--nonsense"], 2),
        (["show", "trauma-informed"], 1),
        (["search", "custody", "--libary", "somewhere"], 2),
        (["search", "--queries", ""], 2),
        (["list", "--library", ""], 2),
        (["--profile", "", "list"], 2),
    ],
)
def test_what_cannot_be_done_says_why_and_exits_with_its_code(reader, arguments, code):
    done = reader(*arguments)
    text(done)
    assert done.returncode == code
    assert done.stderr.strip()


def test_a_near_name_is_offered(reader):
    assert b"trauma-informed-approach" in reader("show", "trauma-informed-aproach").stderr


def test_a_query_may_begin_with_a_minus(reader):
    done = reader("search", "custody", "-strip", "--json")
    assert json.loads(text(done))["query"] == "custody -strip"


def test_after_two_dashes_everything_is_asked(reader):
    done = reader("search", "--json", "--", "custody", "--strip")
    assert json.loads(text(done))["query"] == "custody --strip"


def test_a_profile_that_may_not_be_looked_at_still_lets_people_read(tmp_path):
    # Even an administrator may not look at a name that is longer than names may be.
    words = [sys.executable, "-m", "reader", "--profile", str(tmp_path / ("long" * 100))]
    for command, code in (
        (["list"], 0),
        (["search", "custody"], 0),
        (["show", "knowledge-hub"], 0),
        (["doctor"], 1),
        (["notebook", "list"], 6),
    ):
        done = subprocess.run([*words, *command], cwd=ROOT, capture_output=True, check=False)
        text(done)
        assert done.returncode == code, (command, done.stderr)
        assert b"foresaw" not in done.stderr and b"[Errno" not in done.stdout + done.stderr
        assert code or done.stdout


def test_what_a_terminal_would_act_on_is_not_printed(reader, tmp_path):
    (tmp_path / "red.md").write_text(document("red", "Red", "walrus \x1b[31mred\x07 \x9b2J"), "utf-8")
    (tmp_path / "bad\x1b[31m.md").write_text("no front matter", "utf-8")
    for form in (["search", "walrus"], ["show", "red"]):
        done = reader(*form, "--library", tmp_path)
        assert "[31mred" in text(done) and "bad\ufffd[31m" in done.stderr.decode()
        assert not {"\x1b", "\x07", "\x9b"} & set(text(done) + done.stderr.decode())


def test_queries_that_nobody_reads_to_the_end_are_no_error(profile, tmp_path):
    queries = tmp_path / "queries.txt"
    queries.write_text("custody\n" * 200, "utf-8-sig")
    command = f"{sys.executable} -m reader --profile {profile} search --json --queries {queries} | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b"" and json.loads(done.stdout)["query"] == "custody"


def test_registers_that_only_search_reads_are_complained_of(reader, foreign):
    (foreign / "abbreviations.toml").write_text("x = " + "[" * 50_000, "utf-8")
    done = reader("search", "heat", "--library", foreign)
    assert done.returncode == 0 and b"abbreviations.toml" in done.stderr
    assert "passages for heat" in text(done)


def test_stopping_while_the_program_is_being_loaded_shows_no_traceback(profile):
    program = (
        "import sys, reader.__main__ as start\n"
        "class Stop:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'reader.openable':\n"
        "            sys.meta_path.remove(self)\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\n"
        "sys.argv = ['reader', 'list']\n"
        "sys.exit(start.main())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 130
    text(done)


def test_a_cache_that_cannot_be_written_still_answers(reader, profile, tmp_path):
    blocked = tmp_path / "profile"
    blocked.mkdir()
    (blocked / "cache").write_text("a file where the folder should be")
    done = subprocess.run(
        [sys.executable, "-m", "reader", "--profile", str(blocked), "search", "custody", "--json"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert json.loads(text(done))["hits"]
    assert done.returncode == 0


def test_a_damaged_index_is_rebuilt(reader, profile):
    first = json.loads(text(reader("search", "custody", "--json")))
    for path in (profile / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\x80\x04damaged")
    again = json.loads(text(reader("search", "custody", "--json")))
    assert [hit["section"] for hit in again["hits"]] == [hit["section"] for hit in first["hits"]]


def test_a_reader_that_stops_reading_is_no_error(profile):
    command = f"{sys.executable} -m reader --profile {profile} show knowledge-hub | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b""


def test_an_old_terminal_encoding_is_no_error(reader):
    done = reader("show", "knowledge-hub", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0 and b"Traceback" not in done.stderr


def test_pack_check_passes_the_bundled_library_and_fails_a_bad_one(reader, foreign):
    good = reader("pack", "check", ROOT / "content", "--json")
    assert good.returncode == 0 and json.loads(text(good))["errors"] == 0
    bad = reader("pack", "check", foreign)
    assert bad.returncode == 1 and "library.toml" in text(bad)


def test_doctor_reports_every_check(reader):
    done = reader("doctor", "--json")
    report = json.loads(text(done))
    assert done.returncode == 0 and report["status"] in ("ok", "warning")
    names = {check["name"] for check in report["checks"]}
    assert names >= {"installation", "qt", "library", "library signature", "library age", "search index", "free space"}
    assert all(set(check) == {"name", "status", "detail", "advice"} for check in report["checks"])


def test_doctor_fails_where_the_library_is_missing(profile, tmp_path):
    program = (
        "import sys, reader.paths, reader.cli\nfrom pathlib import Path\n"
        f"reader.paths.bundled_content = lambda: reader.paths.BundledContent(Path({str(tmp_path / 'gone')!r}), False)\n"
        "import reader.desk; reader.desk.bundled_content = reader.paths.bundled_content\n"
        f"sys.exit(reader.cli.main(['--profile', {str(profile)!r}, 'doctor'], None))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 1
    assert "FAILED" in text(done)


def test_an_unforeseen_failure_shows_no_traceback_and_leaves_a_report(profile):
    program = (
        "import sys, reader.cli, reader.desk\n"
        "def fail(*_): raise ValueError('what somebody wrote')\n"
        "reader.desk.open_desk = fail\n"
        f"sys.exit(reader.cli.main(['--profile', {str(profile)!r}, 'list'], None))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 6
    assert "report" in done.stderr.decode() and b"what somebody wrote" not in done.stderr
    text(done)


@pytest.mark.parametrize("arguments", [[], ["open", "knowledge-hub"]])
def test_without_a_display_the_window_says_so(profile, arguments):
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in gone}
    command = [sys.executable, "-m", "reader", "--profile", str(profile), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, env=environment, check=False)
    assert done.returncode == 6
    assert b"no display" in done.stderr
    text(done)


@pytest.mark.parametrize(
    ("arguments", "opened"),
    [
        (["set.jsonld"], "set.jsonld"),
        (["--profile", "p.json", "Set.JSON"], "Set.JSON"),
        (["--debug", "unit.briefpack"], "unit.briefpack"),
        (["mine.notebook", "--debug"], "mine.notebook"),
        (["--profile", "p"], None),
    ],
)
def test_a_file_in_place_of_a_command_opens_the_window_with_it(arguments, opened):
    seen = []
    assert cli.main(arguments, lambda _places, file: seen.append(file) or 0) == 0
    assert seen == [None if opened is None else Path.cwd() / opened]


def test_a_file_of_another_kind_is_no_command(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["photograph.png"], lambda *_: 0)
    assert stopped.value.code == 2 and "photograph.png" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code"), [(["show", "no-such-paper"], "1"), (["notebook", "new", "Mine"], "2"), (["list"], "0")]
)
def test_a_program_without_a_terminal_ends_with_its_code(tmp_path, words, code):
    # As Windows starts the windowed program from its menu: no standard streams at all.
    program = (
        "import sys; sys.stdin = sys.stdout = sys.stderr = None\nfrom reader.cli import main\n"
        f"code = main(['--profile', {str(tmp_path)!r}, *{words}], lambda *_: 0)\n"
        "sys.stdout = sys.__stdout__; print(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (code, "")
