"""FORMATS P11: a removed paper is gone from every byte of profile, cache, backups and quarantine."""

import datetime as dt
import json
import shutil
from dataclasses import replace

import pytest

from reader.errors import NotFoundError, RefusedError
from reader.notebook import bundle, query
from reader.notebook.model import Item, ItemKind, Kind
from reader.notebook.query import Filter
from reader.notebook.store import open_database
from reader.notebook.unlocking import open_keys
from reader.notes_desk import drafts, sharing
from reader.notes_desk.marking import Marks
from reader.notes_desk.sharing import Choice, Form
from reader.packs import trust
from reader.packs.store import Store
from reader.search.results import Request

NAME = "zebracrossing"
KEY = "cse-policing-hub/knowledge-hub"
HEADING = "## How the Zebracrossing case came to light"
OWN = "My own words about it."
TYPED = "more of them, not saved"


@pytest.fixture(scope="session")
def naming(first_edition, tmp_path_factory):
    """An edition with a paper that names someone; then its removal."""
    publisher = type(first_edition)(tmp_path_factory.mktemp("naming") / "publisher")
    shutil.copytree(first_edition.folder, publisher.folder)
    text = f"\n\n{HEADING}\n\nA paragraph that says {NAME} where it must not, and goes on for a little while.\n"
    publisher.edit("knowledge-hub", lambda old: old + text)
    publisher.raise_edition()
    shutil.copytree(publisher.build(), publisher.folder / "naming")
    publisher.drop("knowledge-hub", "removed", "It named a child.")
    publisher.raise_edition()
    publisher.build()
    return publisher


def holds(folder):
    """Files that hold the name, in UTF-8 or UTF-16."""
    marks = (NAME.encode(), NAME.encode("utf-16-le"))
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(path.name for path in files if any(mark in path.read_bytes().lower() for mark in marks))


