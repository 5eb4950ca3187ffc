"""The catalogues of the interface's languages: `python packaging/catalogues.py` brings them in step with the code.

Each language has reader/language/locale/CODE/LC_MESSAGES/briefing-reader.po, which people edit, and beside it the .mo
that the program reads. What the code says no more leaves the .po; what is new stands in it without a translation, and
the program says it in English until there is one.
"""

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "reader"
LOCALES = PACKAGE / "language" / "locale"
DOMAIN = "briefing-reader"
FORMS = {"tr": 1, "tr_later": 1, "tr_n": 2}
"""What marks a message in the code, and how many of its arguments, from the first, are the forms of the message."""
WIDTH = 110
KEPT = ("Language:", "Plural-Forms:", "MIME-Version:", "Content-Type:", "Content-Transfer-Encoding:")
"""Header lines that say something about the file; the others change with the day or the tool."""
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def messages() -> Catalog:
    """Every message of the code, with the files it stands in."""
    found = Catalog(project="Briefing Reader", charset="utf-8")
    for file in sorted(PACKAGE.rglob("*.py")):
        place = [(file.relative_to(PACKAGE.parent).as_posix(), 0)]
        for message in marked(file.read_text("utf-8")):
            found.add(message, locations=place)
    return found


def marked(code: str) -> Iterator[str | tuple[str, ...]]:
    """The messages of a module, in order; two forms of one that is counted.

    From the syntax tree: Babel's own search passes over what stands inside an f-string, on some versions of Python.
    """
    calls = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        count = FORMS.get(call.func.id, 0) if isinstance(call.func, ast.Name) else 0
        forms = [node.value for node in call.args[:count] if isinstance(node, ast.Constant)]
        texts = tuple(form for form in forms if isinstance(form, str))
        if count and len(texts) == count:
            yield texts if count > 1 else texts[0]


def files() -> list[Path]:
    """The .po file of every language."""
    return sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read(file: Path) -> Catalog:
    """A .po file. Raises babel's PoFileError where it is damaged."""
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parent.parent.name, abort_invalid=True)


def in_step(catalogue: Catalog, template: Catalog) -> bytes:
    """The .po of `catalogue` with exactly the messages of `template`."""
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    out = io.BytesIO()
    write_po(out, catalogue, width=WIDTH, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    head, blank, messages = out.getvalue().decode().partition("\n\n")
    lines = [line for line in head.splitlines() if line[:1] != '"' or line[1:].startswith(KEPT)]
    return ("\n".join(lines) + blank + messages).encode()


def compiled(catalogue: Catalog) -> bytes:
    """The .mo of `catalogue`: the same bytes for the same translations."""
    catalogue.creation_date = catalogue.revision_date = NO_DAY
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """The messages without a translation, in English."""
    left: list[str] = []
    for message in catalogue:
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.id and not all(forms):
            left.append(message.id if isinstance(message.id, str) else message.id[0])
    return left


def main() -> int:
    """Write every language's .po and .mo anew and say what is left to translate."""
    template = messages()
    for file in files():
        file.write_bytes(in_step(read(file), template))
        catalogue = read(file)
        file.with_suffix(".mo").write_bytes(compiled(catalogue))
        left = untranslated(catalogue)
        print(f"{file.parent.parent.name}: {len(catalogue)} messages, {len(left)} without a translation")
        for message in left:
            print(f"  {message}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
