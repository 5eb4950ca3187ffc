"""Settings, policies in force, the self-test and crash reports, as pages beside the window."""

import threading
import zipfile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from reader import policy
from reader.crash import CrashReports
from reader.doctor import Check, Report, Status
from reader.policy_table import BY_NAME
from reader.settings import load
from reader.ui.window import service as services
from reader.ui.window.help_dialog import HelpDialog
from reader.ui.window.policies_dialog import PoliciesDialog
from reader.ui.window.report_dialog import ReportDialog
from reader.ui.window.selftest_dialog import SelfTestDialog
from reader.ui.window.settings_dialog import SettingsDialog

MANAGED = "Managed by your organisation"


@pytest.fixture
def set_policies(monkeypatch):
    def use(**table):
        monkeypatch.setattr(policy, "load", lambda: policy.from_table(table, "the registry"))

    return use


def settings_page(window):
    window.conduct.service.show_settings()
    return window.conduct.service.page(SettingsDialog)


def words(page):
    return " ".join(label.text() for label in page.findChildren(QLabel))


def test_settings_stand_in_one_column_and_all_in_sight(qtbot, window):
    page = settings_page(window)
    names = ("theme", "text_size", "spacing", "line_length", "language", "idle_minutes")
    places = {(page.fields[name].x(), page.fields[name].width()) for name in names}
    assert len(places) == 1
    assert page.area.verticalScrollBar().maximum() == 0


def test_tab_goes_through_a_page_to_its_buttons_and_closes_last(qtbot, window):
    window.conduct.service.show_help()
    settings_page(window)
    for kind in (HelpDialog, SettingsDialog):
        page = window.conduct.service.page(kind)
        seen, here = [], page.area
        for _ in range(200):
            here = here.nextInFocusChain()
            if isinstance(here, QPushButton) and page.foot.isAncestorOf(here):
                seen.append(here.text())
            if here is page.area:
                break
        assert seen[-1] == "Close", seen
        assert len(seen) > 1


def test_settings_are_in_force_at_once_and_kept(qtbot, window, profile):
    page = settings_page(window)
    box = page.fields["theme"]
    box.setCurrentIndex(box.findData("dark"))
    box.activated.emit(box.currentIndex())
    assert window.parts.appearance.theme.is_dark
    page.fields["text_size"].setValue(20)
    page.fields["plain_type"].click()
    for name, value in (("spacing", 200), ("line_length", 52), ("language", "en")):
        box = page.fields[name]
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
    page.fields["idle_minutes"].setValue(42)
    page.fields["recent_searches"].click()
    kept, unusable = load(profile.settings_file)
    assert not unusable
    assert (kept.theme, kept.text_size, kept.plain_type, kept.spacing) == ("dark", 20, True, 200)
    assert (kept.line_length, kept.idle_minutes, kept.recent_searches, kept.language) == (52, 42, False, "en")
    assert window.conduct.notes.idle.minutes == 42
    assert not window.parts.notes.desk.rules.remember_searches
    assert "next start" in window.parts.status.right


def test_a_line_is_as_long_as_chosen(window):
    window.travel.open_document("small/telling")
    view = window.parts.reader.page.view
    before = view.viewport().width()
    page = settings_page(window)
    box = page.fields["line_length"]
    box.setCurrentIndex(box.findData(52))
    box.activated.emit(box.currentIndex())
    assert view.viewport().width() < before


def test_a_backup_folder_has_to_be_a_whole_path(qtbot, window, profile, tmp_path):
    page = settings_page(window)
    edit = page.fields["backup_folder"]
    edit.setText("somewhere")
    edit.editingFinished.emit()
    assert not page.problem.isHidden() and window._desk.settings.backup_folder == ""
    edit.setText(str(tmp_path))
    edit.editingFinished.emit()
    assert page.problem.isHidden()
    assert load(profile.settings_file)[0].backup_folder == str(tmp_path)
    assert window.parts.notes.desk.rules.second == (tmp_path,)


def test_what_is_changed_elsewhere_shows_on_the_page(window):
    page = settings_page(window)
    window.conduct._commands["larger"]()
    assert page.fields["text_size"].value() == window._desk.settings.text_size > 13


def test_what_policy_has_locked_shows_what_is_in_force_and_says_so(open_window, set_policies, tmp_path):
    set_policies(idle_lock_minutes=3, recent_searches=False, backup_folder=str(tmp_path), default_theme="dark")
    page = settings_page(open_window())
    for name in ("idle_minutes", "recent_searches", "backup_folder"):
        assert not page.fields[name].isEnabled() and page.fields[name].toolTip() == MANAGED
        spoken = QAccessible.queryAccessibleInterface(page.fields[name])
        assert spoken.text(QAccessible.Text.Description) == MANAGED
    assert page.fields["idle_minutes"].value() == 3
    assert page.fields["backup_folder"].text() == str(tmp_path)
    assert not page.fields["recent_searches"].isChecked()
    assert page.fields["shared_desk"].isEnabled() and page.fields["theme"].isEnabled()
    assert words(page).count(MANAGED) == 3


