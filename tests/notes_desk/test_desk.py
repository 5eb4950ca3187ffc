"""Which notebook is open, what policy allows, who is told, and what two officers under one log-in see of each other."""

import base64
import os

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from reader import system_log
from reader.errors import PolicyError, ReaderError, UnavailableError, UsageError
from reader.notebook import backups, query, retention
from reader.notebook.anchors import Selection
from reader.notebook.keys import SlotKind
from reader.notebook.model import Item, ItemKind, Kind
from reader.notebook.portable import save_portable
from reader.notebook.query import Filter
from reader.notebook.unlocking import OrganisationKey, Passphrase, PlatformLogin
from reader.notes_desk.desk import NotOpenError, SecondWayNeededError, State
from reader.notes_desk.health import check_notebooks
from reader.notes_desk.marking import Marks
from reader.notes_desk.remembered import Remembered
from reader.paths import places
from reader.policy import from_table

PAPER = "hub/custody"
WORD = "zebra-quartz-marmalade"


def every_byte(folder):
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_a_desk_begins_with_none_then_locked_then_unlocked(open_desk, words):
    desk = open_desk()
    assert desk.state is State.NONE
    with pytest.raises(NotOpenError):
        desk.notes  # noqa: B018 - the look itself raises
    desk.create("PC One", words)
    assert desk.state is State.UNLOCKED and desk.name == "PC One"
    desk.lock()
    assert desk.state is State.LOCKED and desk.name == ""
    desk.unlock(desk.profile(""), words)
    assert desk.state is State.UNLOCKED


def test_everyone_is_told_of_changes_and_of_locking(desk):
    told = []
    stop = desk.on_change(told.append)
    mark = Marks(desk).mark(Kind.KEY_POINT, PAPER, 1, note="one")
    assert told[-1].documents == {PAPER} and not told[-1].state
    Marks(desk).gather("A day", items=[Item(ItemKind.ANNOTATION, mark.uuid)])
    assert told[-1].collections
    kept = []
    desk.before_lock(lambda: kept.append(desk.notes.get(mark.uuid).note))
    desk.lock()
    assert kept == ["one"] and told[-1].state
    stop()
    count = len(told)
    desk.tell()
    assert len(told) == count


def test_marking_a_selection_a_paragraph_a_section_and_a_document(desk):
    marks = Marks(desk)
    one = marks.mark(Kind.PRACTICE, PAPER, Selection(1, 3, 1, 20), note="a", tags=["training"])
    assert one.targets[0].quote == desk.shelf.briefing(PAPER).paragraphs[0].text[3:20].strip()
    section = marks.mark(Kind.BOOKMARK, PAPER, "on-arrival")
    assert marks.bookmark_at(PAPER, "on-arrival") == section and marks.bookmark_at(PAPER, None) is None
    marks.delete([section])
    assert marks.bookmark_at(PAPER, "on-arrival") is None
    marks.mark(Kind.BOOKMARK, PAPER, None)
    assert marks.bookmark_at(PAPER, None) is not None
    assert query.counts(desk.database) == {PAPER: 2}
    assert marks.next_in(PAPER, 0).uuid == one.uuid
    assert len(marks.in_document(PAPER)) == 2


def test_undo_and_redo_reach_over_a_lock(desk, words):
    marks = Marks(desk)
    made = marks.mark(Kind.NOTE, PAPER, 1, note="first")
    marks.change(made, note="second", tags=["x"])
    marks.delete([made])
    desk.lock()
    desk.unlock(desk.profile(""), words)
    assert marks.undo().name == "delete"
    assert marks.get(made.uuid).note == "second" and not marks.get(made.uuid).deleted
    marks.undo()
    assert marks.get(made.uuid).note == "first"
    marks.redo()
    assert marks.get(made.uuid).tags == ("x",)


def test_a_second_way_in_is_asked_for_before_the_tenth_note(desk):
    marks = Marks(desk)
    for _ in range(9):
        marks.mark(Kind.NOTE, PAPER, 1)
    with pytest.raises(SecondWayNeededError):
        marks.mark(Kind.NOTE, PAPER, 1)
    assert desk.notebook.set_recovery()
    assert marks.mark(Kind.NOTE, PAPER, 1)


def test_policy_decides_what_may_be_opened(open_desk, words):
    off = open_desk(notes="off")
    assert off.rules.off
    with pytest.raises(PolicyError):
        off.create("PC One", words)
    with pytest.raises(PolicyError):
        off.open_temporary()
    memory = open_desk(notes="memory-only")
    with pytest.raises(PolicyError):
        memory.create("PC One", words)
    memory.open_temporary()
    assert memory.state is State.TEMPORARY
    hold = open_desk(legal_hold=True)
    with pytest.raises(PolicyError):
        hold.open_temporary()


