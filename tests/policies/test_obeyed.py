"""No policy of the table is obeyed nowhere, and each has a test that it takes effect (FORMATS Y2)."""

import ast
from functools import cache
from pathlib import Path

from reader.notes_desk.rules import Rules
from reader.policy_table import BY_NAME

ROOT = Path(__file__).parents[2]
READER = ROOT / "reader"
ASKING = {"flag", "text", "number", "texts", "folder"}
"""Methods of Policies that give a value."""
TELLING = {"policy.py", "policy_table.py", "policy_words.py"}
"""Modules that say what a policy is; they obey none."""
DESK, WINDOW, PACKS = "notes_desk/test_desk.py", "ui/window/test_policies.py", "packs/test_install.py"
EFFECTS = {
    "notes": (DESK, "test_policy_decides_what_may_be_opened"),
    "notes_recovery_key": (DESK, "test_the_organisations_key_opens_and_the_owner_and_the_systems_log_are_told"),
    "notes_retention_days": (DESK, "test_retention_is_announced_then_done_and_legal_hold_stops_it"),
    "legal_hold": (DESK, "test_retention_is_announced_then_done_and_legal_hold_stops_it"),
    "note_check": (WINDOW, "test_note_check"),
    "export": ("cli/test_notebook.py", "test_policy_forbids_exports_and_erasure"),
    "print": (WINDOW, "test_print"),
    "clipboard": (WINDOW, "test_clipboard"),
    "recent_searches": (WINDOW, "test_recent_searches"),
    "watched_folder": ("packs_desk/test_watching.py", "watch"),
    "pack_auto_install": ("packs_desk/test_watching.py", "test_policy_may_have_it_installed_without_asking"),
    "pack_install": (PACKS, "test_the_organisation_decides_who_installs_and_whom_to_trust"),
    "trusted_publishers": (PACKS, "test_the_organisation_decides_who_installs_and_whom_to_trust"),
    "allow_user_publishers": (PACKS, "test_the_organisation_decides_who_installs_and_whom_to_trust"),
    "marking": (WINDOW, "test_marking"),
    "handling_text": (WINDOW, "test_marking"),
    "idle_lock_minutes": (WINDOW, "test_idle_lock_minutes"),
    "shared_desk": (WINDOW, "test_shared_desk"),
    "backup_folder": (DESK, "test_backups_go_to_the_second_folder_once_a_day"),
    "local_contacts": (WINDOW, "test_local_contacts"),
    "pinned_documents": (WINDOW, "test_pinned_documents"),
    "default_theme": (WINDOW, "test_default_theme"),
    "default_text_size": (WINDOW, "test_default_theme"),
    "default_language": (WINDOW, "test_default_theme"),
}
"""Policy to the file and name of the test, or of what sets it for several, that shows it take effect."""


@cache
def trees():
    found = [path for path in sorted(READER.rglob("*.py")) if path.name not in TELLING]
    return [(path, ast.parse(path.read_text("utf-8"))) for path in found]


def asked():
    """Names of policies whose value some module of the program asks for."""
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING:
                yield from (arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant))


def test_every_policy_is_asked_for_somewhere():
    assert set(BY_NAME) - set(asked()) == set()


def test_every_rule_made_of_a_policy_is_followed_outside_of_where_it_is_made():
    read = {
        node.attr
        for path, tree in trees()
        if path.name != "rules.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }
    assert set(Rules.__dataclass_fields__) - read == set()


def test_every_policy_has_a_test_that_sets_it_and_looks():
    assert set(EFFECTS) == set(BY_NAME)
    for name, (file, test) in EFFECTS.items():
        source = (ROOT / "tests" / file).read_text("utf-8")
        found = [
            node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef) and node.name == test
        ]
        assert found, f"{file} has no {test}"
        lines = source.splitlines()
        first = min(node.lineno for node in (found[0], *found[0].decorator_list))
        assert any(name in line for line in lines[first - 1 : found[0].end_lineno]), f"{test} does not set {name}"
