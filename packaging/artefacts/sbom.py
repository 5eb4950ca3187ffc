"""The software bill of materials: CycloneDX 1.5 as JSON, the same bytes for the same build."""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from artefacts.components import Component

NAME = "briefing-reader"


def sbom(version: str, when: int, parts: Sequence[Component], files: Mapping[str, str]) -> str:
    """The document.

    Args:
        version: the program's.
        when: the build's date, seconds since 1970.
        parts: what third parties wrote.
        files: every file of the program's folder to its SHA-256 in hex.
    """
    own = {
        "type": "application",
        "bom-ref": NAME,
        "name": NAME,
        "version": version,
        "supplier": {"name": "The Briefing Reader developers"},
        "licenses": [{"expression": "MIT AND CC-BY-4.0"}],
        "components": [file_component(name, digest) for name, digest in sorted(files.items())],
    }
    listed = [component(part) for part in parts]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": own,
        },
        "components": listed,
        "dependencies": [
            {"ref": NAME, "dependsOn": [each["bom-ref"] for each in listed]},
            *({"ref": each["bom-ref"]} for each in listed),
        ],
    }
    # A serial number must differ between builds and be the same for the same one.
    number = uuid.UUID(bytes=hashlib.sha256(json.dumps(document, sort_keys=True).encode()).digest()[:16], version=4)
    ordered = {"$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json", "serialNumber": f"urn:uuid:{number}"}
    return json.dumps({**ordered, **document}, indent=2, ensure_ascii=False) + "\n"


def component(part: Component) -> dict[str, object]:
    """One third-party part."""
    told: dict[str, object] = {
        "type": "library",
        "bom-ref": part.purl or f"{part.name}@{part.version}",
        "name": part.name,
        **({"version": part.version} if part.version else {}),
        **({"supplier": {"name": part.supplier}} if part.supplier else {}),
        "licenses": [licence(part.licence)],
    }
    return {**told, "purl": part.purl} if part.purl else told


def licence(expression: str) -> dict[str, object]:
    """A licence as CycloneDX wants it; what is no SPDX expression goes by name."""
    if expression in {"any-OSI", "NOASSERTION"}:
        return {"license": {"name": expression}}
    return {"expression": expression}


def file_component(name: str, digest: str) -> dict[str, object]:
    """One file of the program."""
    hashes = [{"alg": "SHA-256", "content": digest}]
    return {"type": "file", "bom-ref": f"file:{name}", "name": name, "hashes": hashes}


def listed_files(text: str) -> dict[str, str]:
    """File to SHA-256, out of an SBOM."""
    own = json.loads(text)["metadata"]["component"]["components"]
    return {each["name"]: each["hashes"][0]["content"] for each in own}


def hashes(folder: Path) -> dict[str, str]:
    """File (relative, with slashes) to SHA-256 in hex, for everything below a folder; links are not followed."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.is_symlink()
    }
