"""The update folder that IT fills: looked at now and then, off the GUI thread; what is new in it is offered calmly."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from reader.errors import RefusedError
from reader.language import tr
from reader.ui.packs import packs_words
from reader.ui.packs.packs_room import PacksRoom
from reader.ui.tasks import Tasks

if TYPE_CHECKING:
    from reader.packs_desk.watching import Found, Offer, Watch

WATCH = "packs.watch"


class Watching(QObject):
    """Keeps an eye on the folder that policy names; does nothing where none is named.

    Signals:
        offered(Offer): a new edition is there for the person to look at.
        changed(): there are other offers than before.
        said(str): something happened by policy, or was refused; for the banner.
    """

    offered = Signal(object)
    changed = Signal()
    said = Signal(str)

    def __init__(self, room: PacksRoom, tasks: Tasks) -> None:
        """Idle until `start`."""
        super().__init__(room)
        self._room, self._tasks = room, tasks
        self._watch: Watch | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self.offers: tuple[Offer, ...] = ()

    def start(self) -> None:
        """Once the room of packs is loaded. A second call does nothing."""
        if self._watch is not None:
            return
        from reader.packs_desk.watching import EVERY_SECONDS, Watch  # noqa: PLC0415 - loaded already

        self._watch = Watch(self._room.packs)
        if self._watch.folder is not None:
            self._timer.start(EVERY_SECONDS * 1000)
            self.look()

    def stop(self) -> None:
        """The window is gone."""
        self._timer.stop()

    def look(self) -> None:
        """Look at the folder, unless a pack is being worked on."""
        watch = self._watch
        if watch is not None and not self._room.is_busy and not self._tasks.busy(WATCH):
            # What fails is tried again at the next look; a share that is away is no news.
            self._tasks.run(lambda job: watch.look(cancelled=job.cancelled), done=self._found, channel=WATCH)

    def dismiss(self, offer: "Offer") -> None:
        """Not again until it changes."""
        if self._watch is not None:
            self._watch.dismiss(offer)
        self.offers = tuple(one for one in self.offers if one is not offer)
        self.changed.emit()

    def _found(self, found: "Found") -> None:
        fresh = {offer.path for offer in found.offers}
        self.offers = (*(one for one in self.offers if one.path not in fresh), *found.offers)
        for done in found.installed:
            self._room.arrived(done)
            edition = done.outcome.edition
            said = tr("Edition {n} of {title} was installed from the update folder, as your organisation wants.")
            self.said.emit(said.format(n=edition.edition, title=edition.title or edition.library))
        for refusal in found.refused:
            self.said.emit(_refused(refusal))
        if found.offers:
            self.offered.emit(found.offers[-1])
        self.changed.emit()


def _refused(refusal: RefusedError) -> str:
    said = tr("A content pack in the update folder, {file}, was not installed. {why} Tell your IT team.")
    return said.format(file=refusal.what, why=packs_words.headline(refusal))
