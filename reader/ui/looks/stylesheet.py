"""The style sheet, generated from theme and tokens.

Widgets ask for a look by the dynamic property `look`, set once with `look(widget, "primary")`:

    QLabel        view-title, title, section, strong, muted, caption, badge, chip, key (a key cap), warning
    QPushButton   primary, plain, link, chip, card, row, kind (room for a tick);
                  segment-first, segment, segment-last (one of several, joined)
    QToolButton   tool (icon-only, 36 px), mark-tool (icon and words), mark-menu (as that, with an arrow),
                  menu (text and arrow), menu-arrow (as that, its icon free), bare (icon, no frame),
                  fold (the heading of a group that folds)
    QTabBar       close, snug (less room around the words)
    QCheckBox     setting (as large as the labels around it)
    QFrame        card, panel, sunken, note (4 px bar at the left), good, attention, bad (as note, tinted), banner, line
"""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from reader.ui.looks.tokens import Theme, Tokens

Kind = TypeVar("Kind", bound=QWidget)


def look(widget: Kind, name: str) -> Kind:
    """Give `widget` one of the looks named above and return it."""
    widget.setProperty("look", name)
    return widget


def stylesheet(theme: Theme, tokens: Tokens) -> str:
    """The application's style sheet in the colours of `theme`."""
    parts = (_base, _labels, _buttons, _tool_buttons, _fields, _frames, _views, _scrollbars, _menus, _named)
    return "\n".join(part(theme, tokens) for part in parts)


def _base(theme: Theme, tokens: Tokens) -> str:
    return f"""
    QPushButton, QToolButton, QTabBar, QCheckBox, QAbstractItemView {{ outline: none; }}
    QMainWindow, QDialog {{ background: {theme.window}; }}
    QToolTip {{ background: {theme.surface}; color: {theme.text}; border: 1px solid {theme.border_control};
                padding: 4px 6px; font-size: {tokens.sizes.small}pt; }}
    QSplitter::handle {{ background: {theme.border}; }}
    """


def _labels(theme: Theme, tokens: Tokens) -> str:
    sizes = tokens.sizes
    return f"""
    QLabel {{ background: transparent; }}
    QLabel[look="view-title"] {{ font-size: {sizes.title}pt; font-weight: 700; }}
    QLabel[look="title"] {{ font-size: {sizes.section}pt; font-weight: 700; }}
    QLabel[look="section"] {{ font-weight: 600; }}
    QLabel[look="strong"] {{ font-size: {sizes.ui_strong}pt; font-weight: 600; }}
    QLabel[look="muted"] {{ font-size: {sizes.small}pt; color: {theme.text_muted}; }}
    QLabel[look="caption"] {{ font-size: {sizes.caption}pt; color: {theme.text_muted}; }}
    QLabel[look="badge"] {{ font-size: {sizes.caption}pt; font-weight: 600; color: {theme.accent};
        background: {theme.selection}; border: 1px solid {theme.accent}; border-radius: {tokens.radii.chip}px;
        padding: 1px 6px; }}
    QLabel[look="chip"] {{ font-size: {sizes.caption}pt; border: 1px solid {theme.border_control};
        background: {theme.surface}; border-radius: {tokens.radii.chip}px; padding: 2px 7px; }}
    QLabel[look="key"] {{ font-size: {sizes.caption}pt; color: {theme.text_muted}; background: {theme.surface_sunken};
        border: 1px solid {theme.border_control}; border-radius: {tokens.radii.chip}px; padding: 1px 6px; }}
    QLabel[look="facet"] {{ font-size: {sizes.small}pt; }}
    QLabel[look="facet"]:disabled {{ color: {theme.text_disabled}; }}
    QLabel[look="warning"] {{ font-size: {sizes.small}pt; font-weight: 600; color: {theme.warning}; }}
    """