def test_nothing_of_a_temporary_notebook_reaches_the_disk(open_desk, tmp_path):
    desk = open_desk(profile="trace-free")
    desk.open_temporary()
    Marks(desk).mark(Kind.NOTE, PAPER, 1, note=WORD)
    Remembered(desk).searched(WORD)
    assert Remembered(desk).recent() == (WORD,)
    desk.lock()
    assert not (tmp_path / "trace-free").exists()
    assert desk.state is State.NONE


def test_a_shared_desk_opens_nothing_by_itself_and_never_by_log_in(open_desk, words):
    own = open_desk(profile="one")
    own.create("PC One", PlatformLogin())
    own.lock()
    own.unlock(own.opens_by_login(), PlatformLogin())
    assert own.is_open
    own.lock()
    shared = open_desk(shared=True, profile="one")
    assert shared.opens_by_login() is None
    with pytest.raises(PolicyError):
        shared.unlock(shared.profile("PC One"), PlatformLogin())
    with pytest.raises(PolicyError):
        shared.create("PC Two", PlatformLogin())
    shared.create("PC Two", words)
    assert SlotKind.PLATFORM not in {slot.kind for slot in shared.notebook.slots}


def test_doctor_fails_on_a_shared_desk_with_a_platform_slot(open_desk, tmp_path):
    own = open_desk(profile="one")
    own.create("PC One", PlatformLogin())
    own.lock()
    where = places(tmp_path / "one")
    assert {check.status.value for check in check_notebooks(where, from_table({}, ""))} <= {"ok", "warning"}
    found = check_notebooks(where, from_table({"shared_desk": True}, "test"))
    assert next(check for check in found if check.name == "notebook slots").status == "failed"
    database = next((tmp_path / "one").rglob("notes-*.db"))
    database.write_bytes(os.urandom(8192))
    found = check_notebooks(where, from_table({}, ""))
    assert next(check for check in found if check.name == "notebook integrity").status == "failed"


def test_two_officers_under_one_log_in_are_adversaries(open_desk, tmp_path):
    first, second = Passphrase("first officer's own words"), Passphrase("second officer's own words")
    desk = open_desk(shared=True, profile="desk")
    desk.create("PC One", first)
    Marks(desk).mark(Kind.NOTE, PAPER, 1, note=WORD, tags=["sapphire-tag"])
    Marks(desk).gather("turquoise-title", "indigo-introduction")
    Remembered(desk).searched("vermilion search")
    desk.notes.keep_draft("draft", "ochre draft")
    desk.notebook.backup()
    desk.lock()
    desk.create("PC Two", second)
    assert query.count(desk.database, Filter()) == 0
    assert Remembered(desk).recent() == () and not desk.drafts()
    desk.lock()
    # All that the second officer has is the first one's folder, under the same log-in.
    for opener in (second, Passphrase("another guess altogether"), PlatformLogin()):
        with pytest.raises((UsageError, PolicyError)):
            desk.unlock(desk.profile("PC One"), opener)
    everything = every_byte(tmp_path / "desk")
    for secret in (WORD, "sapphire", "turquoise", "indigo", "vermilion", "ochre", "officer's own words"):
        assert secret.encode() not in everything
        assert secret.encode("utf-16-le") not in everything
    desk.unlock(desk.profile("PC One"), first)
    assert query.lines(desk.database, Filter(text="zebra"))


def test_copying_the_others_key_file_opens_nothing(open_desk, tmp_path):
    mine, theirs = Passphrase("my very own passphrase"), Passphrase("their very own passphrase")
    desk = open_desk(shared=True, profile="desk")
    desk.create("Theirs", theirs)
    Marks(desk).mark(Kind.NOTE, PAPER, 1, note=WORD)
    desk.lock()
    desk.create("Mine", mine)
    desk.lock()
    folders = {profile.name: profile.folder for profile in desk.profiles()}
    for name in ("keys.json", "keys-copy.json"):
        (folders["Theirs"] / name).write_bytes((folders["Mine"] / name).read_bytes())
    profile = next(one for one in desk.profiles() if one.folder == folders["Theirs"])
    with pytest.raises(ReaderError) as raised:
        desk.unlock(profile, mine)
    assert WORD not in str(raised.value)
    assert not desk.is_open


def test_the_organisations_key_opens_and_the_owner_and_the_systems_log_are_told(open_desk, words, monkeypatch):
    private = X25519PrivateKey.generate()
    public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    desk = open_desk(notes_recovery_key=public)
    desk.create("PC One", words)
    assert SlotKind.ORGANISATION in {slot.kind for slot in desk.notebook.slots}
    desk.lock()
    told = []
    monkeypatch.setattr(system_log, "tell", lambda event, **facts: told.append((event, facts)))
    desk.unlock(desk.profile(""), OrganisationKey(private.private_bytes_raw()))
    assert told == [(system_log.Event.ORGANISATION_KEY, {})]
    desk.lock()
    desk.unlock(desk.profile(""), words)
    assert desk.welcome().openings == 1


