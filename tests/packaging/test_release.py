import base64
import os
import re
import stat
import tarfile
from pathlib import Path

import pytest
import release
import yaml
from artefacts import sums
from devkit import console, verbs
from freeze import library, staging


@pytest.fixture
def workflow(root):
    return yaml.safe_load((root / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def commands(workflow):
    return [step["run"].split() for step in steps(workflow) if "run" in step]


def test_the_workflow_calls_only_scripts_and_verbs_that_exist(workflow, root):
    own = [words for words in commands(workflow) if words[0] == "python3"]
    assert len(own) == len(commands(workflow)) - sum(words[0] == "apt-get" for words in commands(workflow))
    for words in own:
        assert (root / words[1]).is_file()
        if words[1].endswith("dev.py"):
            assert words[2] in verbs.VERBS
        else:
            assert words[2] in {"tag", "linux", "windows", "draft"}
            assert re.search(rf"^    release\.py .*\b{words[2]}\b", release.__doc__, re.MULTILINE)


def test_nothing_is_uploaded_before_it_is_tested_checked_and_signed(workflow):
    for system in ("linux", "windows"):
        done = [step.get("run", step.get("uses", "")) for step in workflow["jobs"][system]["steps"]]
        order = ["release.py tag", f"--check {system}", f"release.py {system}", "upload-artifact"]
        places = [next(at for at, text in enumerate(done) if words in text) for words in order]
        assert places == sorted(places)
    assert "dev.py test" in " ".join(step.get("run", "") for step in workflow["jobs"]["linux"]["steps"])
    assert set(workflow["jobs"]["draft"]["needs"]) == {"linux", "windows"}


def test_actions_are_pinned_and_only_the_draft_may_write(workflow):
    for step in steps(workflow):
        if "uses" in step:
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"])
    assert workflow["permissions"] == {"contents": "read"}
    assert [name for name, job in workflow["jobs"].items() if job.get("permissions")] == ["draft"]


def test_secrets_go_only_where_something_is_signed(workflow):
    for step in steps(workflow):
        if "secrets." in str(step):
            assert re.match(r"python3 packaging/release\.py (linux|windows) ", step["run"])
            assert {name for name, value in step["env"].items() if "secrets." in value} <= release.FILES.keys()


def test_secrets_become_files_that_nobody_else_reads_and_that_go():
    env = {
        "PATH": "/bin",
        "BRIEFING_SIGNING_KEY_TEXT": "the key",
        "BRIEFING_SIGNING_PASSPHRASE_TEXT": "",
        "BRIEFING_WINDOWS_PKCS12_BASE64": base64.b64encode(b"\x30\x00\xff").decode(),
    }
    with release.secrets_as_files(env) as told:
        assert told.keys() == {"PATH", "BRIEFING_SIGNING_KEY", "BRIEFING_WINDOWS_PKCS12"}
        key, bundle = Path(told["BRIEFING_SIGNING_KEY"]), Path(told["BRIEFING_WINDOWS_PKCS12"])
        assert (key.read_bytes(), bundle.read_bytes()) == (b"the key", b"\x30\x00\xff")
        if os.name == "posix":
            assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert not key.exists()


def test_a_tag_must_be_the_programs_own_version():
    assert release.version_of(f"v{staging.version()}") == staging.version()
    for tag in (staging.version(), "v9.9.9", "release"):
        with pytest.raises(console.StopError, match="is not"):
            release.version_of(tag)


def test_uploads_of_two_systems_share_no_name_and_the_sums_still_hold(tmp_path):
    for system in ("linux", "windows"):
        folder = tmp_path / system
        (folder / "apt").mkdir(parents=True)
        for name in ("RELEASE-NOTES.md", f"briefing-reader-{system}.zip", "apt/Release"):
            (folder / name).write_text(system)
        listed = [file for file in folder.rglob("*") if file.is_file()]
        (folder / sums.NAME).write_text(sums.lines(folder, listed))
    work = tmp_path / "work"
    work.mkdir()
    files = [file for system in ("linux", "windows") for file in release.uploads(tmp_path / system, work)]
    names = [file.name for file in files]
    assert names == ["briefing-reader-linux.zip", "linux.tar", "briefing-reader-windows.zip", "windows.tar"]
    for whole in (file for file in files if file.suffix == ".tar"):
        with tarfile.open(whole) as archive:
            archive.extractall(tmp_path / "received", filter="data")
        folder = tmp_path / "received" / whole.stem
        text = (folder / sums.NAME).read_text()
        assert len(text.splitlines()) == 3 and sums.problems(folder, text) == []


@pytest.mark.parametrize(("folder", "name"), [(None, ""), (None, "hub"), ("channel", ""), ("channel", "test-key")])
def test_a_release_needs_the_library_as_its_publisher_signed_it(tmp_path, folder, name):
    with pytest.raises(console.StopError, match="release"):
        library.released(tmp_path / folder if folder else None, name)
    assert library.released(tmp_path, "hub").name == "hub"