def _buttons(theme: Theme, tokens: Tokens) -> str:
    radius, target = tokens.radii.control, tokens.targets
    return f"""
    QPushButton {{ background: {theme.surface}; border: 1px solid {theme.border_control}; border-radius: {radius}px;
        padding: 0 12px; min-height: {target.control_height - 2}px; font-size: {tokens.sizes.ui}pt; }}
    QPushButton:hover {{ background: {theme.hover}; }}
    QPushButton:pressed, QPushButton:checked {{ background: {theme.selection}; border-color: {theme.accent}; }}
    QPushButton:disabled {{ color: {theme.text_disabled}; border-color: {theme.border}; }}
    QPushButton[look="primary"] {{ background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent};
        font-weight: 600; padding: 0 14px; min-height: {target.primary_button_height - 2}px; }}
    QPushButton[look="primary"]:hover, QPushButton[look="primary"]:pressed {{ background: {theme.accent_hover};
        border-color: {theme.accent_hover}; }}
    QPushButton[look="primary"]:disabled {{ background: {theme.surface_sunken}; color: {theme.text_disabled};
        border-color: {theme.border}; }}
    QPushButton[look="segment"], QPushButton[look="segment-first"], QPushButton[look="segment-last"] {{
        border-radius: 0; padding: 0 12px; }}
    QPushButton[look="segment-first"] {{ border-top-left-radius: {radius}px; border-bottom-left-radius: {radius}px; }}
    QPushButton[look="segment-last"] {{ border-top-right-radius: {radius}px; border-bottom-right-radius: {radius}px; }}
    QPushButton[look="segment"], QPushButton[look="segment-last"] {{ border-left: none; }}
    QPushButton[look="link"] {{ background: transparent; border: none; color: {theme.link}; padding: 0 2px;
        text-decoration: underline; min-height: {target.minimum}px; text-align: left; }}
    QPushButton[look="link"]:hover {{ color: {theme.accent_hover}; }}
    QPushButton[look="link"]:disabled {{ color: {theme.text_disabled}; text-decoration: none; }}
    QPushButton[look="chip"] {{ font-size: {tokens.sizes.small}pt; border-radius: {tokens.radii.chip}px;
        padding: 0 7px; min-height: {target.minimum}px; }}
    QPushButton[look="kind"] {{ text-align: left; padding: 0 20px 0 8px; }}
    QPushButton[look="card"] {{ text-align: left; padding: 0; min-height: 48px; max-height: 48px; }}
    QPushButton[look="row"] {{ text-align: left; border: none; border-radius: 0; padding: 0 14px;
        min-height: {tokens.layout.row_nav + 4}px; font-weight: 600; }}
    """


def _tool_buttons(theme: Theme, tokens: Tokens) -> str:
    side = tokens.targets.toolbar_button - 2
    return f"""
    QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: {tokens.radii.control}px; }}
    QToolButton[look="tool"] {{ min-width: {side}px; max-width: {side}px; min-height: {side}px; max-height: {side}px;
        padding: 0; }}
    QToolButton[look="mark-tool"], QToolButton[look="mark-menu"] {{ min-height: {side}px; max-height: {side}px;
        padding: 0 8px; }}
    QToolButton[look="mark-menu"] {{ padding-right: 24px; }}
    QToolButton:hover {{ background: {theme.hover}; }}
    QToolButton:pressed {{ background: {theme.selection}; }}
    QToolButton:checked {{ background: {theme.selection}; border-color: {theme.accent}; }}
    QToolButton:disabled {{ background: transparent; border-color: transparent; color: {theme.text_disabled}; }}
    QToolButton::menu-indicator {{ image: none; width: 0; }}
    QToolButton[look="menu"] {{ background: {theme.surface}; border: 1px solid {theme.border_control};
        padding: 0 10px; min-height: {tokens.targets.control_height - 2}px; font-size: {tokens.sizes.small}pt; }}
    QToolButton[look="menu"]:hover {{ background: {theme.hover}; }}
    QToolButton[look="menu-arrow"] {{ background: {theme.surface}; border: 1px solid {theme.border_control};
        padding: 0 20px 0 8px; min-height: {tokens.targets.control_height - 4}px;
        font-size: {tokens.sizes.small}pt; }}
    QToolButton[look="menu-arrow"]:hover {{ background: {theme.hover}; }}
    QToolButton[look="fold"] {{ border: none; font-weight: 600; text-align: left; padding: 0;
        min-height: {tokens.targets.minimum}px; }}
    QToolButton[look="fold"]:checked {{ background: transparent; }}
    QToolButton[look="fold"]:hover {{ background: {theme.hover}; }}
    QToolButton[look="bare"] {{ min-width: {tokens.targets.minimum}px; min-height: {tokens.targets.minimum}px; }}
    """