def test_retention_is_announced_then_done_and_legal_hold_stops_it(open_desk, words, clock):
    desk = open_desk(notes_retention_days=100)
    desk.create("PC One", words)
    Marks(desk).mark(Kind.NOTE, PAPER, 1, note=WORD)
    clock.move(days=90)
    assert desk.welcome().soon == 1 and desk.welcome().erased == 0
    clock.move(days=20)
    held = open_desk(notes_retention_days=100, legal_hold=True)
    desk.lock()
    held.unlock(held.profile(""), words)
    assert held.welcome().erased == 0
    held.lock()
    desk.unlock(desk.profile(""), words)
    assert desk.welcome().erased == 1
    assert query.count(desk.database, Filter()) == 0


def test_an_erasure_cut_short_before_the_backups_is_made_good_at_the_next_opening(open_desk, words, clock):
    desk = open_desk()
    desk.create("PC One", words)
    gone = Marks(desk).mark(Kind.NOTE, PAPER, 1, note=WORD)
    desk.back_up_if_due()
    Marks(desk).delete([gone])
    clock.move(days=retention.BIN_DAYS + 2)
    assert retention.tidy(desk.notes, desk.rules.duties) == 1
    folder = desk.notebook.folder / backups.FOLDER
    (old,) = backups.listed(folder)
    desk.lock()
    desk.unlock(desk.profile(""), words)
    assert desk.welcome().erased == 0
    (fresh,) = backups.listed(folder)
    assert fresh.file != old.file and fresh.reason == "erasure"
    clock.move(days=1)
    assert desk.welcome().problem is None and backups.listed(folder) == (fresh,)


def test_what_could_not_be_erased_is_said_and_done_the_next_time(open_desk, words, clock, monkeypatch):
    desk = open_desk()
    desk.create("PC One", words)
    gone = Marks(desk).mark(Kind.NOTE, PAPER, 1, note=WORD)
    Marks(desk).delete([gone])
    desk.lock()
    clock.move(days=retention.BIN_DAYS + 2)
    refused = UnavailableError("saving in the notebook", None, "the disk is full")

    def full(*_given):
        raise refused

    with monkeypatch.context() as disk:
        disk.setattr(retention, "forget", full)
        desk.take(desk.tidied(desk.opened(desk.profile(""), words)))
    told = desk.welcome()
    assert (told.problem, told.erased) == (refused, 0) and query.count(desk.database, Filter(in_bin=True)) == 1
    assert desk.welcome().erased == 1 and query.count(desk.database, Filter(in_bin=True)) == 0


def test_backups_go_to_the_second_folder_once_a_day(open_desk, words, tmp_path, clock):
    (tmp_path / "share").mkdir()
    desk = open_desk(backup_folder=str(tmp_path / "share"))
    desk.create("PC One", words)
    assert desk.back_up_if_due() == ()
    assert len(list((tmp_path / "share").rglob("*.notebook"))) == 1
    desk.back_up_if_due()
    assert len(list((tmp_path / "share").rglob("*.notebook"))) == 1
    clock.move(days=1)
    (tmp_path / "share").rename(tmp_path / "gone")
    assert len(desk.back_up_if_due()) == 1


def test_a_second_window_reads_and_says_so(open_desk, words, desk):
    Marks(desk).mark(Kind.NOTE, PAPER, 1, note="here")
    other = open_desk()
    other.unlock(other.profile(""), words)
    assert not other.can_write and other.welcome().read_only
    assert query.count(other.database, Filter()) == 1


def test_a_portable_notebook_is_opened_where_it_lies(desk, words, tmp_path):
    Marks(desk).mark(Kind.NOTE, PAPER, 1, note="carried")
    file = tmp_path / "mine.notebook"
    save_portable(desk.notebook, file)
    desk.open_file(file, words)
    Marks(desk).mark(Kind.NOTE, PAPER, 2, note="on the way")
    desk.lock()
    desk.open_file(file, words)
    assert query.count(desk.database, Filter()) == 2


def test_searches_are_remembered_inside_the_notebook_only(desk, words, tmp_path, open_desk):
    kept = Remembered(desk)
    for text in ("custody", WORD, "custody"):
        kept.searched(text)
    kept.save("saved " + WORD)
    kept.read_at("hub/custody#p2")
    assert kept.recent() == ("custody", WORD)
    assert not desk.drafts()
    desk.lock()
    assert kept.recent() == () and kept.saved() == () and kept.reading() == ""
    assert WORD.encode() not in every_byte(tmp_path / "profile")
    desk.unlock(desk.profile(""), words)
    assert kept.saved() == ("saved " + WORD,) and kept.reading() == "hub/custody#p2"
    assert kept.erase(WORD) == 2 and kept.recent() == ("custody",)
    desk.lock()
    silent = open_desk(recent_searches=False)
    silent.unlock(silent.profile(""), words)
    Remembered(silent).searched("anything")
    assert Remembered(silent).recent() == ()
    # What was kept before the policy came is still the person's own data.
    assert Remembered(silent).find("custody") == ("custody",) and Remembered(silent).erase("custody") == 1
