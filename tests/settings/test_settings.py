"""Settings: a slip in one field costs that field alone; a crash leaves the old file or the new one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.settings import (
    IDLE_RANGE,
    LINE_LENGTHS,
    SPACINGS,
    TEXT_SIZE_RANGE,
    THEMES,
    Settings,
    load,
    save,
)

GOOD = st.builds(
    Settings,
    theme=st.sampled_from(THEMES),
    text_size=st.integers(*TEXT_SIZE_RANGE),
    language=st.sampled_from(["", "en", "cy"]),
    sidebar=st.booleans(),
    right_pane=st.booleans(),
    plain_type=st.booleans(),
    spacing=st.sampled_from(SPACINGS),
    line_length=st.sampled_from(LINE_LENGTHS),
    shared_desk=st.booleans(),
    recent_searches=st.booleans(),
    idle_minutes=st.integers(*IDLE_RANGE),
    backup_folder=st.sampled_from(["", str(Path.cwd())]),
)


@given(GOOD)
def test_what_is_saved_is_loaded(tmp_path_factory, settings):
    file = tmp_path_factory.getbasetemp() / "deep" / "settings.toml"
    save(settings, file)
    assert load(file) == (settings, ())


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("theme = 'pink'\ntext_size = 15", ("theme",)),
        ("text_size = 99\nlanguage = 'welsh'\nsidebar = 1", ("text_size", "language", "sidebar")),
        ("text_size = true", ("text_size",)),
        ("not toml", ("*",)),
        ("x = 1", ()),
        (
            "backup_folder = 'here'\nidle_minutes = 0\nline_length = 1.0",
            ("backup_folder", "idle_minutes", "line_length"),
        ),
    ],
)
def test_a_slip_costs_only_its_own_field(tmp_path, text, bad):
    file = tmp_path / "s.toml"
    file.write_text(text)
    settings, unusable = load(file)
    assert set(unusable) == set(bad)
    assert settings.text_size == (15 if "15" in text else 13)


def test_no_file_is_all_defaults_without_complaint(tmp_path):
    assert load(tmp_path / "none.toml") == (Settings(), ())


@given(st.binary(max_size=200))
def test_no_bytes_break_loading(tmp_path_factory, data):
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(data)
    load(file)