def _fields(theme: Theme, tokens: Tokens) -> str:
    return f"""
    QLineEdit {{ background: {theme.surface}; border: 1px solid {theme.border_control};
        border-radius: {tokens.radii.control}px; padding: 0 8px; min-height: {tokens.targets.control_height - 2}px;
        selection-background-color: {theme.text_selection}; selection-color: {theme.on_text_selection}; }}
    QComboBox {{ background: {theme.surface}; border: 1px solid {theme.border_control};
        border-radius: {tokens.radii.control}px; padding: 0 8px; min-height: {tokens.targets.control_height - 2}px; }}
    QComboBox:disabled {{ color: {theme.text_disabled}; border-color: {theme.border}; }}
    QComboBox::drop-down {{ border: none; background: transparent; width: 28px; }}
    QComboBox::down-arrow {{ image: none; }}
    QComboBox QAbstractItemView {{ border: 1px solid {theme.border_control}; }}
    QSpinBox {{ background: {theme.surface}; border: 1px solid {theme.border_control};
        border-radius: {tokens.radii.control}px; padding: 0; min-height: {tokens.targets.control_height - 4}px;
        selection-background-color: {theme.text_selection}; selection-color: {theme.on_text_selection}; }}
    QSpinBox:disabled {{ color: {theme.text_disabled}; border-color: {theme.border}; }}
    QSpinBox::up-button, QSpinBox::down-button {{ border: none; background: transparent; width: 28px; }}
    QSpinBox::up-arrow, QSpinBox::down-arrow {{ image: none; }}
    QSpinBox QLineEdit {{ border: none; padding: 0; min-height: 0; background: transparent; }}
    QListWidget {{ background: {theme.surface}; font-size: {tokens.sizes.ui}pt; }}
    QListWidget::item {{ padding: 8px 12px; border-bottom: 1px solid {theme.border}; color: {theme.text}; }}
    QListWidget::item:selected {{ background: {theme.selection}; border-left: 3px solid {theme.accent}; }}
    QLineEdit#search {{ font-size: {tokens.sizes.ui_strong}pt; }}
    QCheckBox {{ spacing: 8px; min-height: {tokens.targets.checkbox_row - 1}px; background: transparent;
        font-size: {tokens.sizes.small}pt; }}
    QCheckBox[look="setting"] {{ font-size: {tokens.sizes.ui}pt; }}
    QCheckBox:disabled {{ color: {theme.text_disabled}; }}
    QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {theme.border_control}; border-radius: 3px;
        background: {theme.surface}; }}
    QCheckBox::indicator:disabled {{ border-color: {theme.border}; }}
    QRadioButton {{ spacing: 8px; min-height: {tokens.targets.minimum}px; background: transparent; }}
    QRadioButton:disabled {{ color: {theme.text_disabled}; }}
    QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {theme.border_control};
        border-radius: 8px; background: {theme.surface}; }}
    QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {theme.accent};
        background: {theme.on_accent}; }}
    QRadioButton::indicator:disabled {{ border-color: {theme.border}; }}
    QProgressBar {{ border: 1px solid {theme.border_control}; border-radius: 3px; background: {theme.surface_sunken};
        max-height: 5px; min-height: 5px; }}
    QProgressBar::chunk {{ background: {theme.accent}; border-radius: 2px; }}
    """


def _frames(theme: Theme, tokens: Tokens) -> str:
    tinted = "".join(
        f"""QFrame[look="{name}"] {{ background: {ground}; border: 1px solid {edge}; border-left: 4px solid {edge};
        border-radius: {tokens.radii.chip}px; }}
    """
        for name, ground, edge in (
            ("good", theme.success_surface, theme.success),
            ("attention", theme.warning_surface, theme.warning),
            ("bad", theme.danger_surface, theme.danger),
        )
    )
    return f"""{tinted}
    QFrame[look="card"] {{ background: {theme.surface}; border: 1px solid {theme.border};
        border-radius: {tokens.radii.card}px; }}
    QFrame[look="panel"] {{ background: {theme.surface}; border: none; }}
    QFrame[look="sunken"] {{ background: {theme.surface_sunken}; border: none; }}
    QFrame[look="note"] {{ background: {theme.surface_sunken}; border: 1px solid {theme.border_control};
        border-left: 4px solid {theme.border_control}; border-radius: {tokens.radii.chip}px; }}
    QFrame[look="banner"] {{ background: {theme.warning_surface}; border: none;
        border-bottom: 1px solid {theme.warning}; }}
    QFrame[look="upright"] {{ background: {theme.border}; border: none; }}
    QFrame[look="line"] {{ background: {theme.border}; border: none; min-height: 1px; max-height: 1px; }}
    """


