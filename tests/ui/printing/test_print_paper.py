"""What stands on the pages of a printed paper."""

import datetime as dt
import re
import threading

import pytest

from reader.desk import open_desk
from reader.errors import CancelledError
from reader.library.wording import digest_line
from reader.paths import places
from reader.ui.looks.tokens import load_tokens
from reader.ui.printing.devices import pdf
from reader.ui.printing.paper import Wanted, print_paper

TABLE, TODAY = "small/long-table", dt.date(2026, 11, 27)
FOOT = re.compile(r"Page (\d+) of (\d+)")


@pytest.fixture
def desk(library, profile):
    return open_desk(profile, [library])


@pytest.fixture
def printed(desk, pages, qapp):
    """A function that prints a paper and answers the text of its pages and the PDF."""

    def make(key=TABLE, marking="OFFICIAL-SENSITIVE Handle with care", **wanted):
        wish = Wanted(key, marking, today=TODAY, **wanted)
        data, count = pdf("A title", lambda device: print_paper(desk, load_tokens(), wish, device))
        found = pages(data)
        assert len(found) == count
        return found, data

    return make


def test_every_page_says_what_it_belongs_to(printed):
    found, _ = printed()
    assert len(found) > 3
    for number, text in enumerate(found, 1):
        assert FOOT.search(text).groups() == (str(number), str(len(found)))
        assert text.count("OFFICIAL-SENSITIVE Handle with care") == 2
        assert digest_line() in text
        assert "small/long-table · Edition 1 · issued 21 Nov 2026" in text
        assert "Printed on 27 Nov 2026 · Uncontrolled when printed · Small library, edition 3" in text
        assert "Digest: forty forces compared" in text
    assert "Law as at 30 Jun 2026" in found[0]
    assert "The last words of the paper." in "".join(found)


def test_a_long_handling_text_is_printed_whole(printed):
    marking = "OFFICIAL-SENSITIVE " + " ".join(f"handling{number}" for number in range(18))
    assert len(marking) > 190
    found, _ = printed(marking=marking)
    for text in found:
        words = " ".join(text.split())
        assert words.count(marking) == 2


def test_an_unmarked_paper_has_no_marking(printed):
    found, _ = printed(marking="")
    assert not any("OFFICIAL" in text for text in found)


def test_a_long_table_runs_over_pages_with_its_head_on_each(printed):
    found, _ = printed()
    with_rows = [text for text in found if re.search(r"Force \d+ ", text)]
    assert len(with_rows) > 2
    assert all(re.search(r"^Force Found", text, re.MULTILINE) for text in with_rows)
    rows = [int(number) for text in found for number in re.findall(r"^Force (\d+) ", text, re.MULTILINE)]
    assert rows == list(range(1, 41))


def test_a_figure_is_drawn_with_its_words_as_text(printed):
    found, data = printed()
    with_figure = next(text for text in found if "Stairway" in text)
    assert "The steps" in with_figure, "its caption stands on the same page"
    assert b"/Subtype /Image" not in data


def test_sources_stand_with_their_addresses_or_not_at_all(printed):
    with_all = "".join(printed()[0])
    assert "https://www.example.org/reports/of-the-forces" in with_all and "page 3" in with_all
    assert "Related" in with_all and "Helpline" in with_all and "Digest: how children tell" in with_all
    without = "".join(printed(sources=False, related=False)[0])
    assert "example.org" not in without and "Helpline" not in without and "how children tell" not in without
    assert "About this digest" in without, "what a digest is not is never left out"


def test_what_stands_above_the_paper_stands_on_the_first_page(printed):
    found, _ = printed(warnings=("Withdrawn on 1 Nov 2026. It names a <child>.",))
    assert "Withdrawn on 1 Nov 2026. It names a <child>." in found[0].replace("\n", " ")
    assert not any("Withdrawn" in text for text in found[1:])


def test_no_heading_is_left_behind_at_the_foot_of_a_page(library, profile, pages, qapp):
    words = "Some children say nothing for a long time, and an officer waits. "
    parts = [f"## Heading {n}\n\n### Below {n}\n\n{words * (3 + n % 5)}\n\n- {words * 2}" for n in range(60)]
    (library / "briefings" / "headings.md").write_text(
        "---\nid: headings\ntitle: Headings\n---\n\n" + "\n\n".join(parts)
    )
    desk = open_desk(profile, [library])
    wish = Wanted("small/headings", "", related=False, today=TODAY)
    data, count = pdf("t", lambda device: print_paper(desk, load_tokens(), wish, device))
    assert count > 8
    for text in pages(data)[:-1]:
        body = text.split("small/headings")[0] if text.find("Page ") > text.find("small/headings") else text
        lines = [line for line in body.splitlines() if "Heading" in line or "Below" in line or "officer" in line]
        assert not re.match(r"(Heading|Below) \d+", lines[-1]), lines[-3:]


def test_a_long_line_of_code_goes_on_below(library, profile, pages, qapp):
    code = " ".join(f"word{n}" for n in range(60))
    text = f"---\nid: code-lines\ntitle: Code\n---\n\n```\n{code}\n```\n"
    (library / "briefings" / "code-lines.md").write_text(text)
    desk, wish = open_desk(profile, [library]), Wanted("small/code-lines", "", related=False, today=TODAY)
    data, _ = pdf("t", lambda device: print_paper(desk, load_tokens(), wish, device))
    (page,) = pages(data)
    assert code not in page and " ".join(page.split()).count(code) == 1, "all of it, in more than one line"


def test_nothing_of_it_needs_the_thread_of_the_window(printed, qtlog):
    found = []
    worker = threading.Thread(target=lambda: found.append(printed()[0]))
    worker.start()
    worker.join()
    assert found and not [record for record in qtlog.records if "Timer" in record.message]


def test_stopping_half_way_makes_nothing(desk, qapp):
    seen = []

    def step(page, count):
        seen.append((page, count))
        return page < 2

    with pytest.raises(CancelledError):
        pdf("t", lambda device: print_paper(desk, load_tokens(), Wanted(TABLE, "", today=TODAY), device, step))
    assert [page for page, _ in seen] == [0, 1, 2]


def test_every_paper_of_the_bundled_library_prints(tmp_path, pages, qapp):
    desk = open_desk(places(tmp_path / "profile"))
    assert len(desk.shelf.entries) == 10
    for entry in desk.shelf.entries:
        wish = Wanted(entry.key, "", today=TODAY)
        data, count = pdf("t", lambda device, wish=wish: print_paper(desk, load_tokens(), wish, device))
        found = pages(data)
        assert 3 < count < 14, entry.key
        last = desk.briefing(entry.key).paragraphs[-1].text.split()[-1]
        assert last in "".join(found)
        assert all("Uncontrolled when printed" in text for text in found)
        if entry.meta.is_digest:
            assert all(digest_line() in text for text in found)
