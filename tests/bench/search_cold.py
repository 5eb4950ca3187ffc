"""First search of a fresh process: `search_cold.py FOLDER INDEX`. Prints import, open and search times in ms."""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main() -> None:
    from search_corpus import load  # noqa: PLC0415 - not part of what is timed
    from search_library import RowLibrary  # noqa: PLC0415

    folder, place = Path(sys.argv[1]), Path(sys.argv[2])
    library = RowLibrary(load(folder / "passages.jsonl"))
    words = json.loads((folder / "timed.json").read_text("utf-8"))[3]
    started = time.perf_counter()
    from reader.search.index import open_index  # noqa: PLC0415
    from reader.search.results import Request  # noqa: PLC0415

    imported = time.perf_counter()
    index = open_index([library], place)
    opened = time.perf_counter()
    found = index.search(Request(" ".join(words), typing=True))
    for hit in found.hits[:8]:
        index.snippet(found, hit)
    searched = time.perf_counter()
    times = {"import": imported - started, "open": opened - imported, "search": searched - opened}
    print(json.dumps({name: seconds * 1000 for name, seconds in times.items()}))  # noqa: T201


if __name__ == "__main__":
    main()
