"""Write what administrators are given of the policy table: ADMX, ADML, JSON schema, tables in Markdown (FORMATS Y1).

Usage: policies.py [--check]      --check writes nothing and fails where a file differs from the table
"""

import json
import sys
from pathlib import Path
from typing import cast
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reader.policy import MAX_TEXTS, REGISTRY_KEY  # noqa: E402 - the checkout may not be installed
from reader.policy_table import POLICIES, Kind, Policy  # noqa: E402 - as above

FOLDER = ROOT / "packaging" / "policy"
NAMESPACE = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
GUIDE_BEGIN = "<!-- policies: begin (written by packaging/policies.py) -->"
GUIDE_END = "<!-- policies: end -->"
CATEGORY = "BriefingReader"


def main(arguments: list[str]) -> int:
    """Write the files, or with --check compare them. Returns 1 where one differs."""
    files = {
        "briefing-reader.admx": admx(),
        "en-GB/briefing-reader.adml": adml(),
        "policies.schema.json": schema(),
        "POLICIES.md": page(),
        "../README.md": guide(_read(FOLDER / "../README.md")),
    }
    differing = [name for name, text in files.items() if _read(FOLDER / name) != text]
    if arguments == ["--check"]:
        for name in differing:
            print(f"packaging/policy/{name} does not agree with the policy table: run packaging/policies.py")
        return 1 if differing else 0
    for name in differing:
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(files[name], encoding="utf-8")
        print(f"wrote packaging/policy/{name}")
    return 0


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def admx() -> str:
    """Policy definitions for group policy."""
    root = ET.Element("policyDefinitions", {"xmlns": NAMESPACE, "revision": "1.0", "schemaVersion": "1.0"})
    spaces = ET.SubElement(root, "policyNamespaces")
    ET.SubElement(spaces, "target", {"prefix": "briefingreader", "namespace": "BriefingReader.Policies"})
    ET.SubElement(spaces, "using", {"prefix": "windows", "namespace": "Microsoft.Policies.Windows"})
    ET.SubElement(root, "resources", {"minRequiredRevision": "1.0"})
    categories = ET.SubElement(root, "categories")
    ET.SubElement(categories, "category", {"name": CATEGORY, "displayName": f"$(string.{CATEGORY})"})
    policies = ET.SubElement(root, "policies")
    for policy in POLICIES:
        _admx_policy(policies, policy)
    return _xml(root)


def _admx_policy(parent: ET.Element, policy: Policy) -> None:
    fields = {
        "name": policy.name,
        "class": "Machine",
        "displayName": f"$(string.{policy.name})",
        "explainText": f"$(string.{policy.name}_help)",
        "key": REGISTRY_KEY,
    }
    if policy.kind is Kind.FLAG:
        fields["valueName"] = policy.name
    else:
        fields["presentation"] = f"$(presentation.{policy.name})"
    element = ET.SubElement(parent, "policy", fields)
    ET.SubElement(element, "parentCategory", {"ref": CATEGORY})
    ET.SubElement(element, "supportedOn", {"ref": "windows:SUPPORTED_Windows_10_0"})
    if policy.kind is Kind.FLAG:
        for name, value in (("enabledValue", "1"), ("disabledValue", "0")):
            ET.SubElement(ET.SubElement(element, name), "decimal", {"value": value})
        return
    elements = ET.SubElement(element, "elements")
    value = {"id": policy.name, "valueName": policy.name}
    match policy.kind:
        case Kind.CHOICE:
            choices = ET.SubElement(elements, "enum", {**value, "required": "true"})
            for choice in policy.choices:
                item = ET.SubElement(choices, "item", {"displayName": f"$(string.{_choice_id(policy, choice)})"})
                ET.SubElement(ET.SubElement(item, "value"), "string").text = choice
        case Kind.INTEGER:
            limits = {"minValue": str(policy.smallest), "maxValue": str(policy.largest)}
            ET.SubElement(elements, "decimal", {**value, **limits})
        case Kind.TEXTS:
            ET.SubElement(elements, "multiText", value)
        case _:
            ET.SubElement(elements, "text", {**value, "maxLength": str(policy.largest)})


def adml() -> str:
    """The words for the ADMX, in English."""
    root = ET.Element("policyDefinitionResources", {"xmlns": NAMESPACE, "revision": "1.0", "schemaVersion": "1.0"})
    ET.SubElement(root, "displayName").text = "Briefing Reader"
    ET.SubElement(root, "description").text = "Policies of Briefing Reader"
    resources = ET.SubElement(root, "resources")
    strings = ET.SubElement(resources, "stringTable")
    presentations = ET.SubElement(resources, "presentationTable")
    ET.SubElement(strings, "string", {"id": CATEGORY}).text = "Briefing Reader"
    for policy in POLICIES:
        ET.SubElement(strings, "string", {"id": policy.name}).text = policy.title
        ET.SubElement(strings, "string", {"id": f"{policy.name}_help"}).text = policy.text
        for choice in policy.choices:
            ET.SubElement(strings, "string", {"id": _choice_id(policy, choice)}).text = choice or "not set"
        if policy.kind is not Kind.FLAG:
            _presentation(presentations, policy)
    return _xml(root)


