"""The tokens: contrast of every pair that is used, sizes that people can hit, and one source for all of it."""

import itertools
import re
from pathlib import Path

import pytest

import reader.ui
from reader.ui.looks.stylesheet import stylesheet
from reader.ui.looks.tokens import Theme, load_tokens

UI = Path(reader.ui.__file__).parent
THEMES = ("light", "dark", "high-contrast")
TEXT = 4.5
BODY = 7.0
SHAPE = 3.0
PAIRS = {
    BODY: [
        ("text", ground)
        for ground in ["paper", "surface", "window", "sidebar", "surface_sunken", "selection", "hover", "match"]
    ]
    + [("text", ground) for ground in ["reader_panel", "success_surface", "warning_surface", "danger_surface"]]
    + [("on_marking", "marking")],
    TEXT: [
        ("text_muted", ground)
        for ground in ["paper", "surface", "window", "sidebar", "surface_sunken", "selection", "hover"]
    ]
    + [("link", ground) for ground in ["paper", "surface", "selection"]]
    + [("accent", ground) for ground in ["surface", "sidebar", "selection", "window", "reader_panel"]]
    + [("link_visited", "paper"), ("on_text_selection", "text_selection"), ("on_accent", "accent")]
    + [("on_accent", "accent_hover")]
    + [(word, ground) for word in ["success", "warning", "danger"] for ground in (f"{word}_surface", "surface")]
    + [("text", f"hl_{kind}") for kind in ["key_point", "practice", "question", "finding"]],
    SHAPE: [("border_control", ground) for ground in ["surface", "paper", "window", "sidebar", "surface_sunken"]]
    + [
        ("focus", ground)
        for ground in ["surface", "paper", "window", "sidebar", "selection", "surface_sunken", "warning_surface"]
    ]
    + [("text_disabled", "surface"), ("text_selection", "paper")]
    + [
        (f"hl_{kind}_mark", ground)
        for kind in ["key_point", "practice", "question", "finding"]
        for ground in ("paper", "surface", f"hl_{kind}")
    ],
}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_every_pair_in_use_has_its_contrast(name):
    theme = load_tokens().themes[name]
    short = {
        f"{front} on {ground}": round(contrast(getattr(theme, front), getattr(theme, ground)), 2)
        for wanted, pairs in PAIRS.items()
        for front, ground in pairs
        if contrast(getattr(theme, front), getattr(theme, ground)) < wanted
    }
    assert not short


def test_contrast_is_computed_as_the_standard_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_nothing_is_smaller_than_it_may_be():
    tokens = load_tokens()
    assert min(value for name, value in vars(tokens.sizes).items() if name != "reading_step") >= tokens.sizes.caption
    assert tokens.targets.minimum >= 24
    assert all(value >= tokens.targets.minimum for value in vars(tokens.targets).values())


def test_colours_stand_in_the_tokens_alone():
    # Figures are drawn on white by whoever drew them; reader_figures names that white to retint it.
    for file in set(UI.glob("*.py")) - {UI / "reader_figures.py"}:
        found = re.findall(r"[\"']#[0-9a-fA-F]{3,8}\b", file.read_text("utf-8"))
        assert not found, f"{file.name}: {found}"


@pytest.mark.parametrize("name", THEMES)
def test_the_style_sheet_leaves_nothing_unfilled(name):
    tokens = load_tokens()
    text = stylesheet(tokens.themes[name], tokens)
    assert text.count("{") == text.count("}")
    assert "None" not in text
    assert "Record" not in text


def test_a_record_does_not_change_but_makes_others():
    theme = load_tokens().themes["light"]
    with pytest.raises(AttributeError):
        theme.text = "#000000"
    other = theme.but(text="#000000")
    assert other != theme
    assert other.but(text=theme.text) == theme
    assert hash(other.but(text=theme.text)) == hash(theme)
    with pytest.raises(KeyError):
        Theme({"name": "x"})


def test_themes_differ_in_every_ground():
    themes = load_tokens().themes
    for one, other in itertools.combinations(THEMES, 2):
        assert themes[one].paper != themes[other].paper
    assert [themes[name].is_dark for name in THEMES] == [False, True, True]
