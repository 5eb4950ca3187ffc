"""Policies fail closed, one by one (FORMATS Y1 to Y3)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.policy import Policies, from_file, from_table
from reader.policy_table import BY_NAME, POLICIES, Kind

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
    noted = {name for name, _ in policies.notices}
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
