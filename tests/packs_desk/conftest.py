"""A publisher of the bundled library: its real content in editions, signed with keys made for the tests."""

import contextlib
import io
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from reader import policy
from reader.cli import main
from reader.desk import Desk, read_shelf
from reader.notebook.keys import Cost
from reader.notebook.unlocking import Passphrase
from reader.notes_desk.desk import NotesDesk
from reader.packs.keys import Ring, key_files
from reader.packs.roots import adopt_root
from reader.packs.signing import sign, signing_time
from reader.packs.where import user_places
from reader.packs_desk.desk import PacksDesk
from reader.paths import places
from reader.settings import Settings

CONTENT = Path(__file__).resolve().parents[2] / "content"
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of keys and notebooks made for the tests


def run(profile, *words, environment=()):
    """The command line in this process: (exit code, stdout, stderr)."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setenv("BRIEFING_READER_PASSPHRASE", PASSPHRASE)
        for name, value in environment:
            patch.setenv(name, value)
        try:
            code = main(["--profile", str(profile), *map(str, words)], lambda _places, _target: 99)
        except SystemExit as stop:
            code = stop.code
    return SimpleNamespace(code=code, out=out.getvalue(), err=err.getvalue())


class Publisher:
    """Holds the keys and a copy of the content that may be edited; `publish` signs the next edition."""

    ring = None

    def __init__(self, folder):
        self.folder = folder
        self.library = folder / "library"
        self.channel = folder / "channel"
        self.keys = folder / "keys"
        self.pins = folder / "pins"

    def path(self, name):
        return self.library / "briefings" / f"{name}.md"

    def edit(self, name, change):
        """Change a document's body and raise its edition."""
        text = self.path(name).read_text("utf-8")
        number = int(text.split("\nedition: ", 1)[1].split("\n", 1)[0])
        fresh = change(text).replace(f"\nedition: {number}\n", f"\nedition: {number + 1}\n", 1)
        fresh = fresh.replace(
            "\nchanges: []\n", f"\nchanges: [{{edition: {number + 1}, kind: correction, summary: Said better}}]\n", 1
        )
        self.path(name).write_text(fresh, "utf-8")

    def raise_edition(self):
        file = self.library / "library.toml"
        text = file.read_text("utf-8")
        number = int(text.split("\nedition = ", 1)[1].split("\n", 1)[0])
        file.write_text(text.replace(f"\nedition = {number}\n", f"\nedition = {number + 1}\n", 1), "utf-8")

    def drop(self, name, kind, reason):
        """Withdraw or remove a document."""
        notice = f'[[{kind}]]\nid = "{name}"\nreason = "{reason}"\ndate = "2026-11-26"\n'
        file = self.library / "catalogue.toml"
        file.write_text((file.read_text("utf-8") if file.exists() else "") + notice, "utf-8")
        if kind == "removed":
            self.path(name).unlink()
            order = self.library / "library.toml"
            order.write_text(order.read_text("utf-8").replace(f'    "{name}",\n', ""), "utf-8")

    def build(self, channel=None):
        """Build and sign without `pack check`, whose findings are not what these tests are about."""
        to = channel or self.channel
        built = run(self.folder / "nobody", "pack", "build", self.library, to)
        assert built.code == 0, built.out + built.err
        # One ring for all: opening a key takes as long as guessing its passphrase should.
        adopt_root(to, (self.keys,))
        if Publisher.ring is None:
            Publisher.ring = Ring(key_files([self.keys]), lambda _: [PASSPHRASE])
        sign(to, Publisher.ring, signing_time())
        return to


@pytest.fixture(scope="session")
def first_edition(tmp_path_factory):
    """A publisher who has published the content as it is."""
    publisher = Publisher(tmp_path_factory.mktemp("publisher"))
    shutil.copytree(CONTENT, publisher.library)
    made = run(publisher.folder / "nobody", "pack", "keys", "new", publisher.keys)
    assert made.code == 0, made.err
    publisher.pins.mkdir()
    shutil.copy(publisher.keys / "1.root.json", publisher.pins / "hub.root.json")
    publisher.build()
    return publisher


@pytest.fixture
def publisher(first_edition, tmp_path):
    """The same, of the test's own."""
    shutil.copytree(first_edition.folder, tmp_path / "publisher")
    return Publisher(tmp_path / "publisher")


@pytest.fixture
def profile(tmp_path, publisher):
    """A profile whose machine trusts the publisher."""
    folder = tmp_path / "profile"
    shutil.copytree(publisher.pins, folder / "machine/publishers")
    return folder


@pytest.fixture
def open_packs(profile):
    """Opens desk, notebook and packs over the profile, as the next start of the program would."""
    opened = []

    def make(*, shared=False, policies=None, **options):
        where = places(profile)
        said = policy.from_table(policies or {}, "test")
        reading = read_shelf(where, said)
        desk = Desk(where, reading.shelf, said, Settings(shared_desk=shared))
        desk.left_out = reading.left_out
        notes = NotesDesk(where, said, desk.shelf, settings=Settings(shared_desk=shared), cost=Cost(1, 64, 1))
        packs = PacksDesk(desk, notes, places=user_places(where, said), **options)
        opened.append(packs)
        return packs

    yield make
    for packs in opened:
        packs.notes.lock()


@pytest.fixture
def words():
    return Passphrase(PASSPHRASE)


@pytest.fixture
def cli(profile):
    """The command line over the profile."""

    def call(*arguments, environment=()):
        return run(profile, *arguments, environment=environment)

    call.json = lambda *arguments: json.loads(call(*arguments, "--json").out)
    return call
