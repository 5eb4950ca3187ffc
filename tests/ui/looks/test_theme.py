"""Following the system, and the desktop's own high-contrast colours."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from reader.ui.looks import theme as themes
from reader.ui.looks.appearance import Appearance
from reader.ui.looks.fonts import load_fonts, reading_font, ui_font
from reader.ui.looks.icons import FOLDER, app_icon, icon, pixmap
from reader.ui.looks.tokens import load_tokens


@pytest.fixture
def appearance(qapp):
    made = Appearance(qapp, load_tokens(), "light")
    yield made
    made.deleteLater()
    qapp.setStyleSheet("")


def test_a_theme_that_is_chosen_is_used_and_said(qtbot, appearance, qapp):
    with qtbot.waitSignal(appearance.changed) as said:
        appearance.choose("dark")
    assert said.args == [themes.theme_named("dark")]
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == themes.theme_named("dark").window.lower()
    with qtbot.assertNotEmitted(appearance.changed):
        appearance.choose("dark")


def test_the_system_is_followed_only_where_that_was_chosen(qtbot, appearance, monkeypatch):
    monkeypatch.setattr("reader.ui.looks.appearance.theme_for_system", lambda: themes.theme_named("dark"))
    appearance._system_changed(Qt.ColorScheme.Dark)
    assert appearance.theme.name == "light"
    appearance.choose("system")
    assert appearance.theme.name == "dark"
    monkeypatch.setattr("reader.ui.looks.appearance.theme_for_system", lambda: themes.theme_named("light"))
    appearance._system_changed(Qt.ColorScheme.Light)
    assert appearance.theme.name == "light"


def test_without_a_word_from_the_system_it_is_light(qapp):
    assert themes.theme_for_system().name == "light"


def test_an_unknown_theme_is_an_error():
    with pytest.raises(KeyError):
        themes.theme_named("sepia")


def test_the_desktops_own_contrast_colours_are_taken(qapp):
    system = QPalette()
    system.setColor(QPalette.ColorRole.Window, QColor("white"))
    system.setColor(QPalette.ColorRole.WindowText, QColor("black"))
    system.setColor(QPalette.ColorRole.Link, QColor("#0000aa"))
    made = themes.theme_from_palette(themes.theme_named("high-contrast"), system)
    assert (made.paper, made.text, made.link, made.is_dark) == ("#ffffff", "#000000", "#0000aa", False)
    assert made.is_high_contrast


def test_colours_too_close_together_are_not(qapp):
    system = QPalette()
    system.setColor(QPalette.ColorRole.Window, QColor("#cccccc"))
    system.setColor(QPalette.ColorRole.WindowText, QColor("#444444"))
    base = themes.theme_named("high-contrast")
    assert themes.theme_from_palette(base, system) is base


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.svg")))
def test_every_icon_is_drawn_in_the_colour_asked_for(qapp, name):
    picture = pixmap(name, "#ff0000", 24).toImage()
    colours = {
        picture.pixelColor(x, y).name() for x in range(24) for y in range(24) if picture.pixelColor(x, y).alpha() > 200
    }
    assert colours == {"#ff0000"}


def test_an_icon_has_a_disabled_form_where_asked(qapp):
    theme = themes.theme_named("light")
    assert not icon("back", theme, 18, disabled=True).isNull()


def test_the_programs_own_icon_is_drawn(qapp):
    assert app_icon().availableSizes()[0].width() == 16
    assert app_icon().pixmap(64).toImage().pixelColor(32, 4).name() == themes.theme_named("light").accent.lower()


def test_every_icon_is_used():
    source = "".join(file.read_text("utf-8") for file in FOLDER.parents[1].rglob("*.py"))
    assert [path.stem for path in FOLDER.glob("*.svg") if f'"{path.stem}"' not in source] == []


def test_missing_and_broken_fonts_are_no_error(qapp, tmp_path):
    assert load_fonts(tmp_path / "nowhere") == ()
    (tmp_path / "broken.ttf").write_bytes(b"not a font")
    assert load_fonts(tmp_path) == ()
    tokens = load_tokens()
    assert ui_font(tokens).pointSizeF() == tokens.sizes.ui
    assert reading_font(tokens, 13, plain=True).families() == list(tokens.families.plain_reading)
    assert reading_font(tokens, 13).families() == list(tokens.families.reading)
