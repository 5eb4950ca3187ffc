"""The one background idiom: plain callables run off the GUI thread; what comes back arrives on it by signal.

    tasks.run(lambda job: desk.search(request), done=self._show, failed=self._say, channel="search")

Each channel has a generation number: starting a job on a channel makes every earlier one stale, cancels it, and drops
its result, whenever it comes. Channels named "search", "search.snippets" … share one worker thread (the part before the
dot names it), so what may not run at the same time never does.

A job holds callbacks, and they hold widgets. Workers are therefore handed tickets: the GUI thread keeps every job until
its worker has let go of it, so that no widget is ever taken apart in a worker's thread.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Signal

from reader.errors import CancelledError, ReaderError

STOP_SECONDS = 5.0
"""How long `stop` waits for a worker that has been told to cancel."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a callable, handed to it: it may ask `cancelled()` and tell `progress(done, total)`."""

    channel: str
    generation: int
    work: Callable[["Job"], Any]
    done: Callable[[Any], None]
    failed: Callable[[ReaderError], None] | None
    watch: Callable[[int, int], None] | None
    report: Callable[["Job", str, Any], None]
    stop: threading.Event = field(default_factory=threading.Event)

    def cancelled(self) -> bool:
        """Whether the result is no longer wanted."""
        return self.stop.is_set()

    def cancel(self) -> None:
        """Ask the callable to stop; its result is dropped in any case."""
        self.stop.set()

    def progress(self, done: int, total: int) -> None:
        """Tell how far the work is; shown on the GUI thread."""
        if self.watch is not None:
            self.report(self, "progress", (done, total))


class Tasks(QObject):
    """Runs jobs for one window. Call `stop` before the application ends."""

    _reported = Signal(object, str, object)
    broken = Signal(object)
    """An exception that is not in the tree of reader.errors: a mistake in the program, for the log and the banner."""

    def __init__(self, parent: QObject | None = None) -> None:
        """`parent` owns this object; nothing runs before the first `run`."""
        super().__init__(parent)
        self._generations: dict[str, int] = {}
        self._current: dict[str, Job] = {}
        self._workers: dict[str, tuple[threading.Thread, SimpleQueue[int | None]]] = {}
        self._tickets = count()
        self._jobs: dict[int, Job] = {}
        self._returned: deque[int] = deque()
        self._reported.connect(self._arrived)

    def run(
        self,
        work: Callable[[Job], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[ReaderError], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
        channel: str = "search",
    ) -> Job:
        """Run `work(job)` on the channel's thread; `done(result)` or `failed(error)` follow on the GUI thread.

        A ReaderError raised by `work` goes to `failed`; CancelledError goes nowhere.
        """
        self.drop(channel)
        job = Job(channel, self._generations[channel], work, done, failed, progress, self._reported.emit)
        self._current[channel] = job
        self._forget_returned()
        ticket = next(self._tickets)
        self._jobs[ticket] = job
        self._queue(channel.partition(".")[0]).put(ticket)
        return job

    def drop(self, channel: str) -> None:
        """Make whatever runs on `channel` stale: cancelled, and its result never delivered."""
        self._generations[channel] = self._generations.get(channel, 0) + 1
        job = self._current.pop(channel, None)
        if job is not None:
            job.cancel()

    def busy(self, channel: str) -> bool:
        """Whether a job of `channel` has not reported yet."""
        return channel in self._current

    def stop(self) -> None:
        """Cancel everything and wait for the worker threads to end."""
        for channel in tuple(self._current):
            self.drop(channel)
        for _, queue in self._workers.values():
            queue.put(None)
        for thread, _ in self._workers.values():
            thread.join(STOP_SECONDS)
        self._workers.clear()
        self._forget_returned()

    def _forget_returned(self) -> None:
        """Let go of jobs that no worker holds any more, here on the GUI thread."""
        while self._returned:
            del self._jobs[self._returned.popleft()]

    def _queue(self, lane: str) -> "SimpleQueue[int | None]":
        if lane not in self._workers:
            queue: SimpleQueue[int | None] = SimpleQueue()
            words = (queue, self._jobs, self._returned)
            thread = threading.Thread(target=_work, args=words, name=f"tasks-{lane}", daemon=True)
            self._workers[lane] = (thread, queue)
            thread.start()
        return self._workers[lane][1]

    def _arrived(self, job: Job, what: str, value: Any) -> None:
        """On the GUI thread: hand a report on, unless a newer job has made it stale."""
        if job.generation != self._generations.get(job.channel) or job.cancelled():
            return
        if what == "progress":
            if job.watch is not None:
                job.watch(*value)
            return
        self._current.pop(job.channel, None)
        if what == "done":
            job.done(value)
        elif isinstance(value, ReaderError):
            if job.failed is not None:
                job.failed(value)
        else:
            self.broken.emit(value)


def _work(queue: "SimpleQueue[int | None]", jobs: dict[int, Job], returned: deque[int]) -> None:
    """A worker thread's life: one job after the other until None comes."""
    while (ticket := queue.get()) is not None:
        _do(jobs[ticket])
        returned.append(ticket)


def _do(job: Job) -> None:
    """One job. In a function of its own, so that nothing here refers to the job once it has returned."""
    if job.cancelled():
        return
    try:
        result = job.work(job)
    except CancelledError:
        return
    except Exception as error:  # noqa: BLE001 - a thread must not die silently: handed to the GUI thread as it is
        job.report(job, "failed", error)
    else:
        job.report(job, "done", result)
