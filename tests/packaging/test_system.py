import contextlib
import ctypes
import os
import socket
import sys

import pytest
from devkit import console, system

linux = sys.platform == "linux"


def test_every_library_not_reported_missing_can_be_loaded():
    for name in set(system.LIBRARIES) - set(system.missing_libraries()) if linux else ():
        ctypes.CDLL(name)


def test_a_library_that_no_machine_has_is_reported_with_its_package(monkeypatch):
    monkeypatch.setattr(system, "LIBRARIES", {"libnonesuch.so.9": "libnonesuch9"})
    monkeypatch.setattr(system, "has_font", lambda: False)
    if linux:
        assert system.missing_libraries() == ["libnonesuch.so.9"]
        assert system.missing_packages() == ["libnonesuch9", system.FONT_PACKAGE]


def test_a_font_is_found_in_any_depth(tmp_path):
    assert system.has_font([str(tmp_path)]) is not linux
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "A.TTF").touch()
    assert system.has_font([str(tmp_path)])


@pytest.mark.parametrize(("uid", "sudo"), [(0, ""), (1000, "sudo ")])
def test_the_line_to_run(monkeypatch, tmp_path, uid, sudo):
    monkeypatch.setattr(os, "geteuid", lambda: uid, raising=False)
    monkeypatch.setattr(system, "APT_LISTS", tmp_path)
    install = f"{sudo}apt-get install -y --no-install-recommends libegl1 libgl1"
    assert system.install_line(["libegl1", "libgl1"]) == f"{sudo}apt-get update && {install}"
    (tmp_path / "somewhere_main_binary-amd64_Packages.lz4").touch()
    assert system.install_line(["libegl1", "libgl1"]) == install


class Debian:
    """A Debian that lacks two packages, and Qt as the test wants it."""

    def __init__(self, monkeypatch, *, may, obstacle):
        monkeypatch.setattr(system, "missing_packages", lambda: ["libegl1", "libgl1"])
        monkeypatch.setattr(system, "is_debian_like", lambda: True)
        monkeypatch.setattr(system, "install", lambda *_: may)
        monkeypatch.setattr(system, "install_line", lambda packages: "THE LINE " + " ".join(packages))
        monkeypatch.setattr(system, "why_qt_fails", lambda *_: obstacle)


def test_where_we_may_install_nothing_is_asked_of_the_person(monkeypatch, capsys):
    Debian(monkeypatch, may=True, obstacle="")
    system.ensure_qt(sys.executable, platform="offscreen")
    assert capsys.readouterr().out == ""


def test_where_we_may_not_the_exact_line_is_printed_and_work_goes_on_if_qt_starts(monkeypatch, capsys):
    Debian(monkeypatch, may=False, obstacle="")
    system.ensure_qt(sys.executable, platform="offscreen")
    assert "THE LINE libegl1 libgl1\n" in capsys.readouterr().out


def test_where_qt_does_not_start_it_stops_with_the_line_and_the_reason(monkeypatch, capsys):
    Debian(monkeypatch, may=False, obstacle="libEGL.so.1: cannot open shared object file")
    with pytest.raises(console.StopError, match="cannot open shared object file"):
        system.ensure_qt(sys.executable, platform="offscreen")
    assert "THE LINE" in capsys.readouterr().out


def test_where_qt_is_not_needed_it_is_not_tried(monkeypatch, capsys):
    Debian(monkeypatch, may=False, obstacle="never asked")
    system.ensure_qt(sys.executable, platform=None)
    assert "THE LINE" in capsys.readouterr().out


def test_qt_is_tried_in_a_process_of_its_own():
    assert system.why_qt_fails(sys.executable, "offscreen") == ""
    assert "nonesuch" in system.why_qt_fails(sys.executable, "nonesuch") or linux


@pytest.mark.skipif(not linux, reason="elsewhere there is always a display")
class TestDisplay:
    def test_none_is_set(self):
        assert "neither DISPLAY nor WAYLAND_DISPLAY" in system.why_no_display({})

    @pytest.mark.parametrize("display", [":7654", "unix:7654.0", "nonsense"])
    def test_nothing_answers(self, display):
        assert system.why_no_display({"DISPLAY": display}) == "nothing answers at DISPLAY"

    def test_another_host_is_taken_at_its_word(self):
        assert system.why_no_display({"DISPLAY": "desk.example:0"}) == ""

    def test_a_wayland_session_answers(self, tmp_path):
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as server:
            server.bind(str(tmp_path / "wayland-0"))
            server.listen()
            env = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
            assert system.why_no_display(env) == ""
        assert system.why_no_display(env) == "nothing answers at WAYLAND_DISPLAY"

    def test_a_platform_nobody_can_see_is_no_display(self):
        env = {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": "desk.example:0"}
        assert system.why_no_display(env) == "QT_QPA_PLATFORM is offscreen"

    def test_a_platform_that_needs_no_server_is_a_display(self):
        assert system.why_no_display({"QT_QPA_PLATFORM": "linuxfb:fb=/dev/fb0"}) == ""


def test_programs_that_tests_call_are_installed_or_their_line_is_printed(monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(system, "TEST_PROGRAMS", {"no-such-program": "nonesuch", "sh": "dash"})
    monkeypatch.setattr(system, "TEST_LIBRARIES", {})
    monkeypatch.setattr(system, "is_debian_like", lambda: True)
    monkeypatch.setattr(system, "install_line", lambda packages: "THE LINE " + " ".join(packages))
    monkeypatch.setattr(system, "install", lambda packages, _what: asked.append(packages) or True)
    system.ensure_test_programs()
    assert asked == [["nonesuch"]]
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(system, "install", lambda *_: False)
    system.ensure_test_programs()
    assert "THE LINE nonesuch" in capsys.readouterr().out
