"""Our search beside SQLite FTS5, Xapian and tantivy, in one run: `python tests/bench/bench_search.py [--sizes …]`.

The same passages, questions and work for each engine (`search_engines`), each in a process of its own. Every timed
question is asked once after a warm-up on other questions ("cold"), then once more ("warm"). tantivy runs where it is
installed, Xapian where the system's Python has it. Times are milliseconds.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

SIZES = "1000,10000,100000"
WARM, TIMED = 200, 200
COLD_STARTS = 5
SYSTEM_PYTHON = "/usr/bin/python3"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default=SIZES, help="passages, with commas")
    parser.add_argument("--engines", default="", help="only these, with commas")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    only = {name for name in options.engines.split(",") if name}
    measured: dict[int, dict[str, dict[str, Any]]] = {}
    for size in sizes:
        measured[size] = _measure(size, only)
        _print_size(size, measured[size])
    _print_growth(measured)
    return 0


def _measure(size: int, only: set[str]) -> dict[str, dict[str, Any]]:
    from search_corpus import passages, questions, save  # noqa: PLC0415 - after sys.path is set

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        rows = passages(size)
        save(rows, folder / "passages.jsonl")
        base = rows[: min(size, 10_000)]
        for name, count, seed in (("warm", WARM, 1), ("timed", TIMED, 2)):
            asked = [question.words for question in questions(base, count, seed)]
            (folder / f"{name}.json").write_text(json.dumps(asked), "utf-8")
        found: dict[str, dict[str, Any]] = {}
        for engine, python in _engines(size).items():
            if only and engine not in only:
                continue
            result = _run([python, str(HERE / "search_worker.py"), engine, str(folder)])
            if result is not None:
                found[engine] = result
        if "ours" in found:
            found["ours"]["start"] = _cold_starts(folder)
        return found


def _engines(size: int) -> dict[str, str]:
    engines = {"ours": sys.executable, "fts5": sys.executable}
    if Path(SYSTEM_PYTHON).exists() and _run([SYSTEM_PYTHON, "-c", "import xapian; print(1)"], quiet=True):
        engines["xapian"] = SYSTEM_PYTHON
    if find_spec("tantivy"):
        engines["tantivy"] = sys.executable
    if size <= 10_000:
        engines["whoosh"] = sys.executable
    return engines


def _run(command: list[str], *, quiet: bool = False) -> Any:
    # an installed program has its bytecode: without it, a cold start would measure the compiler
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        if not quiet:
            say(f"{command[-2]} failed:\n{done.stderr[-2000:]}")
        return None
    return json.loads(done.stdout.splitlines()[-1])


def _cold_starts(folder: Path) -> dict[str, float]:
    """Median import, open and first search of fresh processes on an index built before."""
    index = folder / "index"
    runs = [
        _run([sys.executable, str(HERE / "search_cold.py"), str(folder), str(index)]) for _ in range(COLD_STARTS + 1)
    ]
    good = [run for run in runs[1:] if run]
    return {part: median(run[part] for run in good) for part in ("import", "open", "search")} if good else {}


def p95(times: list[float]) -> float:
    """The time that 95 in 100 do not exceed."""
    return sorted(times)[max(0, int(0.95 * len(times)) - 1)]


def _print_size(size: int, found: dict[str, dict[str, Any]]) -> None:
    say(f"\n{size:,} passages: top 20 + 3 facets + 8 snippets, last word as prefix; ms")
    heads = ("cold med", "p95", "warm med", "p95", "ours/it p95", "build s", "MB", "RAM MB")
    say(f"{'':10}" + "".join(f"{head:>12}" for head in heads))
    ours = found.get("ours")
    for name, result in found.items():
        build, size_mb = f"{result['build_s']:.1f}", f"{result['bytes'] / 1e6:.0f}"
        cells = ["", "", "", "", "", build, size_mb, ""]
        if "cold" in result:
            cold, warm = result["cold"], result["warm"]
            times = [f"{figure:.2f}" for figure in (median(cold), p95(cold), median(warm), p95(warm))]
            ratio = f"{p95(ours['cold']) / p95(cold):.2f}" if ours else ""
            cells = [*times, ratio, build, size_mb, f"{result['memory'] / 1e6:.0f}"]
        say(f"{name:10}" + "".join(f"{cell:>12}" for cell in cells))
    if ours:
        say(f"update after one changed document: {ours['update_ms']:.0f} (worst {ours['update_worst_ms']:.0f})")
        parts = " + ".join(f"{part} {ms:.0f}" for part, ms in ours["start"].items())
        say(f"first search after a cold start: {sum(ours['start'].values()):.0f} = {parts}")
    if ours and "whoosh" in found:
        say(f"build, ours / plain Whoosh: {ours['build_s'] / found['whoosh']['build_s']:.2f}")


def _print_growth(measured: dict[int, dict[str, dict[str, Any]]]) -> None:
    if {10_000, 100_000} <= measured.keys() and all("ours" in found for found in measured.values()):
        small, large = (p95(measured[size]["ours"]["cold"]) for size in (10_000, 100_000))
        say(f"\nours, p95 at 100,000 / p95 at 10,000: {large / small:.1f}")


def say(line: str) -> None:
    """A line for the person at the terminal, at once."""
    print(line, flush=True)  # noqa: T201 - a terminal program


if __name__ == "__main__":
    sys.exit(main())
