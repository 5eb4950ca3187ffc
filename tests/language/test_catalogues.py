"""The languages of the interface: complete, in step with the code, and with nothing lost on the way."""

import gettext
import io
import re
import sys
from pathlib import Path

import pytest

from reader import language

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "packaging"))

import catalogues  # noqa: E402 - found by path, as dev.py finds it

FILES = catalogues.files()
CODES = [file.parent.parent.name for file in FILES]
PLACES = re.compile(r"\{[^{}]*\}")
TYPED = re.compile(r"(?<!\w)--[a-z][a-z-]+|\b(?:Ctrl|Alt|Shift)\+\w+|\bF\d{1,2}\b")
"""What a person types the same in every language."""
WELSH_FORMS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 0, 5: 0, 6: 4, 7: 0, 21: 0}


@pytest.fixture(scope="module")
def template():
    return catalogues.messages()


def forms(message):
    """(English, translation) of every form of a message."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    one, many = message.id
    return [(one if index == 1 else many, form) for index, form in enumerate(message.string)]


def pairs(file):
    return [pair for message in catalogues.read(file) if message.id for pair in forms(message)]


def test_welsh_is_shipped():
    assert "cy" in CODES
    assert language.available() == ("en", *CODES)
    assert language.use("cy") == "cy"
    assert language.tr("Library") == "Llyfrgell"
    assert language.current() == "cy"


@pytest.mark.parametrize("file", FILES, ids=CODES)
def test_it_has_what_the_code_says_and_nothing_else(file, template):
    assert catalogues.in_step(catalogues.read(file), template) == file.read_bytes(), "run `dev.py catalogues`"


@pytest.mark.parametrize("file", FILES, ids=CODES)
def test_nothing_is_left_in_english(file):
    assert catalogues.untranslated(catalogues.read(file)) == []


@pytest.mark.parametrize("file", FILES, ids=CODES)
def test_what_is_read_is_what_was_edited(file):
    made = gettext.GNUTranslations(io.BytesIO(catalogues.compiled(catalogues.read(file))))
    with file.with_suffix(".mo").open("rb") as stream:
        shipped = gettext.GNUTranslations(stream)
    made._catalog.pop("")
    shipped._catalog.pop("")
    assert shipped._catalog == made._catalog, "run `dev.py catalogues`"


@pytest.mark.parametrize("file", FILES, ids=CODES)
def test_every_value_still_has_its_place(file):
    wrong = [
        (english, other)
        for english, other in pairs(file)
        if sorted(PLACES.findall(english)) != sorted(PLACES.findall(other))
    ]
    assert not wrong


@pytest.mark.parametrize("file", FILES, ids=CODES)
def test_what_is_typed_stays_and_the_ends_are_alike(file):
    for english, other in pairs(file):
        assert set(TYPED.findall(english)) <= set(TYPED.findall(other)), other
        assert english.count("&") == other.count("&"), other
        assert english.count("\n") == other.count("\n"), other
        for at in (0, -1):
            assert english[at].isspace() == other[at].isspace(), other
        if english[-1] in ".…:?!":
            assert other[-1] == english[-1], other


@pytest.mark.parametrize("count", WELSH_FORMS)
def test_welsh_counts_as_welsh_does(count):
    message = next(message for message in catalogues.read(FILES[CODES.index("cy")]) if isinstance(message.id, tuple))
    language.use("cy")
    assert language.tr_n(*message.id, count) == message.string[WELSH_FORMS[count]]


def test_a_message_is_found_wherever_it_is_marked():
    code = """a = f"{tr('inside')}, {tr_n('{n} one', '{n} many', n)}"
b = tr("a sentence "
       "in two pieces")
c = tr(variable) + tr_later("later") + other("not this")
"""
    assert list(catalogues.marked(code)) == ["inside", ("{n} one", "{n} many"), "a sentence in two pieces", "later"]


def test_a_language_nobody_translated_is_english():
    assert language.use("tlh") == "en"
    assert language.tr("Library") == "Library"


def test_a_new_message_stays_english_until_it_is_translated_and_an_old_one_goes(tmp_path):
    file = tmp_path / "cy" / "LC_MESSAGES" / "briefing-reader.po"
    file.parent.mkdir(parents=True)
    template = catalogues.Catalog()
    template.add("Library", locations=[("reader/a.py", 0)])
    template.add(("{n} note", "{n} notes"), locations=[("reader/a.py", 0)])
    old = catalogues.Catalog(locale="cy")
    old.add("Library", "Llyfrgell")
    old.add("Gone", "Wedi mynd")
    file.write_bytes(catalogues.in_step(old, template))
    found = catalogues.read(file)
    assert catalogues.untranslated(found) == ["{n} note"]
    made = gettext.GNUTranslations(io.BytesIO(catalogues.compiled(found)))
    assert made.gettext("Library") == "Llyfrgell"
    assert made.gettext("Gone") == "Gone"
    assert made.ngettext("{n} note", "{n} notes", 2) == "{n} notes"
    text = file.read_text("utf-8")
    assert "POT-Creation-Date" not in text
    assert "Generated-By" not in text
