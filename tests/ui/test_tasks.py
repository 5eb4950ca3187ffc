"""Background work: results on the GUI thread, stale ones dropped, nothing left running."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication

from reader.errors import CancelledError, UnavailableError
from reader.ui.tasks import Tasks


@pytest.fixture
def tasks(qapp):
    made = Tasks()
    yield made
    made.stop()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("tasks-")]


def test_work_runs_elsewhere_and_its_result_arrives_here(qtbot, tasks):
    seen = []
    here = threading.current_thread()
    tasks.run(
        lambda _: threading.current_thread(), done=lambda worker: seen.append((worker, threading.current_thread()))
    )
    assert tasks.busy("search")
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] is not here
    assert seen[0][1] is here
    assert not tasks.busy("search")


def test_a_newer_job_makes_the_one_before_stale(qtbot, tasks):
    seen, gate = [], threading.Event()
    first = tasks.run(lambda _: gate.wait(5) and "old", done=seen.append)
    tasks.run(lambda _: "new", done=seen.append)
    assert first.cancelled()
    gate.set()
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.wait(20)
    assert seen == ["new"]


def test_channels_do_not_drop_each_other_but_share_a_thread(qtbot, tasks):
    seen = []
    tasks.run(lambda _: threading.current_thread(), done=seen.append, channel="search")
    tasks.run(lambda _: threading.current_thread(), done=seen.append, channel="search.snippets")
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[0] is seen[1]


def test_expected_errors_go_to_failed_and_cancelling_nowhere(qtbot, tasks):
    errors, done = [], []

    def fail(_job):
        raise UnavailableError("reading")

    def stop(_job):
        raise CancelledError

    tasks.run(fail, done=done.append, failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    tasks.run(stop, done=done.append, failed=errors.append)
    qtbot.wait(30)
    assert len(errors) == 1
    assert done == []


def test_a_mistake_in_the_program_is_reported_and_the_thread_lives_on(qtbot, tasks):
    with qtbot.waitSignal(tasks.broken) as said:
        tasks.run(lambda _: 1 // 0, done=lambda _: None)
    assert isinstance(said.args[0], ZeroDivisionError)
    seen = []
    tasks.run(lambda _: 7, done=seen.append)
    qtbot.waitUntil(lambda: seen == [7])


def test_progress_arrives_until_the_job_is_dropped(qtbot, tasks):
    told, gate = [], threading.Event()

    def work(job):
        job.progress(1, 2)
        gate.wait(5)
        job.progress(2, 2)

    tasks.run(work, done=lambda _: None, progress=lambda *numbers: told.append(numbers))
    qtbot.waitUntil(lambda: bool(told))
    tasks.drop("search")
    gate.set()
    qtbot.wait(30)
    assert told == [(1, 2)]


def test_stopping_waits_for_what_runs(qtbot):
    tasks, ended, begun = Tasks(), [], threading.Event()

    def work(job):
        begun.set()
        while not job.cancelled():
            pass
        ended.append(True)

    tasks.run(work, done=lambda _: None)
    begun.wait(5)
    tasks.stop()
    assert ended == [True]


def test_what_a_job_holds_is_let_go_of_on_the_gui_thread(qtbot, tasks):
    ended = []

    class Held:
        def __del__(self):
            ended.append(threading.current_thread())

        def look(self, _result):
            pass

    for number in range(50):
        channel = f"lane{number % 3}"
        tasks.run(lambda _: None, done=Held().look, channel=channel)
        if number % 2:
            tasks.drop(channel)
    qtbot.waitUntil(lambda: not any(tasks.busy(f"lane{number}") for number in range(2)), timeout=5_000)
    tasks.stop()
    QCoreApplication.processEvents()
    assert len(ended) == 50
    assert set(ended) == {threading.main_thread()}
