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
        match token.type:
            case "strong_open" | "strong_close":
                style = replace(style, bold=token.nesting > 0)
            case "em_open" | "em_close":
                style = replace(style, italic=token.nesting > 0)
            case "link_open":
                style = replace(style, href=str(token.attrs.get("href", "")))
            case "link_close":
                style = replace(style, href=None)
            case "code_inline":
                found.append(replace(style, text=_BLANKS.sub(" ", token.content), code=True))
            case "note":
                number = numbers.setdefault(token.meta["label"], len(numbers) + 1)
                found.append(Span(str(number), note=number))
            case "softbreak":
                found.append(replace(style, text=" "))
            case "hardbreak":
                found.append(replace(style, text="\n"))
            case "image":
                found.append(replace(style, text=token.content))
            case _:
                found.append(replace(style, text=_BLANKS.sub(" ", token.content)))
    return _tidy(found)


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
