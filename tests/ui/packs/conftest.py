"""A publisher's channels, made once; and windows whose shelf holds the small library and whatever is installed."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader import desk as desks
from reader.paths import BundledContent
from reader.ui.packs.packs_page import Step
from reader.ui.shared.history import INSTALL

from ...packs.conftest import Workshop, write_library

FIRST = """The custody officer tells the child what will happen next and who will be in the room with them.

A child who is afraid may say nothing at all, and that is no sign of anything but fear.

An appropriate adult is called before anything else is asked, whatever the hour."""
SECOND = """A new paragraph stands at the very beginning of this edition, where nobody has read it before.

The custody officer tells the child what will happen next and who will be in the room with them.

A child who is frightened may well say nothing at all, and that is no sign of anything but fear.

An appropriate adult is called before anything else is asked, whatever the hour."""
ALPHA, BETA, GAMMA = "hub/alpha-document", "hub/beta-document", "hub/gamma-document"
WITHDRAWN = '[[withdrawn]]\nid = "gamma-document"\nreason = "The law has changed"\ndate = 2026-11-20\n'


@dataclass
class Publisher:
    """Channels of a library "hub".

    1; 2, which rewords alpha and withdraws gamma; 3, an urgent correction of alpha; 4, where only commas differ.
    """

    folder: Path

    def channel(self, edition):
        return self.folder / f"channel-{edition}"

    def urgent(self):
        return self.channel(3)

    def pack(self, edition):
        return self.folder / f"hub-{edition}.briefpack"


@pytest.fixture(scope="session")
def publisher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("publisher")
    shop = Workshop(folder, folder / "profile")
    made = Publisher(folder)
    shop.good("keys", "new", folder / "keys")
    library = write_library(folder / "library", name="hub", texts={"alpha-document": FIRST})
    shop.publish(library, made.channel(1), "--pack", made.pack(1))
    shutil.copytree(made.channel(1), made.channel(2))
    write_library(library, name="hub", edition=2, texts={"alpha-document": SECOND}, catalogue=WITHDRAWN)
    shop.publish(library, made.channel(2), "--pack", made.pack(2))
    shutil.copytree(made.channel(2), made.channel(3))
    write_library(library, name="hub", edition=3, texts={"alpha-document": SECOND}, catalogue=WITHDRAWN)
    alpha = library / "briefings" / "alpha-document.md"
    urgent = "{edition: 3, kind: correction, urgent: true, summary: The number to call was wrong}"
    alpha.write_text(
        alpha.read_text("utf-8").replace("{edition: 3, kind: update, summary: Said better}", urgent), "utf-8"
    )
    shop.publish(library, made.channel(3))
    shutil.copytree(made.channel(3), made.channel(4))
    fourth = SECOND.replace(" next and who", " next, and who").replace("A child who", "A Child, who")
    write_library(library, name="hub", edition=4, texts={"alpha-document": fourth}, catalogue=WITHDRAWN)
    shop.publish(library, made.channel(4))
    return made


@pytest.fixture(autouse=True)
def whole_shelf(monkeypatch, library):
    """The small library stands for the bundled one, and what is installed beside it."""
    read = desks.read_shelf
    monkeypatch.setattr(desks, "read_shelf", lambda places, policies, _folders=(): read(places, policies))
    monkeypatch.setattr(desks, "bundled_content", lambda: BundledContent(library, development=True))


@pytest.fixture
def allowed(publisher, profile):
    """The publisher is one that the IT team allows."""
    pins = profile.profile / "machine" / "publishers"
    pins.mkdir(parents=True)
    shutil.copy(publisher.folder / "keys" / "1.root.json", pins / "safeguarding-hub.root.json")


class Desk:
    """What a person does with packs in a window."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window = qtbot, window
        self.room = window.parts.packs

    @property
    def flow(self):
        return self.room.flow

    def reach(self, step):
        self.qtbot.waitUntil(lambda: self.flow.step is step, timeout=10_000)

    def button(self, words):
        return next(one for one in self.flow.buttons if words in one.text())

    def open(self, pack):
        self.window.conduct.open_file(pack)
        assert self.window.travel.history.current.view == INSTALL

    def review(self, pack):
        self.open(pack)
        self.reach(Step.REVIEW)

    def settled(self):
        """Wait for badges, notes and caches to be in step with the shelf."""
        tasks = self.window.parts.tasks
        self.qtbot.waitUntil(lambda: not tasks.busy("packs.settle") and not tasks.busy("packs.load"), timeout=10_000)

    def reached(self):
        """The end of an installation."""
        self.reach(Step.DONE)
        self.settled()

    def install(self, pack):
        self.review(pack)
        self.button("Install").click()
        self.reach(Step.DONE)


@pytest.fixture
def at_desk(qtbot, window, allowed):
    """A window, the publisher allowed."""
    return Desk(qtbot, window)
