"""The session file: what comes back, field by field."""

import pytest

from reader.errors import UnavailableError
from reader.ui.window.session import Session, load, save


def test_what_was_saved_comes_back(tmp_path):
    file = tmp_path / "state" / "session.json"
    session = Session(
        10,
        20,
        1400,
        900,
        maximised=True,
        view="reader",
        document="a/b",
        section="s",
        paragraph=3,
        heading="H",
        minutes_left=4,
    )
    save(session, file)
    assert load(file) == session


def test_no_file_is_a_first_start(tmp_path):
    assert load(tmp_path / "none.json") == Session()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"width": 1200, "height": true}', Session(width=1200)),
        ('{"width": 9999999}', Session()),
        ('{"view": "elsewhere", "document": "a"}', Session(document="a")),
        ('{"unknown": 1, "x": -40}', Session(x=-40)),
        ("[", Session()),
        ("[1]", Session()),
    ],
)
def test_each_field_falls_back_alone(tmp_path, text, expected):
    file = tmp_path / "session.json"
    file.write_text(text, "utf-8")
    assert load(file) == expected


def test_a_folder_in_its_place_is_no_session(tmp_path):
    assert load(tmp_path) == Session()
    with pytest.raises(UnavailableError):
        save(Session(), tmp_path)
