"""What is said where words being typed look like case data (FORMATS N10). Nothing of it is kept, sent or logged."""

from reader.language import tr
from reader.notebook.hints import HintKind, hints
from reader.notes_desk.rules import Rules


def case_hint(text: str, rules: Rules) -> str:
    """Two sentences on the first thing in `text` that looks so; "" where nothing does, or policy wants no hint."""
    found = hints(text) if rules.check_words else ()
    if not found:
        return ""
    looks = {
        HintKind.CRIME_REFERENCE: tr("This looks like a crime reference."),
        HintKind.BIRTH_DATE: tr("This looks like a date of birth."),
        HintKind.TELEPHONE: tr("This looks like a telephone number."),
    }[found[0].kind]
    return f"{looks} {tr('Put case details in the case record, not here.')}"
