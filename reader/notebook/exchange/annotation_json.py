"""Export as W3C Web Annotation JSON-LD, without loss (FORMATS N4).

What the model has a word for is said in its words; the rest stands in properties of our own, which other readers pass
over. Nothing here is fetched: the addresses are names.
"""

import json
from typing import Any
from urllib.parse import quote

from reader.library.wording import digest_line
from reader.notebook.codec import encode
from reader.notebook.exchange.sheet import Chosen, Context, uncontrolled
from reader.notebook.model import Annotation, Kind, NoteSet, Target, new_uuid

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TERMS = "urn:x-briefing-reader:terms:"
DOCUMENT = "urn:x-briefing-reader:document:"
FORMAT = 1
MOTIVATIONS = {
    Kind.BOOKMARK: "bookmarking",
    Kind.KEY_POINT: "highlighting",
    Kind.PRACTICE: "highlighting",
    Kind.QUESTION: "questioning",
    Kind.FINDING: "assessing",
    Kind.NOTE: "commenting",
}


def to_json(chosen: Chosen, context: Context, layer: NoteSet | None = None) -> str:
    """An annotation collection with one page that holds every annotation.

    Args:
        chosen: what to export.
        context: what is stated about its documents.
        layer: given, the set is issued as a read-only layer under that name (FORMATS N6).
    """
    keys = dict.fromkeys(annotation.document for annotation in chosen.annotations)
    table: dict[str, Any] = {
        "@context": [CONTEXT, {"br": TERMS}],
        "id": f"urn:uuid:{new_uuid()}",
        "type": "AnnotationCollection",
        "label": chosen.title or context.owner,
        "total": len(chosen.annotations),
        "generated": f"{context.today.isoformat()}T00:00:00Z",
        "br:format": FORMAT,
        "br:owner": context.owner,
        "br:marking": context.marking,
        "br:handling": uncontrolled(),
        "br:documents": [_document(key, context) for key in keys],
        "br:collections": [_collection(encode(collection)) for collection in chosen.collections],
    }
    if layer is not None:
        table["br:layer"] = {"name": layer.name, "issuer": layer.issuer, "issued": layer.issued}
    page = {"id": f"urn:uuid:{new_uuid()}", "type": "AnnotationPage", "startIndex": 0}
    # One item after the other: all of them in one call would keep every other thread waiting.
    items = ",".join(_json(to_item(annotation)) for annotation in chosen.annotations)
    return f'{_json(table)[:-1]},"first":{_json(page)[:-1]},"items":[{items}]}}}}\n'


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_item(annotation: Annotation) -> dict[str, Any]:
    """One annotation by the model; without "@context", which stands once at the top."""
    bodies: list[dict[str, Any]] = []
    if annotation.note:
        text = {"type": "TextualBody", "value": annotation.note, "format": "text/plain", "purpose": "commenting"}
        bodies.append(text)
    bodies += [{"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in annotation.tags]
    item: dict[str, Any] = {
        "id": f"urn:uuid:{annotation.uuid}",
        "type": "Annotation",
        "motivation": MOTIVATIONS[annotation.kind],
        "created": annotation.created,
        "modified": annotation.changed,
        "creator": {"type": "Person", "name": annotation.author},
        "target": [_target(target, annotation.document) for target in annotation.targets],
        "br:kind": annotation.kind.value,
        "br:edition": annotation.edition,
        "br:status": annotation.status.value,
    }
    if bodies:
        item["body"] = bodies
    return item


def _target(target: Target, document: str) -> dict[str, Any]:
    table: dict[str, Any] = {"type": "SpecificResource", "source": DOCUMENT + quote(document, safe="/")}
    selectors: list[dict[str, Any]] = []
    if target.section:
        selectors.append({"type": "FragmentSelector", "value": target.section})
    if target.quote:
        selectors.append(
            {"type": "TextQuoteSelector", "exact": target.quote, "prefix": target.before, "suffix": target.after}
        )
    if selectors:
        table["selector"] = selectors
    table["br:paragraph"] = {
        "fingerprint": target.fingerprint,
        "number": target.number,
        "text": target.paragraph,
        "start": target.start,
        "end": target.end,
        "certain": [word.value for word in target.certain],
    }
    return table


def _collection(fields: dict[str, Any]) -> dict[str, Any]:
    del fields["set_name"], fields["deleted"]
    return fields


def _document(key: str, context: Context) -> dict[str, Any]:
    found = context.documents.get(key)
    if found is None:
        return {"key": key}
    return {
        "key": key,
        "title": found.title,
        "edition": found.edition,
        "library": found.library,
        "publisher": found.publisher,
        "provenance": digest_line() if found.digest else "",
    }
