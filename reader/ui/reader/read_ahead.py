"""Papers made ready while the window is idle, so that opening one waits for little more than its layout."""

from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal

from reader.desk import Desk
from reader.errors import ReaderError
from reader.library.look import Look
from reader.ui.reader.reader_page import ReaderPage
from reader.ui.tasks import Job, Tasks

CHANNEL = "documents"
MOST = 20
"""Papers made ready, from the top of the shelf."""
LONGEST = 4_000
"""Words of a paper that is made into a document ahead: a longer one would hold the window for too long."""
STEP_MS = 40
"""Between two of them: each takes the window some 15 ms, which nobody should notice."""
REST_MS = 1000
"""After the person has moved in a paper, or has changed how papers look."""


class ReadAhead(QObject):
    """Renders papers off the GUI thread, then makes one document after the other.

    Signals:
        rendered(): the HTML of all is at hand; what is made from it follows.
    """

    rendered = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, page: ReaderPage) -> None:
        """For `page`, whose child this is. Nothing happens before `start`."""
        super().__init__(page)
        self._desk, self._tasks, self._page = desk, tasks, page
        self._waiting: deque[str] = deque()
        self._started = False
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._step)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(REST_MS)
        self._again.timeout.connect(self.start)
        page.place_changed.connect(self._rest)
        page.emptied.connect(self._emptied)

    def start(self) -> None:
        """Make the first MOST papers of the shelf ready; and again whenever they are so no more, until `stop`."""
        self._started = True
        # The longest first: it is the one that a person would wait for.
        entries = sorted(self._desk.shelf.entries[:MOST], key=lambda entry: -entry.words)
        keys, look = [entry.key for entry in entries], self._page.look()
        self._tasks.run(
            lambda job: _render(self._desk, keys, look, job),
            done=lambda found: self._keep(look, found),
            channel=CHANNEL,
        )

    def stop(self) -> None:
        """Make nothing more."""
        self._started = False
        self._again.stop()
        self._timer.stop()

    def _emptied(self) -> None:
        if not self._started:
            return
        self._waiting.clear()
        self._timer.stop()
        self._again.start()

    def _keep(self, look: Look, found: Mapping[str, str]) -> None:
        self._page.keep(look, found)
        words = {entry.key: entry.words for entry in self._desk.shelf.entries}
        self._waiting = deque(key for key in found if words.get(key, 0) <= LONGEST)
        self.rendered.emit()
        # Only now: a paper laid out unseen moves the place too, and is nobody's reading that this should rest for.
        self._timer.start()

    def _rest(self) -> None:
        """A paper is being opened or read: what is painted for it must not wait for another one's turn."""
        if self._timer.isActive():
            self._timer.start(REST_MS)

    def _step(self) -> None:
        self._timer.setInterval(STEP_MS)
        if not self._waiting:
            self._timer.stop()
        elif not self._tasks.busy("search"):
            key = self._waiting.popleft()
            if key != self._page.place()[0]:
                self._page.build_ahead(key)


def _render(desk: Desk, keys: Sequence[str], look: Look, job: Job) -> dict[str, str]:
    """HTML by key, until asked to stop; a document that cannot be parsed says so when it is opened."""
    found: dict[str, str] = {}
    for key in keys:
        if job.cancelled():
            break
        with suppress(ReaderError):
            found[key] = desk.render(key, look)
    return found
