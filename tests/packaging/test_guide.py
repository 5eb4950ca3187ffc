"""The administrator's guide says what is so: its commands are understood, some are run, and what it names is there."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from reader import cli, paths, system_log
from reader.doctor import MIN_FREE_BYTES, RECENT_DAYS
from reader.policy import REGISTRY_KEY, from_table
from reader.policy_table import BY_NAME

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "packaging/README.md").read_text("utf-8")
COMMANDS = [line for line in re.findall(r"^briefing-reader .+$", GUIDE, re.MULTILINE) if not line.startswith("deb")]
RUN = {"briefing-reader doctor", "briefing-reader doctor --json", "briefing-reader doctor --bundle support.zip"}


def test_there_are_commands_to_check():
    assert len(COMMANDS) >= 12 and set(COMMANDS) >= RUN


@pytest.mark.parametrize("line", sorted(set(COMMANDS)))
def test_every_command_is_understood(line):
    options, extra = cli.make_parser().parse_known_args(shlex.split(line)[1:])
    assert options.command and extra == []


@pytest.mark.parametrize("line", sorted(RUN))
def test_what_can_run_here_does(line, tmp_path):
    words = ["--profile", str(tmp_path / "profile"), *shlex.split(line)[1:]]
    done = subprocess.run(
        [sys.executable, "-m", "reader", *words],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    if "--json" in line:
        names = {check["name"] for check in json.loads(done.stdout)["checks"]}
        table = GUIDE[GUIDE.index("| Check | Fails") : GUIDE.index("The support bundle holds")]
        assert names <= set(re.findall(r"`([a-z ]+)`", table))
    if "--bundle" in line:
        assert (tmp_path / "support.zip").stat().st_size


def test_the_organisations_way_from_key_to_export_works_as_written(tmp_path, monkeypatch, capsys):
    lines = [line for line in COMMANDS if "organisation" in line]
    assert len(lines) == 2
    monkeypatch.chdir(tmp_path)
    assert cli.main(shlex.split(lines[0])[1:], lambda *_: 0) == 0
    public = capsys.readouterr().out.strip()
    assert not from_table({"notes_recovery_key": public}, "x").notices
    assert (tmp_path / "organisation.key").is_file()


def test_the_example_of_policies_is_taken(tmp_path):
    (block,) = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    table = json.loads(block)
    assert set(table) <= set(BY_NAME) and not from_table(table, "x").notices


def test_names_and_numbers_are_the_programs_own():
    assert rf"`HKLM\{REGISTRY_KEY}`" in GUIDE
    assert str(paths.Places(Path("c"), Path("s"), Path("k")).machine / "packs") in GUIDE or sys.platform != "linux"
    assert f"under {MIN_FREE_BYTES // 1_000_000} MB free" in GUIDE and f"last {RECENT_DAYS} days" in GUIDE
    for event in system_log.Event:
        level = {2: "warning", 4: "information"}[event.value[1]]
        assert f"| {event.value[0]} | {level} |" in GUIDE
    assert f"source “{system_log.SOURCE}”" in GUIDE and f"`{system_log.IDENTIFIER}`" in GUIDE


def test_no_line_of_it_leads_nowhere():
    headings = {
        re.sub(r"[^\w\s-]", "", title).strip().lower().replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", GUIDE, re.MULTILINE)
    }
    for target in re.findall(r"\]\(#([^)]+)\)", GUIDE):
        assert target in headings
    for name in re.findall(r"`(policy/[^`]+|packaging/[^`]+)`", GUIDE):
        assert (ROOT / name).exists() or (ROOT / "packaging" / name).exists(), name
