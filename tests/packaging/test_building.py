"""The environment is really made here, in a temporary folder, from one small wheel and without a registry."""

import base64
import hashlib
import subprocess
import sys
import zipfile

import pytest
from devkit import building, console, environment, system

WHEEL = "tiny-1.0-py3-none-any.whl"


def make_wheel(folder):
    files = {
        "tiny.py": "ANSWER = 42\n",
        "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        "tiny-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for name, text in files.items():
        code = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
        record += f"{name},sha256={code},{len(text)}\n"
    files["tiny-1.0.dist-info/RECORD"] = record + "tiny-1.0.dist-info/RECORD,,\n"
    with zipfile.ZipFile(folder / WHEEL, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return hashlib.sha256((folder / WHEEL).read_bytes()).hexdigest()


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A root of its own with a lock of one package, no registry, and no right to install system packages."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    digest = make_wheel(wheels)
    lock = tmp_path / "packaging" / "requirements.txt"
    lock.parent.mkdir()
    lock.write_text(f"tiny==1.0 \\\n    --hash=sha256:{digest}\n", encoding="utf-8")
    for name, value in {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "LOCKS": {"run": lock}}.items():
        monkeypatch.setattr(building, name, value)
    monkeypatch.setattr(system, "prefix_for_root", lambda: None)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", wheels.as_uri())
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return tmp_path


def answer(python):
    done = subprocess.run(
        [python, "-c", "import tiny; print(tiny.ANSWER)"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def test_it_is_made_used_again_and_refused_when_the_hash_is_wrong(checkout, monkeypatch, capsys):
    python = building.ensure("run")
    assert answer(python) == "42"
    assert not (checkout / ".venv" / environment.MARKER).exists()
    assert "Making .venv" in capsys.readouterr().out

    with monkeypatch.context() as once:
        once.setattr(building, "build", None)
        assert building.ensure("run") == python
    assert capsys.readouterr().out == ""

    # Interrupted before the stamp: what is there is made anew, not trusted.
    (checkout / ".venv" / environment.MARKER).touch()
    (checkout / ".venv" / "left over").touch()
    building.ensure("run")
    assert not (checkout / ".venv" / "left over").exists()

    lock = building.LOCKS["run"]
    lock.write_text("absent==1.0 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    with pytest.raises(console.StopError, match="no ready-made file of absent"):
        building.ensure("run")
    assert answer(python) == "42"  # it failed before anything was changed, so nothing is thrown away

    lock.write_text("tiny==1.0 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    subprocess.run([python, "-m", "pip", "uninstall", "-q", "-y", "tiny"], check=True)
    with pytest.raises(console.StopError, match="hash differs"):
        building.ensure("run")
    assert not environment.is_whole(checkout / ".venv", "run", building.LOCKS)


def test_a_python_that_cannot_make_environments_says_the_exact_line(checkout, monkeypatch):
    monkeypatch.setattr(building, "create_venv", lambda *_: (1, ["ensurepip is not available"]))
    monkeypatch.setattr(building, "pip_for", lambda _: None)
    monkeypatch.setattr(system, "is_debian_like", lambda: True)
    monkeypatch.setattr(system, "missing_packages", lambda: ["libegl1"])
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    with pytest.raises(console.StopError) as stopped:
        building.ensure("run")
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert f"apt-get install -y --no-install-recommends {package} libegl1\n" in str(stopped.value)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "hash differs"),
        (
            "after connection broken by 'NewConnectionError(...)'\nERROR: No matching distribution found for x==1",
            "registry could not be reached while looking for x==1",
        ),
        ("ERROR: No matching distribution found for x==1", "no ready-made file of x==1"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("something else", "pip's last lines are above"),
    ],
)
def test_pips_failures_in_plain_words(output, words):
    assert words in building.explain_pip(output)
