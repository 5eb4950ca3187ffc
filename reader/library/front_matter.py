"""Front matter: YAML in, a validated FrontMatter out (FORMATS D2).

The YAML is composed to nodes and read by hand: values stay text until a field asks for something else (`id: 2016`
is the id "2016"), every complaint has its line, and an alias, which can blow a small file up, is seen and refused.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from reader.errors import ContentError
from reader.library.catalogue import Change, Elsewhere, FrontMatter, Original
from reader.library.limits import LIMITS, ensure

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_compose_yaml: Any = getattr(yaml, "compose")  # noqa: B009 - the stubs leave it half typed
_parse_yaml: Any = getattr(yaml, "parse")  # noqa: B009 - as above

STRICT_ID = re.compile(r"[a-z0-9-]{3,64}")
"""What an id of a published document looks like (FORMATS D2)."""
LENIENT_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
"""What an id of any other folder's document may look like: still safe in names, links and addresses."""

TYPES = ("briefing", "project", "assessment", "guide")
PROVENANCES = ("digest", "original", "local")
CHANGE_KINDS = ("correction", "update", "editorial")
SEE_ALSO_KINDS = ("video", "page")
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "false": False}


@dataclass(slots=True)
class _Fields:
    """One mapping of the front matter being read; collects what is wrong."""

    file: str
    first_line: int
    nodes: dict[str, yaml.Node]
    prefix: str = ""
    problems: list[ContentError] = field(default_factory=list[ContentError])

    def complain(self, node: yaml.Node | None, name: str, expected: str) -> None:
        line = self.first_line + node.start_mark.line if node is not None else self.first_line
        self.problems.append(ContentError(self.file, line, self.prefix + name, expected, "D2"))

    def text(self, name: str, default: str = "") -> str:
        node = self.nodes.get(name)
        if node is None or _is_null(node):
            return default
        if not isinstance(node, yaml.ScalarNode):
            self.complain(node, name, "a text")
            return default
        return str(node.value).strip()

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in allowed:
            self.complain(self.nodes.get(name), name, "one of " + ", ".join(allowed))
            return default
        return value

    def integer(self, name: str, default: int | None) -> int | None:
        value = self.text(name)
        if not value:
            return default
        if not re.fullmatch(r"\d{1,6}", value):
            self.complain(self.nodes.get(name), name, "a whole number")
            return default
        return int(value)

    def boolean(self, name: str) -> bool:
        value = self.text(name, "false")
        if value not in _BOOLEANS:
            self.complain(self.nodes.get(name), name, "true or false")
        return _BOOLEANS.get(value, False)

    def date(self, name: str) -> str:
        value = self.text(name)
        if value and not _is_date(value):
            self.complain(self.nodes.get(name), name, "a date like 2026-11-21")
            return ""
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        node = self.nodes.get(name)
        if node is None or _is_null(node):
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.complain(node, name, "a list like [one, two]")
            return ()
        found: list[str] = []
        for item in node.value:
            if isinstance(item, yaml.ScalarNode) and not _is_null(item):
                found.append(str(item.value).strip())
            else:
                self.complain(item, name, "a list of texts")
        return tuple(found)

    def mappings(self, name: str) -> Iterator["_Fields"]:
        node = self.nodes.get(name)
        if node is None or _is_null(node):
            return
        if not isinstance(node, yaml.SequenceNode):
            self.complain(node, name, "a list of entries")
            return
        for item in node.value:
            inner = self._inner(item, name)
            if inner is not None:
                yield inner

    def mapping(self, name: str) -> "_Fields | None":
        node = self.nodes.get(name)
        return None if node is None or _is_null(node) else self._inner(node, name)

    def _inner(self, node: yaml.Node, name: str) -> "_Fields | None":
        if not isinstance(node, yaml.MappingNode):
            self.complain(node, name, "fields with names")
            return None
        return _Fields(self.file, self.first_line, _children(node, self), f"{self.prefix}{name}.", self.problems)


def read_front_matter(text: str, file: str, first_line: int = 2) -> tuple[FrontMatter, tuple[ContentError, ...]]:
    """Read the YAML between the fences.

    Args:
        text: the YAML.
        file: name for complaints.
        first_line: line of the file that the YAML begins on.

    Returns:
        The front matter, with defaults for whatever was unusable, and every complaint in order. Unknown fields are
        no complaint here: `pack check` warns of them (`unknown_fields`).

    Raises:
        ContentError: it is not a YAML mapping, or it uses an alias.
    """
    fields = _Fields(file, first_line, _compose(text, file, first_line))
    meta = FrontMatter(
        id=_identifier(fields),
        title=_title(fields),
        type=fields.one_of("type", TYPES, "briefing"),
        provenance=fields.one_of("provenance", PROVENANCES, "local"),
        original=_original(fields),
        edition=_edition(fields),
        changes=_changes(fields),
        issued=fields.date("issued"),
        law_as_at=fields.date("law_as_at"),
        review_by=fields.date("review_by"),
        language=fields.text("language", "en"),
        translation_of=fields.text("translation_of"),
        nation=fields.texts("nation"),
        series=fields.text("series"),
        audience=fields.texts("audience"),
        topics=fields.texts("topics"),
        stages=fields.texts("stages"),
        summary=fields.text("summary"),
        evidence=fields.text("evidence"),
        content_note=fields.text("content_note"),
        see_also=_see_also(fields),
        marking=fields.text("marking"),
        supersedes=fields.texts("supersedes"),
        related=fields.texts("related"),
    )
    return meta, tuple(fields.problems)


