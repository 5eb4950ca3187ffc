"""Two editions of a paper side by side, as the HTML that the page "What changed" shows.

What is unchanged or only moved is folded to one line with a link. Words are told apart by shape first: what went is
struck out, what came is underlined and bold; the tint comes last.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from reader.language import tr, tr_n
from reader.library.model import Briefing, Paragraph
from reader.packs.compare import Comparison, Row, RowKind
from reader.ui.looks.tokens import Theme, Tokens

FOLDED = frozenset({RowKind.EQUAL, RowKind.MOVED})
"""Rows whose words are the same on both sides."""
FIRST_WORDS = 70
"""Characters of a moved paragraph that its folded line shows."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that stand together: one change, or a run of unchanged rows, or one moved paragraph.

    Attributes:
        number: from 0, in order; a link `fold:NUMBER` opens and closes it, an anchor `gNUMBER` stands before it.
        rows: the rows.
    """

    number: int
    rows: tuple[Row, ...]

    @property
    def folds(self) -> bool:
        """Whether it is shown as one line until it is asked for."""
        return self.rows[0].kind in FOLDED


def groups(rows: Sequence[Row]) -> tuple[Group, ...]:
    """The groups of a comparison, in order."""
    found: list[list[Row]] = []
    for row in rows:
        if row.kind is RowKind.EQUAL and found and found[-1][-1].kind is RowKind.EQUAL:
            found[-1].append(row)
        else:
            found.append([row])
    return tuple(Group(number, tuple(run)) for number, run in enumerate(found))


def counted(comparison: Comparison) -> str:
    """What differs, counted in words: "2 changed, 1 new, 14 unchanged"."""
    counts = comparison.counts
    changed = sum(counts.get(kind, 0) for kind in (RowKind.CHANGED, RowKind.MOVED_CHANGED))
    joined = sum(counts.get(kind, 0) for kind in (RowKind.SPLIT, RowKind.MERGED))
    parts = (
        (changed, tr_n("{n} changed", "{n} changed", changed)),
        (counts.get(RowKind.ADDED, 0), tr_n("{n} new", "{n} new", counts.get(RowKind.ADDED, 0))),
        (counts.get(RowKind.REMOVED, 0), tr_n("{n} left out", "{n} left out", counts.get(RowKind.REMOVED, 0))),
        (joined, tr_n("{n} split or merged", "{n} split or merged", joined)),
        (counts.get(RowKind.MOVED, 0), tr_n("{n} moved", "{n} moved", counts.get(RowKind.MOVED, 0))),
        (counts.get(RowKind.EQUAL, 0), tr_n("{n} unchanged", "{n} unchanged", counts.get(RowKind.EQUAL, 0))),
    )
    return ", ".join(words.format(n=count) for count, words in parts if count)


def kind_words(kind: RowKind) -> str:
    """The word for how two wordings belong together."""
    return {
        RowKind.EQUAL: tr("Unchanged"),
        RowKind.CHANGED: tr("Changed"),
        RowKind.MOVED: tr("Moved"),
        RowKind.MOVED_CHANGED: tr("Moved and changed"),
        RowKind.SPLIT: tr("Split"),
        RowKind.MERGED: tr("Merged"),
        RowKind.ADDED: tr("New"),
        RowKind.REMOVED: tr("Left out"),
    }[kind]


def changes_html(comparison: Comparison, opened: Collection[int], theme: Theme, tokens: Tokens) -> str:
    """The whole comparison.

    Args:
        comparison: the two editions.
        opened: numbers of the folding groups that are shown in full.
        theme: colours.
        tokens: sizes.
    """
    page = _Page(comparison, theme, tokens)
    body = "".join(page.group(group, opened=group.number in opened) for group in groups(comparison.rows))
    return (
        f'<table width="100%" cellspacing="0" cellpadding="{tokens.space[2]}" '
        f'style="border-collapse: collapse; border: 1px solid {theme.border}">{page.head()}{body}</table>'
    )


class _Page:
    """Writes rows of one comparison."""

    def __init__(self, comparison: Comparison, theme: Theme, tokens: Tokens) -> None:
        self._before, self._after = comparison.before, comparison.after
        self._theme, self._tokens = theme, tokens
        self._section: str | None = None

    def head(self) -> str:
        """Which edition stands on which side."""
        cells = "".join(f"<th width='50%' align='left'>{escape(side)}</th>" for side in self._sides())
        return f'<tr bgcolor="{self._theme.surface_sunken}">{cells}</tr>'

    def _sides(self) -> tuple[str, str]:
        old = tr("Before, edition {n}").format(n=self._before.meta.edition) if self._before else tr("Before")
        new = tr("Now, edition {n}").format(n=self._after.meta.edition) if self._after else tr("Now")
        return old, new

    def group(self, group: Group, *, opened: bool) -> str:
        """A group, with the heading of its section where that is another one than before."""
        parts = [self._heading(group.rows[0], group.number)]
        if group.folds:
            parts.append(self._fold(group, opened=opened))
        if not group.folds or opened:
            parts.extend(self._row(row) for row in group.rows)
        return "".join(parts)

    def _heading(self, row: Row, number: int) -> str:
        side, briefing = (row.after, self._after) if row.after else (row.before, self._before)
        section = side[0].section
        if section == self._section or briefing is None:
            return ""
        self._section = section
        found = briefing.section(section)
        title = found.title if found is not None and found.title else tr("Beginning")
        size = self._tokens.sizes.section
        name = f'<a name="s{number}"></a>'
        return f'<tr><td colspan="2">{name}<b style="font-size: {size}pt">{escape(title)}</b></td></tr>'

    def _fold(self, group: Group, *, opened: bool) -> str:
        words, first = self._folded_words(group), group.rows[0]
        action = tr("Hide") if opened else tr("Show")
        hint = ""
        if first.kind is RowKind.MOVED and not opened:
            text = " ".join(first.after[0].text.split())
            hint = f" “{escape(text[:FIRST_WORDS])}{'…' if len(text) > FIRST_WORDS else ''}”"
        return self._band(
            group.number,
            f'<span style="color: {self._theme.text_muted}">{escape(words)}{hint}</span> '
            f'<a href="fold:{group.number}" style="color: {self._theme.link}">{escape(action)}</a>',
        )

    def _folded_words(self, group: Group) -> str:
        first = group.rows[0]
        if first.kind is RowKind.MOVED:
            return tr("Moved, words unchanged: ¶ {before} is now ¶ {after}").format(
                before=first.before[0].number, after=first.after[0].number
            )
        count = len(group.rows)
        return tr_n("{n} paragraph unchanged", "{n} paragraphs unchanged", count).format(n=count)

    def _band(self, number: int, content: str) -> str:
        return f'<tr bgcolor="{self._theme.surface_sunken}"><td colspan="2"><a name="g{number}"></a>{content}</td></tr>'

    def _row(self, row: Row) -> str:
        label = ""
        if row.kind not in FOLDED:
            where = " → ".join(_numbers(side) for side in (row.before, row.after) if side)
            label = (
                f'<tr bgcolor="{self._theme.surface_sunken}"><td colspan="2">'
                f'<a name="p{row.after[0].number if row.after else 0}"></a><a name="r{_place(row)}"></a>'
                f"<b>{escape(kind_words(row.kind))}</b> "
                f'<span style="color: {self._theme.text_muted}">{escape(where)}</span></td></tr>'
            )
        old = self._side(row.before, row.gone, self._gone) or self._absent(self._before)
        new = self._side(row.after, row.fresh, self._fresh) or self._absent(self._after)
        return f'{label}<tr><td valign="top">{old}</td><td valign="top">{new}</td></tr>'

    @staticmethod
    def _side(side: Sequence[Paragraph], marks: Sequence[tuple[int, int]], style: str) -> str:
        if not side:
            return ""
        text = "\n".join(paragraph.text for paragraph in side)
        return "".join(_spans(text, marks, style)).replace("\n", "<br/>").replace("\t", " &middot; ")

    @property
    def _gone(self) -> str:
        theme = self._theme
        return f"text-decoration: line-through; background: {theme.danger_surface}; color: {theme.text}"

    @property
    def _fresh(self) -> str:
        theme = self._theme
        return f"text-decoration: underline; font-weight: 600; background: {theme.success_surface}; color: {theme.text}"

    def _absent(self, briefing: Briefing | None) -> str:
        words = tr("Not in edition {n}").format(n=briefing.meta.edition) if briefing else tr("Not there")
        return f'<i style="color: {self._theme.text_muted}">{escape(words)}</i>'


def _place(row: Row) -> str:
    """A name for a row that holds on either side, for going from change to change."""
    return f"b{row.before[0].number}" if row.before else f"a{row.after[0].number}"


def changed_places(comparison: Comparison) -> tuple[str, ...]:
    """Anchors of the rows whose words differ, in order."""
    return tuple(f"r{_place(row)}" for row in comparison.rows if row.kind not in FOLDED)


def group_of(comparison: Comparison, paragraph: int) -> Group | None:
    """The group that holds a paragraph of the newer edition."""
    for group in groups(comparison.rows):
        if any(one.number == paragraph for row in group.rows for one in row.after):
            return group
    return None


def _numbers(side: Sequence[Paragraph]) -> str:
    return ", ".join(f"¶ {paragraph.number}" for paragraph in side)


def _spans(text: str, marks: Sequence[tuple[int, int]], style: str) -> Iterator[str]:
    at = 0
    for start, end in marks:
        yield escape(text[at:start])
        yield f'<span style="{style}">{escape(text[start:end])}</span>'
        at = end
    yield escape(text[at:])
