"""Policies fail closed, one by one (FORMATS Y1 to Y3)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.policy import Policies, Problem, from_file, from_table
from reader.policy_table import BY_NAME, POLICIES, Kind
from reader.policy_words import notices_line, rows

REQUIRED = {
    *("notes", "notes_recovery_key", "notes_retention_days", "legal_hold", "note_check", "export", "print"),
    *("clipboard", "recent_searches", "watched_folder", "pack_auto_install", "pack_install", "trusted_publishers"),
    *("allow_user_publishers", "marking", "handling_text", "idle_lock_minutes", "shared_desk", "backup_folder"),
    *("local_contacts", "pinned_documents"),
}


def test_the_table_has_every_policy_that_was_promised():
    assert set(BY_NAME) >= REQUIRED
    assert len(BY_NAME) == len(POLICIES)


def test_nothing_set_is_all_defaults_and_locks_nothing(tmp_path):
    policies = from_file(tmp_path / "none.json")
    assert policies == Policies()
    assert not any(policies.locked(name) for name in BY_NAME)


def test_what_is_set_is_in_force_and_locked(tmp_path):
    file = tmp_path / "p.json"
    file.write_text(json.dumps({"notes": "memory-only", "idle_lock_minutes": 5, "local_contacts": ["Desk 101"]}))
    policies = from_file(file)
    assert (policies.text("notes"), policies.number("idle_lock_minutes")) == ("memory-only", 5)
    assert policies.texts("local_contacts") == ("Desk 101",)
    assert policies.locked("notes") and not policies.locked("export")
    assert policies.source == str(file) and policies.notices == ()


def test_people_can_always_change_theme_size_and_language():
    policies = from_table({"default_theme": "dark", "default_text_size": 18, "default_language": "cy"}, "x")
    assert not any(policies.locked(name) for name in ("default_theme", "default_text_size", "default_language"))


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe\x00", b"3", b"[" * 100_000, b" " * 1_000_001])
def test_an_unreadable_file_sets_the_strictest_for_all(tmp_path, content):
    file = tmp_path / "p.json"
    file.write_bytes(content)
    policies = from_file(file)
    assert dict(policies.values) == {policy.name: policy.strictest for policy in POLICIES}
    assert policies.notices[0][0] == "*"
    assert policies.locked("notes")


def test_an_unknown_name_is_ignored_and_named():
    policies = from_table({"nots": "off"}, "x")
    assert policies.text("notes") == "allowed"
    assert policies.notices[0][0] == "nots"


@given(
    st.dictionaries(
        st.sampled_from(sorted(BY_NAME)), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())
    )
)
def test_every_value_is_good_or_the_strictest(table):
    policies = from_table(table, "x")
    noted = {notice.name for notice in policies.notices}
    for name, raw in table.items():
        policy = BY_NAME[name]
        value = policies.values[name]
        if name in noted:
            assert value == policy.strictest
        elif policy.kind is Kind.FLAG:
            assert value == bool(raw)
        else:
            assert value == (tuple(raw) if policy.kind is Kind.TEXTS else raw)


def test_no_malformed_value_deletes_a_note():
    assert BY_NAME["notes_retention_days"].strictest == 0
    assert BY_NAME["legal_hold"].strictest is True


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("notes_recovery_key", "A" * 43 + "=", "A" * 20),
        ("watched_folder", r"\\share\packs", "packs"),
        ("backup_folder", "%HOMESHARE%/notes", "notes"),
        ("trusted_publishers", ["AB" * 32], ["AB"]),
        ("handling_text", "Handle with care", "two\nlines"),
        ("local_contacts", ["Duty desk 101"], ["two\nlines"]),
        ("pinned_documents", ["force/custody"], ["../custody"]),
        ("default_theme", "dark", "darkish"),
        ("default_text_size", 14, 5),
        ("default_text_size", 0, 25),
        ("default_language", "cy", "Welsh"),
        ("marking", "OFFICIAL", "SECRET"),
        ("idle_lock_minutes", 240, 0),
        ("export", "off", True),
        ("print", "off", "no"),
        ("shared_desk", 1, "yes"),
        ("recent_searches", 0, 2),
    ],
)
def test_what_a_value_has_to_look_like_and_what_holds_otherwise(name, good, bad):
    policy = BY_NAME[name]
    accepted, refused = from_table({name: good}, "x"), from_table({name: bad}, "the place")
    assert not accepted.notices
    assert accepted.values[name] == (tuple(good) if policy.kind is Kind.TEXTS else good)
    assert refused.values[name] == policy.strictest
    assert [(notice.name, notice.problem) for notice in refused.notices] == [(name, Problem.MALFORMED)]
    assert name in notices_line(refused) and "the place" in notices_line(refused)
    (row,) = [row for row in rows(refused) if row.name == name]
    assert row.is_strictest and row.source == "the place"


def test_a_folder_has_its_variables_filled_in_or_is_none(monkeypatch, tmp_path):
    monkeypatch.setenv("HOMESHARE", str(tmp_path))
    set_here = from_table({"backup_folder": "$HOMESHARE/notes"}, "x")
    assert set_here.folder("backup_folder") == tmp_path / "notes"
    monkeypatch.delenv("HOMESHARE")
    assert set_here.folder("backup_folder") is None
    assert Policies().folder("backup_folder") is None


def test_the_rows_say_where_each_comes_from(tmp_path):
    file = tmp_path / "p.json"
    file.write_text(json.dumps({"notes": "off", "nots": 1}))
    policies = from_file(file)
    found = {row.name: row for row in rows(policies)}
    assert set(found) == set(BY_NAME)
    assert (found["notes"].value, found["notes"].source, found["notes"].is_set) == ("off", str(file), True)
    assert not found["export"].is_set and found["export"].source == "Default"
    assert not any(row.is_strictest for row in found.values())
    assert "nots" in notices_line(policies)