def unknown_fields(text: str, file: str, first_line: int = 2) -> tuple[ContentError, ...]:
    """A complaint for each field that FORMATS D2 does not know; most often a slip of the pen."""
    known = set(FrontMatter.__dataclass_fields__)
    nodes = _compose(text, file, first_line)
    return tuple(
        ContentError(file, first_line + node.start_mark.line, name, "a field of FORMATS D2", "D2")
        for name, node in nodes.items()
        if name not in known
    )


def _compose(text: str, file: str, first_line: int) -> dict[str, yaml.Node]:
    try:
        _refuse_depth(text, file, first_line)
        root: yaml.Node | None = _compose_yaml(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = first_line + (mark.line if mark is not None else 0)
        raise ContentError(file, line, "front matter", f"YAML ({error.problem})", "D2") from error
    except yaml.YAMLError as error:
        raise ContentError(file, first_line, "front matter", "YAML without control characters", "D2") from error
    if not isinstance(root, yaml.MappingNode):
        raise ContentError(file, first_line, "front matter", "fields like id: and title:", "D2")
    _refuse_aliases(root, file, first_line)
    collector = _Fields(file, first_line, {})
    children = _children(root, collector)
    if collector.problems:
        raise collector.problems[0]
    return children


_OPENING = re.compile(r"[\[{]|[-?](?=\s)")
"""What may open a collection inside another without a deeper line."""


def _refuse_depth(text: str, file: str, first_line: int) -> None:
    """Refuse collections nested deeper than FORMATS D7 allows: the parser goes down by its own stack, and would fall.

    Only a text that could nest so deep is read for it; its depth is told by events, which need no stack.
    """
    most = LIMITS.element_depth
    if " " * most not in text and len(_OPENING.findall(text)) <= most:
        return
    depth = 0
    for event in _parse_yaml(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            ensure(file, first_line + event.start_mark.line, "element_depth", depth)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _refuse_aliases(root: yaml.Node, file: str, first_line: int) -> None:
    # A node met twice is an alias; visiting each node once keeps this linear whatever the aliases would expand to.
    seen: set[int] = set()
    waiting: list[yaml.Node] = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            raise ContentError(file, first_line + node.start_mark.line, "front matter", "no YAML aliases", "D2")
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                waiting += (key, value)
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _children(node: yaml.MappingNode, fields: _Fields) -> dict[str, yaml.Node]:
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        if name in found:
            fields.complain(key, name, "each field once")
        found[name] = value
    return found


def _is_null(node: yaml.Node) -> bool:
    # The C parser says "" for a plain scalar where the Python one says None.
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULLS


def _is_date(value: str) -> bool:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == len("2026-11-21")


def _identifier(fields: _Fields) -> str:
    value = fields.text("id")
    if not LENIENT_ID.fullmatch(value):
        fields.complain(fields.nodes.get("id"), "id", "letters, digits and hyphens, 3 to 64 characters")
    return value


def _title(fields: _Fields) -> str:
    value = fields.text("title")
    if not value:
        fields.complain(fields.nodes.get("title"), "title", "a text")
    return " ".join(value.split())


def _edition(fields: _Fields) -> int:
    value = fields.integer("edition", 1)
    if value == 0:
        fields.complain(fields.nodes.get("edition"), "edition", "a whole number from 1")
    return value or 1


def _original(fields: _Fields) -> Original | None:
    inner = fields.mapping("original")
    if inner is None:
        return None
    return Original(
        title=inner.text("title"),
        publisher=inner.text("publisher"),
        year=inner.integer("year", None),
        address=inner.text("address"),
    )


def _changes(fields: _Fields) -> tuple[Change, ...]:
    return tuple(
        Change(
            edition=entry.integer("edition", 1) or 1,
            kind=entry.one_of("kind", CHANGE_KINDS, "update"),
            urgent=entry.boolean("urgent"),
            summary=entry.text("summary"),
        )
        for entry in fields.mappings("changes")
    )


def _see_also(fields: _Fields) -> tuple[Elsewhere, ...]:
    return tuple(
        Elsewhere(
            title=entry.text("title"),
            kind=entry.one_of("kind", SEE_ALSO_KINDS, "page"),
            address=entry.text("address"),
        )
        for entry in fields.mappings("see_also")
    )