def _views(theme: Theme, tokens: Tokens) -> str:
    return f"""
    QAbstractItemView {{ border: none; background: {theme.surface}; selection-background-color: {theme.selection};
        selection-color: {theme.text}; }}
    QTextBrowser, QTextEdit {{ border: none; background: {theme.paper};
        selection-background-color: {theme.text_selection}; selection-color: {theme.on_text_selection}; }}
    QScrollArea {{ border: none; background: transparent; }}
    QTabBar {{ background: transparent; border: none; qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; border: none; border-bottom: 3px solid transparent; padding: 0 12px;
        height: {tokens.layout.banner - 2}px; color: {theme.text_muted}; font-size: {tokens.sizes.ui}pt; }}
    QTabBar[look="close"]::tab {{ padding: 0 8px; }}
    QTabBar[look="snug"]::tab {{ padding: 0 5px; }}
    QTabBar::tab:hover {{ color: {theme.text}; }}
    QTabBar::tab:selected {{ color: {theme.text}; font-weight: 700; border-bottom: 3px solid {theme.accent}; }}
    """


def _scrollbars(theme: Theme, _tokens: Tokens) -> str:
    thumb = theme.border_control if theme.is_high_contrast else _between(theme.border_control, theme.border)
    return f"""
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; border: none; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; border: none; }}
    QScrollBar::handle {{ background: {thumb}; border-radius: 3px; margin: 3px; }}
    QScrollBar::handle:vertical {{ min-height: 36px; }}
    QScrollBar::handle:horizontal {{ min-width: 36px; }}
    QScrollBar::handle:hover {{ background: {theme.border_control}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _menus(theme: Theme, tokens: Tokens) -> str:
    return f"""
    QMenu {{ background: {theme.surface}; border: 1px solid {theme.border_control}; padding: 4px; }}
    QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: {tokens.radii.chip}px; min-height: 18px; }}
    QMenu::item:selected {{ background: {theme.selection}; }}
    QMenu::item:disabled {{ color: {theme.text_disabled}; }}
    QMenu::separator {{ height: 1px; background: {theme.border}; margin: 4px 8px; }}
    QMenu::indicator {{ width: 14px; height: 14px; left: 6px; }}
    """


def _named(theme: Theme, tokens: Tokens) -> str:
    """Pieces that exist once, by object name."""
    layout = tokens.layout
    return f"""
    #toolbar {{ background: {theme.surface}; border: none; border-bottom: 1px solid {theme.border};
        min-height: {layout.toolbar - 1}px; max-height: {layout.toolbar - 1}px;
}}
    #marking {{ background: {theme.marking}; color: {theme.on_marking}; font-size: {tokens.sizes.marking}pt;
        font-weight: 700; min-height: {layout.marking_bar}px; max-height: {layout.marking_bar}px; }}
    #status {{ background: {theme.window}; border: none; border-top: 1px solid {theme.border};
        min-height: {layout.status_bar - 1}px; max-height: {layout.status_bar - 1}px; }}
    #status QLabel {{ font-size: {tokens.sizes.small}pt; color: {theme.text_muted}; }}
    #sidebar, #sidebar QTreeView {{ background: {theme.sidebar}; }}
    #right_pane {{ background: {theme.surface}; }}
    #library, #library_page {{ background: {theme.surface_sunken}; }}
    #facets, #facets_page {{ background: {theme.surface_sunken}; }}
    #page_dialog, #page_dialog_page, #dialog {{ background: {theme.surface}; }}
    #no_results, #no_results_page {{ background: {theme.surface}; }}
    """


def _between(first: str, second: str) -> str:
    """The colour half-way between two."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{(a + b) // 2:02x}" for a, b in pairs)
