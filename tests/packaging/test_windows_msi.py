import re
import struct
from xml.etree import ElementTree as ET

import pytest
from devkit import console
from hypothesis import given
from hypothesis import strategies as st
from windows import icon, msi, wxs

FILES = ("briefing-reader.exe", "_internal/base_library.zip", "_internal/PySide6/Qt6Core.dll", "LICENSE.txt")
UPGRADE = "{9E200F19-FE75-5907-950A-C1267EB5F60D}"
NAMES = st.text("abcdefghijklmnop0123456789-_. ()+é", min_size=1, max_size=60).filter(lambda name: name.strip(". "))


def parsed(version="0.1.0", files=FILES, fingerprint="abc"):
    return ET.fromstring(wxs.write(version, files, fingerprint))


def found(root, tag):
    return list(root.iter(f"{{{wxs.SPACE}}}{tag}"))


def components(root):
    """{id: code} of every component."""
    return {each.get("Id"): each.get("Guid") for each in found(root, "Component")}


def test_codes_that_windows_remembers_never_change():
    # An installed version is found by these: another value would leave the old one beside the new one.
    assert found(parsed(), "Product")[0].get("UpgradeCode") == UPGRADE
    codes = components(parsed())
    assert codes["C.program"] == "{711A5CF2-42A6-5419-BFC0-7EA60668CD04}"
    assert codes["C.menu"] == "{0DE897E0-57F9-5D9E-822B-8D503FA49EC5}"
    assert codes[wxs.short("c", "briefing-reader.exe")] == wxs.code("file", "briefing-reader.exe")


def test_the_same_folder_gives_the_same_text_whatever_its_order():
    assert wxs.write("0.1.0", FILES, "abc") == wxs.write("0.1.0", reversed(FILES), "abc")


def test_a_version_is_a_product_and_a_file_keeps_its_component():
    old, new = parsed("0.1.0"), parsed("0.2.0", (*FILES, "new.txt"), "def")
    one, two = found(old, "Product")[0], found(new, "Product")[0]
    assert one.get("Id") != two.get("Id") and one.get("UpgradeCode") == two.get("UpgradeCode")
    assert components(old).items() <= components(new).items()


def test_packages_that_differ_have_codes_that_differ():
    codes = {found(parsed(fingerprint=each), "Package")[0].get("Id") for each in ("abc", "abd")}
    assert len(codes) == 2


@given(st.lists(NAMES, min_size=1, max_size=8, unique_by=str.lower))
def test_ids_are_such_as_windows_installer_takes(names):
    root = parsed(files=[f"_internal/{name}" for name in names])
    ids = [each.get("Id") for tag in ("File", "Component", "Directory", "Shortcut") for each in found(root, tag)]
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{0,71}", each) for each in ids)
    assert len(ids) == len(set(ids))


def test_nothing_is_written_under_policies_and_everything_is_for_the_machine():
    values = found(parsed(), "RegistryValue")
    assert values and all(value.get("Root") == "HKLM" for value in values)
    assert not any("policies" in value.get("Key").lower() for value in values)
    assert found(parsed(), "Package")[0].get("InstallScope") == "perMachine"


def test_there_is_no_custom_action_and_every_component_belongs_to_the_feature():
    root = parsed()
    assert not found(root, "CustomAction") and not found(root, "Custom")
    assert {each.get("Id") for each in found(root, "ComponentRef")} == set(components(root))


def test_the_folder_of_an_earlier_version_is_looked_up_where_it_was_written():
    root = parsed()
    (search,) = [each for each in found(root, "RegistrySearch") if each.get("Id") == "R.INSTALLDIR"]
    written = [each for each in found(root, "RegistryValue") if each.get("Value") == "[INSTALLDIR]"]
    assert (search.get("Key"), search.get("Name")) in {(each.get("Key"), each.get("Name")) for each in written}


@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", "0.1.0"), ("1.2", "1.2.0"), ("1.2.3.4", "1.2.3"), ("0.2.0.dev1", "0.2.0")]
)
def test_versions_are_three_numbers(version, numbers):
    assert wxs.numbers(version) == numbers


def test_an_icon_holds_its_pictures():
    pictures = [(16, b"small"), (256, b"large one")]
    data = icon.pack(pictures)
    assert struct.unpack_from("<3H", data) == (0, 1, 2)
    for at, (size, picture) in enumerate(pictures):
        width, height, _, _, planes, bits, length, offset = struct.unpack_from("<4B2H2L", data, 6 + 16 * at)
        assert (width, height, planes, bits) == (size % 256, size % 256, 1, 32)
        assert data[offset : offset + length] == picture


def summary(when, *, kind=0x40):
    """A file with a summary as an installer has it: two dates among its properties."""
    times = b"".join(struct.pack("<LQ", kind, when) for _ in range(2))
    section = struct.pack("<2L4L", 24 + len(times), 2, 12, 24, 13, 36) + times
    stream = struct.pack("<2HL16xL", 0xFFFE, 0, 0, 1) + msi.SUMMARY + struct.pack("<L", 48) + section
    return bytes(512) + stream + b"rest of the file"


def test_the_summary_states_the_date_that_was_asked_for(tmp_path):
    one, two = tmp_path / "one.msi", tmp_path / "two.msi"
    one.write_bytes(summary(5))
    two.write_bytes(summary(77))
    for file in (one, two):
        msi.date_summary(file, 1_700_000_000)
    assert one.read_bytes() == two.read_bytes() == summary((1_700_000_000 + 11_644_473_600) * 10_000_000)


@pytest.mark.parametrize("data", [b"no summary here", summary(5, kind=3), summary(5) + summary(5)])
def test_a_summary_that_is_not_as_expected_stops_the_build(tmp_path, data):
    file = tmp_path / "odd.msi"
    file.write_bytes(data)
    with pytest.raises(console.StopError):
        msi.date_summary(file, 1_700_000_000)
    assert file.read_bytes() == data


def test_what_wixl_cannot_say_is_said_to_msibuild():
    told = msi.changes()
    assert len(told) == 2 + len(wxs.CONDITIONS)
    assert "SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'" in told[0]
    assert all("'" not in condition and len(condition) < 256 for condition in wxs.CONDITIONS.values())
