import re
import tomllib

import pytest
from devkit import environment, locking
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def requirements(file):
    """{name: (requirement, its hashes)} of a lock."""
    text = file.read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            words, *hashes = line.split(" --hash=")
            requirement = Requirement(words.strip())
            found[canonicalize_name(requirement.name)] = (requirement, [each.strip() for each in hashes])
    return found


@pytest.fixture(params=sorted(environment.LOCKS))
def lock(request):
    return environment.LOCKS[request.param]


def test_every_file_is_pinned_and_hashed(lock):
    assert requirements(lock)
    for requirement, hashes in requirements(lock).values():
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), requirement


def test_it_holds_no_address_and_no_path(lock):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "/" not in re.sub(r"^#.*$", "", text, flags=re.MULTILINE)
    assert "index-url" not in text


def test_it_covers_the_three_systems():
    # One wheel each for two kinds of Linux, two of Windows and one for macOS, whatever machine wrote the lock.
    _, hashes = requirements(environment.LOCKS["run"])["pyside6-essentials"]
    assert len(hashes) >= 5


def test_it_satisfies_what_pyproject_asks_for(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {"run": (), **locking.EXTRAS}
    assert {name for names in extras.values() for name in names} == project["optional-dependencies"].keys()
    for level, names in extras.items():
        lines = [*project["dependencies"], *(line for name in names for line in project["optional-dependencies"][name])]
        pinned = requirements(environment.LOCKS[level])
        for requirement in map(Requirement, lines):
            version = str(pinned[canonicalize_name(requirement.name)][0].specifier).removeprefix("==")
            assert requirement.specifier.contains(version), requirement


@pytest.mark.parametrize("level", ["dev", "package"])
def test_what_is_tested_and_what_is_shipped_is_what_runs(level):
    run, other = (requirements(environment.LOCKS[each]) for each in ("run", level))
    assert {name: str(each[0]) for name, each in run.items()} == {name: str(other[name][0]) for name in run}


def test_what_publishers_use_is_tested_as_it_is_shipped(root):
    publisher = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    names = [canonicalize_name(Requirement(line).name) for line in publisher["publisher"]]
    dev, package = (requirements(environment.LOCKS[each]) for each in ("dev", "package"))
    assert [str(dev[name][0]) for name in names] == [str(package[name][0]) for name in names]


def test_the_build_backend_is_in_the_lock(root):
    backend = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    assert {canonicalize_name(Requirement(line).name) for line in backend} <= requirements(
        environment.LOCKS["dev"]
    ).keys()
