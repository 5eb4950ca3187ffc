"""What is here (Ctrl+I): the paragraph in words, for people who do not see the page. Plain text."""

from collections.abc import Iterable, Sequence

from reader.language import tr, tr_n
from reader.library.model import Block, Briefing, Callout, CalloutKind, Figure, ListBlock, ParagraphKind, Quote, Table
from reader.library.wording import not_procedure
from reader.notebook.model import Annotation
from reader.ui.reader import mark_words
from reader.ui.reader.popover import Action
from reader.ui.reader.reader_words import Explained, joined
from reader.ui.shared import kinds

MOST_MARKS = 6
"""Marks that are listed one by one; of more, how many there are."""
Fact = tuple[str, str]


def what_is_here(briefing: Briefing, number: int, marks: Sequence[Fact] = ()) -> Explained:
    """Kind of block, where it stands, its footnotes, its marks; a figure's text alternative, a table's size."""
    total = len(briefing.paragraphs)
    if not 1 <= number <= total:
        return Explained(tr("What is here"), tr("No numbered paragraph"), ())
    paragraph = briefing.paragraphs[number - 1]
    section = briefing.section(paragraph.section)
    rows = [(tr("Kind"), _kind(paragraph.kind))]
    if section is not None and section.title:
        rows.append((tr("Section"), section.title))
    if paragraph.callout is not None:
        rows.append((tr("Block"), _block_words(paragraph.callout)))
    block = next((found for found in _leaves(briefing) if found.paragraph.number == number), None)
    if isinstance(block, Figure):
        rows += [(tr("Shows"), joined(block.alternative)), (tr("Caption"), block.caption)]
    if isinstance(block, Table):
        size = tr("{rows} rows, {columns} columns").format(rows=len(block.rows), columns=len(block.header))
        rows += [(tr("Size"), size), (tr("Columns"), ", ".join(joined(_plain(cell)) for cell in block.header))]
    if paragraph.notes:
        noted = ", ".join(str(note) for note in dict.fromkeys(paragraph.notes))
        rows.append((tr_n("Footnote", "Footnotes", len(set(paragraph.notes))), noted))
    rows += marks
    title = tr("Paragraph {n} of {total}").format(n=number, total=total)
    return Explained(tr("What is here"), title, tuple((name, value) for name, value in rows if value))


def marks_facts(marks: Sequence[Annotation]) -> tuple[Fact, ...]:
    """The marks on a paragraph: kind, quote, note."""
    facts = [(mark_words.title(one), mark_words.said_of(one)) for one in marks[:MOST_MARKS]]
    if len(marks) > MOST_MARKS:
        facts.append((tr("Marks"), tr("{n} altogether").format(n=len(marks))))
    return tuple(facts)


def marks_actions(marks: Sequence[Annotation]) -> tuple[Action, ...]:
    """A button for each of them."""
    return tuple(
        Action(tr("Go to {kind}").format(kind=kinds.label(one.kind).lower()), f"mark:{one.uuid}/{one.set_name}")
        for one in marks[: MOST_MARKS // 2]
    )


def _kind(kind: ParagraphKind) -> str:
    return {
        ParagraphKind.TEXT: tr("Running text"),
        ParagraphKind.ITEM: tr("List item"),
        ParagraphKind.TABLE: tr("Table"),
        ParagraphKind.FIGURE: tr("Figure"),
        ParagraphKind.CODE: tr("Preformatted text"),
    }[kind]


def _block_words(kind: CalloutKind) -> str:
    match kind:
        case CalloutKind.KEY_POINTS:
            return tr("Key points")
        case CalloutKind.PRACTICE:
            return f"{tr('Practice point')}. {not_procedure()}"
        case CalloutKind.AUDIENCE:
            return f"{tr('What this means for a role')}. {not_procedure()}"


def _plain(cell: Iterable[object]) -> str:
    return "".join(str(getattr(span, "text", "")) for span in cell if getattr(span, "note", None) is None)


def _leaves(briefing: Briefing) -> Iterable[Figure | Table]:
    for section in briefing.sections:
        yield from _within(section.blocks)


def _within(blocks: Iterable[Block]) -> Iterable[Figure | Table]:
    for block in blocks:
        match block:
            case Figure() | Table():
                yield block
            case Quote() | Callout():
                yield from _within(block.blocks)
            case ListBlock():
                for item in block.items:
                    yield from _within(item)
            case _:
                pass
