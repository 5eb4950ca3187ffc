"""The design tokens as data: every size, distance and colour that the window uses comes from tokens.json."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

FILE = Path(__file__).with_name("tokens.json")


class Record:
    """Named values that do not change: dataclasses in all but name, since those cost the first paint 9 ms."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """From the keys of `values` that the class declares; a missing one raises KeyError."""
        for name in type(self).__annotations__:
            object.__setattr__(self, name, values[name])

    def __setattr__(self, name: str, value: object) -> None:
        """Nothing can be changed; see `but`."""
        raise AttributeError(name)

    def __eq__(self, other: object) -> bool:
        """Equal where of one kind and all values are."""
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        """By the values, which are all hashable where a record is used as a key."""
        return hash(tuple(vars(self).values()))

    def but(self, **changes: object) -> Self:
        """A copy with some values changed."""
        return type(self)({**vars(self), **changes})


class Theme(Record):
    """The colours of one theme, each "#rrggbb". `name` is the table's name in tokens.json."""

    name: str
    is_dark: bool
    window: str
    sidebar: str
    surface: str
    surface_sunken: str
    paper: str
    reader_panel: str
    text_selection: str
    on_text_selection: str
    text: str
    text_muted: str
    text_disabled: str
    border: str
    border_control: str
    accent: str
    accent_hover: str
    on_accent: str
    link: str
    link_visited: str
    selection: str
    hover: str
    focus: str
    marking: str
    on_marking: str
    success: str
    success_surface: str
    warning: str
    warning_surface: str
    danger: str
    danger_surface: str
    match: str
    hl_key_point: str
    hl_key_point_mark: str
    hl_practice: str
    hl_practice_mark: str
    hl_question: str
    hl_question_mark: str
    hl_finding: str
    hl_finding_mark: str

    @property
    def is_high_contrast(self) -> bool:
        """Whether borders and the focus ring take their stronger form."""
        return self.name == "high-contrast"


class Sizes(Record):
    """Type sizes in points."""

    marking: float
    caption: float
    small: float
    ui: float
    ui_strong: float
    section: float
    title: float
    reading_small: float
    reading: float
    reading_h3: float
    reading_min: float
    reading_max: float
    reading_step: float


class LineHeights(Record):
    """Line heights in percent of the font size in pixels; for QTextBlockFormat.FixedHeight."""

    ui: int
    reading: int
    heading: int
    note: int


class Families(Record):
    """Font families in the order to try them."""

    ui: tuple[str, ...]
    reading: tuple[str, ...]
    plain_reading: tuple[str, ...]
    mono: tuple[str, ...]


class Layout(Record):
    """Bars, panes and rows, in device-independent pixels. The `_from` fields are window widths."""

    marking_bar: int
    toolbar: int
    banner: int
    status_bar: int
    sidebar: int
    sidebar_wide: int
    sidebar_rail: int
    facets: int
    right_pane: int
    right_pane_wide: int
    right_pane_min: int
    library_list: int
    reader_gutter: int
    margin_lane: int
    margin_lane_appears_at_reader_width: int
    row_library: int
    row_passage: int
    row_nav: int
    dialog_small: int
    dialog_large: int
    search_field: int
    full_from: int
    wide_from: int


class Radii(Record):
    """Corner radii in pixels."""

    none: int
    chip: int
    control: int
    card: int
    dialog: int


class IconSizes(Record):
    """Icon sizes in pixels."""

    small: int
    default: int
    large: int
    state: int


class Focus(Record):
    """The focus ring, in pixels."""

    ring: int
    offset: int
    high_contrast_ring: int


class Targets(Record):
    """Sizes of things to press, in pixels."""

    minimum: int
    toolbar_button: int
    control_height: int
    primary_button_height: int
    checkbox_row: int
    gutter_marker: int


class Highlight(Record):
    """One of the four kinds of highlight; `label` is English, translate before showing."""

    label: str
    shape: str
    letter: str
    underline: str
    shortcut: str


class Tokens(Record):
    """Everything of tokens.json that code reads.

    Attributes:
        minimum_window: smallest width and height of the window in pixels.
        reference_windows: the window sizes the pictures are drawn at.
        space: the distances 0 to 7 in pixels, by their number.
        paragraph_gap: between paragraphs of the reading text, in pixels.
        underlines: width in pixels of each style of line under a highlight.
        shape: width and height in pixels of the shape beside a highlight.
    """

    minimum_window: tuple[int, int]
    reference_windows: tuple[tuple[int, int], ...]
    families: Families
    sizes: Sizes
    line_heights: LineHeights
    paragraph_gap: int
    space: tuple[int, ...]
    layout: Layout
    radii: Radii
    icons: IconSizes
    focus: Focus
    targets: Targets
    highlights: Mapping[str, Highlight]
    underlines: Mapping[str, float]
    shape: int
    themes: Mapping[str, Theme]


def _theme(name: str, table: Mapping[str, Any]) -> Theme:
    return Theme({**table, "name": name, "is_dark": _luminance(table["paper"]) < 0.2})  # noqa: PLR2004 - paper is near black or near white


def _luminance(colour: str) -> float:
    """Rough lightness 0 to 1 of "#rrggbb", enough to tell dark from light."""
    return sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) / 765


@lru_cache
def load_tokens() -> Tokens:
    """Read tokens.json, once. A damaged file is a broken installation and raises JSONDecodeError or KeyError."""
    raw = json.loads(FILE.read_text("utf-8"))
    kinds, focus = raw["type"], raw["focus"]
    return Tokens(
        {
            "minimum_window": tuple(raw["meta"]["minimum_window_px"]),
            "reference_windows": tuple(tuple(size) for size in raw["meta"]["reference_windows_px"]),
            "families": Families({name: tuple(kinds[f"{name}_family"]) for name in Families.__annotations__}),
            "sizes": Sizes(kinds["size_pt"]),
            "line_heights": LineHeights(kinds["line_height_percent"]),
            "paragraph_gap": kinds["measure"]["paragraph_gap_px"],
            "space": tuple(raw["space_px"].values()),
            "layout": Layout(raw["layout_px"]),
            "radii": Radii(raw["radius_px"]),
            "icons": IconSizes(raw["icon_px"]),
            "focus": Focus({name.removesuffix("_px"): value for name, value in focus.items()}),
            "targets": Targets(raw["target_px"]),
            "highlights": {kind: Highlight(table) for kind, table in raw["highlight"].items()},
            "underlines": raw["highlight_style"]["underline_px"],
            "shape": raw["highlight_style"]["shape_px"],
            "themes": {name: _theme(name, raw["themes"][name]) for name in raw["meta"]["themes"]},
        }
    )
