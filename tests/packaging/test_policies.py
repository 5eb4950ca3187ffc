"""What administrators are given agrees with the policy table (FORMATS Y1)."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from reader.policy import from_table
from reader.policy_table import BY_NAME, POLICIES, Kind

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "packaging" / "policy"
SPACE = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"


def test_the_files_are_those_the_table_makes():
    command = [sys.executable, "packaging/policies.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_policy_stands_in_each_file_with_words_for_every_string():
    admx = ET.parse(FOLDER / "briefing-reader.admx").getroot()
    adml = ET.parse(FOLDER / "en-GB/briefing-reader.adml").getroot()
    assert {policy.get("name") for policy in admx.iter(SPACE + "policy")} == set(BY_NAME)
    strings = {string.get("id") for string in adml.iter(SPACE + "string")}
    presentations = {element.get("id") for element in adml.iter(SPACE + "presentation")}
    for element in admx.iter():
        for value in element.attrib.values():
            if value.startswith("$(string."):
                assert value[9:-1] in strings
            elif value.startswith("$(presentation."):
                assert value[15:-1] in presentations
    schema = json.loads((FOLDER / "policies.schema.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]) == set(BY_NAME)
    page = (FOLDER / "POLICIES.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in BY_NAME)


def test_what_the_schema_calls_default_and_choice_is_taken_by_the_program():
    schema = json.loads((FOLDER / "policies.schema.json").read_text(encoding="utf-8"))["properties"]
    assert not from_table({name: entry["default"] for name, entry in schema.items()}, "x").notices
    for policy in POLICIES:
        for choice in schema[policy.name].get("enum", []):
            assert from_table({policy.name: choice}, "x").values[policy.name] == choice


def test_what_group_policys_editor_offers_is_taken_by_it_and_by_the_program():
    admx = ET.parse(FOLDER / "briefing-reader.admx").getroot()
    adml = ET.parse(FOLDER / "en-GB/briefing-reader.adml").getroot()
    numbers = {element.get("id"): element for element in admx.iter(SPACE + "decimal") if element.get("id")}
    boxes = {box.get("refId"): int(box.get("defaultValue")) for box in adml.iter(SPACE + "decimalTextBox")}
    assert set(numbers) == set(boxes) == {policy.name for policy in POLICIES if policy.kind is Kind.INTEGER}
    for name, offered in boxes.items():
        assert int(numbers[name].get("minValue")) <= offered <= int(numbers[name].get("maxValue")), name
        assert not from_table({name: offered}, "x").notices
    for lists in adml.iter(SPACE + "dropdownList"):
        assert int(lists.get("defaultItem")) < len(BY_NAME[lists.get("refId")].choices)


def test_the_table_is_for_people_and_tells_nobody_from_none():
    page = (FOLDER / "POLICIES.md").read_text(encoding="utf-8")
    assert "('" not in page
    (row,) = [line for line in page.splitlines() if line.startswith("| `trusted_publishers`")]
    assert "| list of texts | none | `nobody` |" in row
