"""The one place that translates. Core and interface both speak through `tr` and `tr_n` (gettext, not Qt's tr)."""

import gettext
import os
from functools import lru_cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "briefing-reader"


class _Chosen:
    """The language in use; a holder so that `use` can switch it while the program runs."""

    translations: gettext.NullTranslations = gettext.NullTranslations()
    code: str = "en"


def use(code: str | None) -> str:
    """Switch to the language `code` ("cy", "en"); None follows the system. Returns the code in use.

    A language without a catalogue falls back to English, the language the source is written in.
    """
    wanted = code or system_language()
    _Chosen.translations = _catalogue(wanted)
    _Chosen.code = wanted if not isinstance(_Chosen.translations, _Plain) else "en"
    return _Chosen.code


def current() -> str:
    """The two-letter code of the language in use."""
    return _Chosen.code


def available() -> tuple[str, ...]:
    """Codes of the languages shipped, English first."""
    found = sorted(path.parent.parent.name for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return ("en", *found)


def system_language() -> str:
    """The two-letter language of the session, "en" where it cannot be told."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return value[:2].lower() if value[:2].isalpha() and value not in {"C", "POSIX"} else "en"
    import locale  # noqa: PLC0415 - only where no variable says it

    return (locale.getlocale()[0] or "en")[:2].lower()


def tr(message: str) -> str:
    """The translation of `message`, which is itself the English text. Insert values after translating."""
    return _Chosen.translations.gettext(message)


def tr_later(message: str) -> str:
    """`message` itself: marks it for the catalogues where it is written before a language is chosen, as in a table."""
    return message


def tr_n(one: str, many: str, count: int) -> str:
    """The form of a counted message that the language's plural rule asks for; format it with `n=count` afterwards."""
    return _Chosen.translations.ngettext(one, many, count)


class _Plain(gettext.NullTranslations):
    """English: every message is its own translation."""


@lru_cache
def _catalogue(code: str) -> gettext.NullTranslations:
    try:
        return gettext.translation(DOMAIN, str(LOCALES), languages=[code])
    except OSError:
        return _Plain()
