"""Inline Markdown tokens to spans: text with properties, never markup."""

import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from reader.library.model import Span, Spans

_NOTE_REFERENCE = re.compile(r"\[\^([^\]\s]{1,64})\]")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


def note_rule(md: MarkdownIt) -> None:
    """Teach `md` footnote references: `[^label]` where env["notes"] maps that label to a number."""
    md.inline.ruler.before("link", "note", _note)


def _note(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's own signature
    if not state.src.startswith("[^", state.pos):
        return False
    match = _NOTE_REFERENCE.match(state.src, state.pos)
    if match is None or match.group(1) not in state.env.get("notes", {}):
        return False
    if not silent:
        token = state.push("note", "", 0)
        token.meta = {"label": match.group(1)}
    state.pos = match.end()
    return True


def spans_of(tokens: Sequence[Token], numbers: dict[str, int]) -> Spans:
    """The spans of one inline token's children.

    Args:
        tokens: children of an "inline" token.
        numbers: footnote label to number; a label met for the first time gets the next number.

    Returns:
        Spans with neighbouring equal properties joined, blanks collapsed, outer blanks removed.
    """
    style = Span("")
    found: list[Span] = []
    for token in tokens:
        if token.nesting:
            style = _restyled(style, token)
        elif token.type == "note":
            number = numbers.setdefault(token.meta["label"], len(numbers) + 1)
            found.append(Span(str(number), note=number))
        else:
            text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type) or _BLANKS.sub(" ", token.content)
            found.append(replace(style, text=text, code=token.type == "code_inline"))
    return _tidy(found)


def _restyled(style: Span, token: Token) -> Span:
    opens = token.nesting > 0
    match token.tag:
        case "strong":
            return replace(style, bold=opens)
        case "em":
            return replace(style, italic=opens)
        case "a":
            return replace(style, href=str(token.attrs.get("href", "")) if opens else None)
        case _:
            return style


def _tidy(spans: Sequence[Span]) -> Spans:
    joined: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        if joined and span.note is None and replace(joined[-1], text="") == replace(span, text=""):
            joined[-1] = replace(span, text=joined[-1].text + span.text)
        else:
            joined.append(span)
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(span for span in joined if span.text)