def _presentation(parent: ET.Element, policy: Policy) -> None:
    element = ET.SubElement(parent, "presentation", {"id": policy.name})
    match policy.kind:
        case Kind.CHOICE:
            default = str(policy.choices.index(str(policy.default)))
            box = ET.SubElement(element, "dropdownList", {"refId": policy.name, "defaultItem": default})
        case Kind.INTEGER:
            # The editor offers only what it would take; to leave the policy unset is to say the default.
            offered = str(max(int(cast("int", policy.default)), policy.smallest))
            box = ET.SubElement(element, "decimalTextBox", {"refId": policy.name, "defaultValue": offered})
        case Kind.TEXTS:
            box = ET.SubElement(element, "multiTextBox", {"refId": policy.name})
        case _:
            box = ET.SubElement(element, "textBox", {"refId": policy.name})
            box = ET.SubElement(box, "label")
    box.text = policy.title


def _choice_id(policy: Policy, choice: str) -> str:
    return f"{policy.name}_{choice or 'none'}".replace("-", "_")


def schema() -> str:
    """JSON schema of policies.json."""
    table = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Briefing Reader policies",
        "type": "object",
        "additionalProperties": False,
        "properties": {policy.name: _schema_of(policy) for policy in POLICIES},
    }
    return json.dumps(table, indent=2, ensure_ascii=False) + "\n"


def _schema_of(policy: Policy) -> dict[str, object]:
    words: dict[str, object] = {"title": policy.title, "description": policy.text}
    default = list(policy.default) if isinstance(policy.default, tuple) else policy.default
    match policy.kind:
        case Kind.CHOICE:
            kind: dict[str, object] = {"type": "string", "enum": list(policy.choices)}
        case Kind.FLAG:
            kind = {"type": "boolean"}
        case Kind.INTEGER:
            kind = {"type": "integer", "minimum": policy.smallest, "maximum": policy.largest}
            if policy.default == 0 < policy.smallest:
                kind = {"anyOf": [{"const": 0}, kind]}
        case Kind.TEXTS:
            kind = {"type": "array", "maxItems": MAX_TEXTS, "items": _text_schema(policy)}
        case _:
            kind = _text_schema(policy)
    return {**words, **kind, "default": default}


def _text_schema(policy: Policy) -> dict[str, object]:
    kind: dict[str, object] = {"type": "string", "maxLength": policy.largest}
    return {**kind, "pattern": f"^({policy.pattern})?$"} if policy.pattern else kind


def page() -> str:
    """The table of the administrator's guide, in Markdown."""
    lines = [
        "# Policies",
        "",
        "Windows: values under `HKEY_LOCAL_MACHINE\\" + REGISTRY_KEY + "` (`briefing-reader.admx`, `en-GB`).",
        "Linux: a JSON object in `/etc/briefing-reader/policies.json` (`policies.schema.json`).",
        "",
        "A name that is not in the table is ignored with a warning. A value that cannot be read takes the strictest",
        "setting of its policy; a file that cannot be read sets the strictest for all.",
        "`briefing-reader doctor` names each.",
        "",
    ]
    return "\n".join([*lines, *_table()]) + "\n"


def guide(text: str) -> str:
    """The administrator's guide with its table brought up to date."""
    begin, end = (text.index(mark) for mark in (GUIDE_BEGIN, GUIDE_END))
    return "\n".join([text[: begin + len(GUIDE_BEGIN)], "", *_table(), "", text[end:]])


def _table() -> list[str]:
    lines = ["| Name | Value | Default | Strictest | What it does |", "|---|---|---|---|---|"]
    lines += [
        f"| `{p.name}` | {_value_words(p)} | {_shown(p.default)} | {_shown(p.strictest)} | **{p.title}.** {p.text} |"
        for p in POLICIES
    ]
    return lines


def _value_words(policy: Policy) -> str:
    match policy.kind:
        case Kind.CHOICE:
            return " or ".join(_shown(choice) for choice in policy.choices)
        case Kind.FLAG:
            return "true or false (DWORD 1 or 0)"
        case Kind.INTEGER:
            return (
                "0, or " if policy.default == 0 < policy.smallest else ""
            ) + f"{policy.smallest} to {policy.largest:,}"
        case Kind.TEXTS:
            return "list of texts"
        case _:
            return "text"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    words = ", ".join(value) if isinstance(value, tuple) else value
    return f"`{words}`" if words != "" else "none"


def _xml(root: ET.Element) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