def decrypted(folder, words, tmp_path):
    """Every row of every table of a notebook folder's databases, those inside its backups too, as one text."""
    keys, key, _ = open_keys(folder, words)
    databases = list(folder.glob("*.db*"))
    assert [file.name for file in databases] == [keys.database]
    for number, file in enumerate(folder.glob("backups/*.notebook")):
        bundle.extract(file, tmp_path / f"{number}.db")
        databases.append(tmp_path / f"{number}.db")
    said = []
    for file in databases:
        database = open_database(file, key, wal=False)
        tables = [n for (n,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            said += [repr(row) for row in database.rows(f"SELECT * FROM {table}")]  # noqa: S608 - our own names
        said += [repr(query.annotations(database, Filter())), repr(query.collections(database))]
        database.close()
    return "\n".join(said).lower(), len(databases)


def read_it(packs, words):
    """Everything a person can do with the paper: read, search, mark, gather, back up, leave off while writing in it."""
    notes, marks = packs.notes, Marks(packs.notes)
    notes.create("PC One", words)
    briefing = packs.desk.briefing(KEY)
    section = next(one for one in briefing.sections if NAME in one.title.lower())
    (paragraph,) = section.paragraphs
    kept = marks.mark(Kind.NOTE, KEY, paragraph.number, note="first words")
    marks.change(kept, note=OWN)
    marks.mark(Kind.BOOKMARK, KEY, section.id)
    marks.delete([marks.mark(Kind.QUESTION, KEY, paragraph.number)])
    notes.notes.gather("Reading", "", (Item(ItemKind.PASSAGE, f"{KEY}#{section.id}"),))
    notes.notebook.backup()
    assert packs.desk.search(Request(NAME)).total
    place = {"document": KEY, "heading": section.title, "view": "reader"}
    packs.desk.places.session_file.write_text(json.dumps(place))
    notes.notes.keep_draft("desk:reading", json.dumps(place))
    drafts.keep(notes, replace(kept, note=TYPED))
    packs.seen.read(packs.desk.entry(KEY))
    return kept


def install(packs, channel):
    packs.show(packs.prepare(channel).install())
    return packs.settle()


def spoil(channel, tmp_path, packs):
    """A refused pack that holds the paper, of which quarantine keeps a copy."""
    whole = tmp_path / "spoilt.briefpack"
    shutil.make_archive(str(tmp_path / "spoilt"), "zip", channel)
    (tmp_path / "spoilt.zip").rename(whole)
    whole.write_bytes(whole.read_bytes() + NAME.encode())
    with pytest.raises(RefusedError):
        packs.prepare(whole)


def test_a_removed_paper_is_gone_from_every_byte(open_packs, naming, words, profile, tmp_path):
    packs = open_packs()
    install(packs, naming.folder / "naming")
    kept = read_it(packs, words)
    exported = sharing.rendered(sharing.prepare(packs.notes, Choice()), Form.JSON)
    spoil(naming.folder / "naming", tmp_path, packs)
    folder = packs.notes.notebook.folder
    before = holds(profile)
    assert {"refused.quarantined", "session.json"} < set(before) and len(before) > 4
    settled = install(packs, naming.channel)
    assert [one.key for one in settled.forgotten] == [KEY]
    packs.desk.open_index()
    assert holds(profile) == []
    assert not packs.desk.search(Request(NAME)).total
    packs.notes.lock()
    said, databases = decrypted(folder, words, tmp_path)
    assert databases == 2
    assert NAME not in said
    assert OWN.lower() in said and TYPED in said
    later = open_packs()
    later.notes.unlock(later.notes.profile(""), words)
    assert later.settle().forgotten == ()
    assert later.notes.notes.get(kept.uuid).note == OWN
    assert later.libraries()[0].removed[0].reason == "It named a child."
    with pytest.raises(RefusedError):
        later.roll_back("cse-policing-hub")
    with pytest.raises(RefusedError):
        later.prepare(naming.folder / "naming")
    sharing.apply(later.notes, sharing.plan(later.notes, sharing.incoming.read(exported), apart="again"))
    assert NAME not in repr(query.annotations(later.notes.database, Filter())).lower()


def test_a_notebook_that_was_locked_is_masked_when_it_is_unlocked(open_packs, naming, words, profile, tmp_path):
    packs = open_packs()
    install(packs, naming.folder / "naming")
    read_it(packs, words)
    folder = packs.notes.notebook.folder
    packs.notes.lock()
    settled = install(packs, naming.channel)
    assert [one.key for one in settled.forgotten] == [KEY]
    assert NAME in decrypted(folder, words, tmp_path)[0]
    packs.notes.unlock(packs.notes.profile(""), words)
    (draft,) = drafts.kept(packs.notes)
    packs.settle()
    packs.notes.lock()
    assert NAME not in decrypted(folder, words, tmp_path)[0]
    # An editor that stood open all the while keeps its text once more, quotes and all.
    packs.notes.unlock(packs.notes.profile(""), words)
    drafts.keep(packs.notes, draft)
    packs.notes.lock()
    packs.notes.unlock(packs.notes.profile(""), words)
    packs.settle()
    packs.notes.lock()
    assert NAME not in decrypted(folder, words, tmp_path)[0]
    assert holds(profile) == []


def test_a_restored_backup_and_an_unreachable_share_are_not_forgotten(open_packs, naming, words, tmp_path):
    share = tmp_path / "share"
    share.mkdir()
    packs = open_packs(policies={"backup_folder": str(share)})
    install(packs, naming.folder / "naming")
    read_it(packs, words)
    packs.notes.notebook.backup(second=[share])
    (copy,) = share.rglob("*.notebook")
    folder = packs.notes.notebook.folder
    share.rename(tmp_path / "away")
    install(packs, naming.channel)
    share.mkdir()
    shutil.copytree(tmp_path / "away", share, dirs_exist_ok=True)
    packs.notes.restore(packs.notes.profile(""), copy, words)
    packs.settle()
    packs.notes.lock()
    assert not copy.exists()
    assert NAME not in decrypted(folder, words, tmp_path)[0]


def test_each_user_of_a_machine_forgets_and_carries_at_the_next_start(open_packs, naming, words, cli, profile):
    packs = open_packs()
    assert cli("pack", "install", naming.folder / "naming", "--machine").code == 0
    packs = open_packs()
    kept = read_it(packs, words)
    packs.notes.lock()
    assert cli("pack", "install", naming.channel, "--machine", "--json").code == 0
    later = open_packs(clock=lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
    assert KEY not in {entry.key for entry in later.desk.shelf.entries}
    later.notes.unlock(later.notes.profile(""), words)
    later.settle()
    assert NAME not in repr(later.notes.notes.history(later.notes.notes.get(kept.uuid))).lower()
    assert holds(profile / "state") == [] == holds(profile / "cache")


def test_a_damaged_record_does_not_bring_a_removed_paper_back_and_installing_again_mends_it(
    open_packs, naming, cli, profile
):
    packs = open_packs()
    install(packs, naming.folder / "naming")
    install(packs, naming.channel)
    (record,) = (profile / "state/packs/store/libraries").glob("*/current")
    good = record.read_bytes()
    for damaged in (b"{", good.replace(b'"current": "3', b'"current": "7')):
        assert damaged != good
        record.write_bytes(damaged)
        later = open_packs()
        # The bundled library, in its first edition, is what is left; it holds the paper.
        assert (later.libraries()[0].edition, len(later.desk.left_out)) == (1, 1)
        assert KEY not in {entry.key for entry in later.desk.shelf.entries}
        with pytest.raises(NotFoundError):
            later.desk.briefing(KEY)
        assert later.notes.removed == {KEY}
        later.settle()
        assert KEY not in {hit.document for hit in later.desk.search(Request("knowledge hub")).hits}
        assert cli("pack", "rollback", "cse-policing-hub").code in {3, 5}
        with pytest.raises(RefusedError):
            later.prepare(naming.folder / "naming")
        install(later, naming.channel)
        (row,) = open_packs().libraries()
        assert (row.edition, [stone.id for stone in row.removed]) == (3, ["knowledge-hub"])
        assert KEY not in {entry.key for entry in open_packs().desk.shelf.entries}
        assert holds(profile) == []


def test_a_paper_removed_for_the_machine_is_gone_from_what_its_users_installed_too(open_packs, naming, cli, profile):
    packs = open_packs()
    install(packs, naming.folder / "naming")
    packs.desk.open_index()
    assert cli("pack", "install", naming.channel, "--machine").code == 0
    later = open_packs()
    later.settle()
    later.desk.open_index()
    assert holds(profile) == []
    assert cli.json("pack", "verify")["damaged"] == {"cse-policing-hub": []}


def test_the_trust_state_remembers_what_was_removed_though_the_installation_was_killed(
    open_packs, naming, profile, monkeypatch
):
    packs = open_packs()
    install(packs, naming.folder / "naming")
    with monkeypatch.context() as patch:
        patch.setattr(Store, "sweep", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        patch.setattr(trust, "save", lambda *_: None)
        waiting = packs.prepare(naming.channel)
        with pytest.raises(KeyboardInterrupt):
            waiting.install()
        waiting.discard()
    assert trust.load(packs.places.trust_file).removed == {}
    open_packs().settle()
    (stone,) = trust.load(packs.places.trust_file).removed["cse-policing-hub"]
    assert (stone.id, stone.reason, stone.edition) == ("knowledge-hub", "It named a child.", 3)
    trust.save(trust.load(packs.places.trust_file), packs.places.trust_file)
    assert trust.load(packs.places.trust_file).removed["cse-policing-hub"] == (stone,)
    assert holds(profile) == []
