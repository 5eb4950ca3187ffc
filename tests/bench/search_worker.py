"""One engine over one corpus, in a process of its own: `search_worker.py ENGINE FOLDER`. Prints one line of JSON.

Runs under the system's Python for Xapian. FOLDER holds passages.jsonl, warm.json and timed.json.
"""

import gc
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from search_engines import ENGINES


class Row:
    """A passage as the engines read it."""

    def __init__(self, held: "dict[str, Any]") -> None:
        self.__dict__.update(held)


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    rows = _rows(folder)
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        engine = ENGINES[name]()
        started = time.perf_counter()
        engine.build(rows, place)
        result["build_s"] = time.perf_counter() - started
        result["bytes"] = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
        if hasattr(engine, "open"):
            before = _memory()
            engine.open(place)
            result |= _ask_all(engine, folder)
            result["memory"] = _memory() - before
        if name == "ours":
            result |= _updates(engine, place)
            engine.index.close()
    print(json.dumps(result))  # noqa: T201 - the answer to the parent process


def _rows(folder: Path) -> "list[Any]":
    if sys.version_info >= (3, 11) and ENGINES_NEED_ROWS:
        from search_corpus import load  # noqa: PLC0415 - as dataclasses, which our own library copies

        return list(load(folder / "passages.jsonl"))
    with (folder / "passages.jsonl").open(encoding="utf-8") as file:
        return [Row(json.loads(line)) for line in file]


ENGINES_NEED_ROWS = True


def _ask_all(engine: Any, folder: Path) -> "dict[str, Any]":
    warm, timed = (json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("warm", "timed"))
    for words in warm:
        engine.ask(words)
    gc.collect()
    found: list[int] = []
    result: dict[str, Any] = {}
    for state in ("cold", "warm"):
        times: list[float] = []
        for words in timed:
            started = time.perf_counter()
            found.append(engine.ask(words))
            times.append((time.perf_counter() - started) * 1000)
        result[state] = times
    result["found"] = sum(found) // 2
    return result


def _updates(engine: Any, place: Path) -> "dict[str, Any]":
    from reader.search.index import open_index  # noqa: PLC0415 - only in our own process

    times: list[float] = []
    keys = [entry.key for entry in engine.library.entries]
    for key in keys[len(keys) // 2 :][:5]:
        engine.library.touch(key)
        started = time.perf_counter()
        open_index([engine.library], place / "index").close()
        times.append((time.perf_counter() - started) * 1000)
    return {"update_ms": sorted(times)[len(times) // 2], "update_worst_ms": max(times)}


def _memory() -> int:
    """Bytes resident, 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096
    except OSError:
        return 0


if __name__ == "__main__":
    main()
