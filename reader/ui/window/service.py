"""What stands beside the library: help, settings, policies in force, the self-test, and what a crash left behind."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reader.crash import CrashReports
from reader.language import tr
from reader.settings import Settings
from reader.ui.looks.tokens import Theme
from reader.ui.window.help_dialog import HelpDialog
from reader.ui.window.page_dialog import PageDialog
from reader.ui.window.parts import Parts

_log = logging.getLogger(__name__)
Page = TypeVar("Page", bound=PageDialog)


class Service(QObject):
    """Makes each page when it is first asked for and keeps it.

    Signals:
        crashed(object): a report's path, or None; to be sent from whatever thread something failed on.
    """

    crashed = Signal(object)

    def __init__(self, parts: Parts, window: QWidget, change: Callable[[Settings], None]) -> None:
        """`change` uses and keeps settings."""
        super().__init__(window)
        self._parts, self._window, self._change = parts, window, change
        self._pages: dict[type[PageDialog], PageDialog] = {}
        self.crashed.connect(self._crashed)
        parts.appearance.changed.connect(self._set_theme)
        parts.tasks.broken.connect(self._broken)

    def page(self, kind: type[Page]) -> Page | None:
        """A page that has been made, for whoever looks at it."""
        made = self._pages.get(kind)
        return made if isinstance(made, kind) else None

    def stop(self) -> None:
        """The window closes: so does what stands beside it."""
        for page in self._pages.values():
            page.close()

    # Pages

    def show_help(self) -> None:
        """F1."""
        page = self.page(HelpDialog)
        if page is None:
            page = self._keep(HelpDialog(self._window, self._parts.tokens))
            page.self_test_wanted.connect(self.show_self_test)
            page.policies_wanted.connect(self.show_policies)
        page.present()

    def show_settings(self) -> None:
        """What the person may choose (Ctrl+comma)."""
        from reader.ui.window.settings_dialog import SettingsDialog  # noqa: PLC0415 - when first asked for

        parts, page = self._parts, self.page(SettingsDialog)
        if page is None:
            page = self._keep(SettingsDialog(self._window, parts.tokens, parts.desk.policies))
            page.chosen.connect(self._chosen)
            page.policies_wanted.connect(self.show_policies)
        self.refresh()
        page.present()

    def show_policies(self) -> None:
        """What the organisation has set, and where."""
        from reader.ui.window.policies_dialog import PoliciesDialog  # noqa: PLC0415 - when first asked for

        parts, page = self._parts, self.page(PoliciesDialog)
        if page is None:
            page = self._keep(PoliciesDialog(self._window, parts.tokens, parts.desk.policies))
        page.present()

    def show_self_test(self) -> None:
        """The doctor's checks, off the GUI thread."""
        from reader.checkup import check_up  # noqa: PLC0415 - when first asked for
        from reader.support import write_bundle  # noqa: PLC0415 - as above
        from reader.ui.window.selftest_dialog import SelfTestDialog  # noqa: PLC0415 - as above

        parts, page = self._parts, self.page(SelfTestDialog)
        if page is None:
            theme, places, policies = parts.appearance.theme, parts.desk.places, parts.desk.policies
            page = SelfTestDialog(
                *(self._window, parts.tokens, theme, parts.tasks),
                examine=lambda: check_up(places),
                bundle=lambda report, file: write_bundle(places, policies, report, file),
            )
            self._keep(page)
        page.present()
        page.run()

    def refresh(self) -> None:
        """Settings were changed somewhere: the page follows."""
        from reader.ui.window.settings_dialog import SettingsDialog  # noqa: PLC0415 - as above

        page = self.page(SettingsDialog)
        if page is not None:
            page.show_settings(self._parts.desk.settings, self._parts.notes.desk.rules)

    # What went wrong

    def tell_of_crash(self, reports: Sequence[Path]) -> None:
        """At the next start, once: the program ended unexpectedly."""
        if not reports:
            return
        words = tr("The program ended unexpectedly. A report is on this computer; nothing was sent.")
        self._say(words, tuple(reports))

    def _crashed(self, report: Path | None) -> None:
        words = tr("Something went wrong inside the program. What you were reading is still here.")
        if report is None:
            self._parts.banner.say(words)
        else:
            self._say(f"{words} {tr('A report is on this computer; nothing was sent.')}", (report,))

    def _broken(self, error: Exception) -> None:
        """A mistake in work that ran in the background."""
        _log.error("a background task failed", exc_info=error)
        self._crashed(CrashReports(self._parts.desk.places.logs).write(type(error), error.__traceback__))

    def _say(self, words: str, reports: tuple[Path, ...]) -> None:
        """What the banner says already is not lost by it."""
        before = self._parts.banner.text
        said = words if words in before else " ".join(part for part in (before, words) if part)
        self._parts.banner.say(said, tr("Show the report"), lambda: self._show_reports(reports))

    def _show_reports(self, reports: tuple[Path, ...]) -> None:
        from reader.ui.window.report_dialog import ReportDialog  # noqa: PLC0415 - when first asked for

        self._keep(ReportDialog(self._window, self._parts.tokens, reports)).present()

    def _chosen(self, settings: Settings) -> None:
        before = self._parts.desk.settings
        self._change(settings)
        if settings.language != before.language:
            self._parts.status.show_notice(tr("The language changes at the next start."))

    def _keep(self, page: Page) -> Page:
        before = self._pages.get(type(page))
        if before is not None:
            before.close()
            before.deleteLater()
        self._pages[type(page)] = page
        page.show_focus(self._parts.appearance.theme)
        return page

    def _set_theme(self, theme: Theme) -> None:
        for page in self._pages.values():
            page.show_focus(theme)