def test_a_desk_made_shared_on_the_page_is_one_after_a_restart(qtbot, open_window, profile):
    window = open_window()
    settings_page(window).fields["shared_desk"].click()
    assert window.parts.notes.desk.rules.shared
    assert load(profile.settings_file)[0].shared_desk
    window.conduct._choose_theme("dark")
    assert load(profile.settings_file)[0].theme == "system"
    settings_page(window).fields["shared_desk"].click()
    assert not window.parts.notes.desk.rules.shared
    assert not load(profile.settings_file)[0].shared_desk


def test_everything_on_the_pages_has_a_name_and_the_keyboard(window):
    window.conduct.service.show_help()
    window.conduct.service.show_policies()
    pages = [settings_page(window), *(window.conduct.service.page(kind) for kind in (HelpDialog, PoliciesDialog))]
    for page in pages:
        for widget in page.findChildren(QWidget):
            if widget.isVisibleTo(page) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled():
                name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
                assert name.strip(), widget
        QTest.keyClick(page, Qt.Key.Key_Escape)
        assert not page.isVisible()


def test_the_policies_in_force_say_where_each_comes_from(open_window, set_policies):
    set_policies(notes="memory-only", export="perhaps", nots="x")
    window = open_window()
    window.conduct.service.show_help()
    window.conduct.service.page(HelpDialog).policies.click()
    page = window.conduct.service.page(PoliciesDialog)
    shown = {}
    for row in range(page.list.topLevelItemCount()):
        item = page.list.topLevelItem(row)
        shown[item.data(0, Qt.ItemDataRole.UserRole).partition(":")[0]] = (item.text(1), item.text(2))
    assert set(shown) == set(BY_NAME)
    assert shown["notes"] == ("memory-only", "the registry")
    assert shown["export"] == ("off (strictest: what is set cannot be read)", "the registry")
    assert shown["print"] == ("allowed", "Default")
    assert "“nots”" in words(page) and "“export”" in words(page) and "2 policies" in words(page)
    page.list.setCurrentItem(page.list.topLevelItem(3))
    assert page.about.text().startswith("legal_hold: ")


def test_the_self_test_runs_beside_the_window_and_can_be_run_again(qtbot, window, monkeypatch, tmp_path):
    threads = []

    def examine(_places):
        threads.append(threading.current_thread())
        found = [Check("library", Status.OK, "ten"), Check("free space", Status.FAILED, "none", "Free some.")]
        return Report(tuple(found[: len(threads)]))

    monkeypatch.setattr("reader.checkup.check_up", examine)
    window.conduct.service.show_help()
    window.conduct.service.page(HelpDialog).self_test.click()
    page = window.conduct.service.page(SelfTestDialog)
    qtbot.waitUntil(page.again.isEnabled)
    assert page.lead.text() == "Everything is in order." and page.progress.isHidden()
    page.again.click()
    assert not page.again.isEnabled()
    qtbot.waitUntil(lambda: page.list.topLevelItemCount() == 2)
    assert "wrong with this installation" in page.lead.text()
    assert page.list.topLevelItem(1).text(2) == "none\nFree some."
    assert threads[0] is not threading.main_thread()
    page.save_bundle(tmp_path / "support.zip")
    qtbot.waitUntil(page.save.isEnabled)
    assert "support.zip" in page.lead.text() and zipfile.is_zipfile(tmp_path / "support.zip")
    page.save_bundle(tmp_path)
    qtbot.waitUntil(page.save.isEnabled)
    assert "would not do this" in page.lead.text()


def test_the_self_test_is_the_doctors(qtbot, window):
    window.conduct.service.show_self_test()
    page = window.conduct.service.page(SelfTestDialog)
    qtbot.waitUntil(page.again.isEnabled, timeout=60_000)
    names = {page.list.topLevelItem(row).text(1) for row in range(page.list.topLevelItemCount())}
    assert {"installation", "qt", "library", "search index", "policies", "free space", "notebooks"} <= names


def test_a_crash_of_the_last_session_is_told_with_its_report(window, profile):
    reports = CrashReports(profile.logs)
    reports.write(ValueError, None)
    window.conduct.service.tell_of_crash(reports.unseen())
    assert "ended unexpectedly" in window.parts.banner.text and "nothing was sent" in window.parts.banner.text
    window.parts.banner.findChild(QPushButton).click()
    page = window.conduct.service.page(ReportDialog)
    assert page.isVisible() and "ValueError" in page.text.toPlainText()
    assert str(reports.unseen()[0]) in words(page)


def test_a_mistake_in_the_background_is_told_and_reported(qtbot, window, profile):
    def fail(_job):
        raise KeyError("the note nobody may see")

    window.parts.tasks.run(fail, done=lambda _: None, channel="other")
    qtbot.waitUntil(lambda: bool(window.parts.banner.text))
    assert "still here" in window.parts.banner.text
    (report,) = CrashReports(profile.logs).unseen()
    assert "KeyError" in report.read_text() and "nobody may see" not in report.read_text()


def test_pages_close_with_the_window(open_window):
    window = open_window()
    page = settings_page(window)
    window.close()
    QApplication.processEvents()
    assert not page.isVisible() and services.Service is type(window.conduct.service)
