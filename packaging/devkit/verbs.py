"""The commands of packaging/dev.py."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from devkit import building, console, environment, locking, packing, system

ROOT = environment.ROOT
EXAMPLE = ("search", "why won't she talk to us", "--limit", "3")
USAGE_ERROR = 2
EVERY_CORE = ("--numprocesses", "auto", "--maxprocesses", "4", "--dist", "loadfile")
"""How the whole suite runs: on every core, the tests of one file in one process."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One command.

    Attributes:
        usage: its arguments, as the help prints them.
        text: one line of help.
        details: more lines of help.
        do: takes the arguments; returns the exit code.
    """

    usage: str
    text: str
    details: str
    do: Callable[[list[str]], int]


def main(arguments: Sequence[str]) -> int:
    """Do one command and return its exit code. Ends with a plain message where it cannot be done."""
    name, rest = (arguments[0], list(arguments[1:])) if arguments else ("--help", [])
    if name in {"-h", "--help", "help"}:
        console.say(overview())
        return 0 if arguments else USAGE_ERROR
    verb = VERBS.get(name)
    if verb is None:
        console.complain(f"There is no command {name!r}.\n\n{overview()}")
        return USAGE_ERROR
    if rest[:1] in (["-h"], ["--help"]):
        console.say(f"usage: dev.py {name} {verb.usage}\n\n{verb.text}\n\n{verb.details}")
        return 0
    try:
        return verb.do(rest)
    except console.StopError as error:
        console.complain(str(error))
        return error.code
    except KeyboardInterrupt:
        console.complain("Interrupted.")
        return console.INTERRUPTED


def overview() -> str:
    """What `--help` prints."""
    width = max(map(len, VERBS))
    lines = [f"  {name:{width}}  {verb.text}" for name, verb in VERBS.items()]
    return "\n".join(["usage: python3 packaging/dev.py COMMAND [ARGUMENTS]   (COMMAND --help tells more)", "", *lines])


def without_separator(arguments: list[str]) -> list[str]:
    """The arguments without the first `--`, which only says that the rest is for another program."""
    if "--" not in arguments:
        return arguments
    at = arguments.index("--")
    return arguments[:at] + arguments[at + 1 :]


def split_at_separator(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Our own arguments and those after `--`; an option among our own is a mistake.

    Raises:
        StopError: an unknown option before `--`.
    """
    at = arguments.index("--") if "--" in arguments else len(arguments)
    for argument in arguments[:at]:
        if argument.startswith("-"):
            raise console.StopError(
                f"Unknown option {argument}. Options for the program itself go after --.", USAGE_ERROR
            )
    return arguments[:at], arguments[at + 1 :]


def reader_environment() -> dict[str, str]:
    """The environment in which `python -m reader` finds this checkout from any folder."""
    before = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), before] if before else [str(ROOT)])}


def offscreen_environment() -> dict[str, str]:
    """An environment in which Qt draws without a display and nothing of the person's own settings shows."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("QT_") and name != "PYTHONHASHSEED"
    }
    before = kept.get("PYTHONPATH")
    path = os.pathsep.join([str(ROOT), before] if before else [str(ROOT)])
    return {**kept, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen"}


def run(arguments: list[str]) -> int:
    """Open the window, or show the same library in the terminal where there is no display."""
    arguments = without_separator(arguments)
    obstacle = system.why_no_display(os.environ)
    python = building.ensure("run")
    system.ensure_qt(python, platform=None if obstacle or arguments else "")
    env = reader_environment()
    if arguments or not obstacle:
        return console.become([python, "-m", "reader", *arguments], env=env)
    console.say(f"No display here ({obstacle}), so the library is shown in the terminal instead of a window.")
    for words in (("list",), EXAMPLE):
        shown = " ".join(f'"{word}"' if " " in word else word for word in words)
        console.say(f"\n$ python -m reader {shown}")
        code = console.call([python, "-m", "reader", *words], env=env)
        if code != 0:
            return code
    return 0


def test(arguments: list[str]) -> int:
    """Run the tests; the last line is pytest's own."""
    python = building.ensure("dev")
    system.ensure_qt(python, platform="offscreen")
    system.ensure_test_programs()
    return console.become(
        [python, "-m", "pytest", *(without_separator(arguments) or EVERY_CORE)],
        env=offscreen_environment(),
        cwd=ROOT,
    )


def lint(arguments: list[str]) -> int:
    """Run every check of the code and say at the end which failed."""
    own, rest = split_at_separator(arguments)
    if own or rest:
        raise console.StopError("lint takes no arguments.", USAGE_ERROR)
    python = building.ensure("dev")
    scripts = python.parent
    env = {**os.environ, "PATH": os.pathsep.join([str(scripts), os.environ.get("PATH", "")])}
    results: list[tuple[str, int]] = []
    for words in (("ruff", "check"), ("ruff", "format", "--check"), ("pyright",), ("lint-imports",)):
        name = " ".join(words)
        console.say(f"== {name}")
        program = shutil.which(words[0], path=str(scripts)) or str(scripts / words[0])
        results.append((name, console.call([program, *words[1:]], env=env, cwd=ROOT)))
    console.say("")
    for name, code in results:
        console.say(f"{'ok    ' if code == 0 else 'failed'}  {name}")
    return 1 if any(code for _, code in results) else 0


def bench(arguments: list[str]) -> int:
    """Run the measurements in tests/bench, all or those named."""
    names, rest = split_at_separator(arguments)
    scripts = {file.stem.removeprefix("bench_"): file for file in sorted((ROOT / "tests" / "bench").glob("bench_*.py"))}
    unknown = [name for name in names if name not in scripts]
    if unknown:
        raise console.StopError(f"No measurement is called {unknown[0]}. There are: {', '.join(scripts)}.", USAGE_ERROR)
    python = building.ensure("dev")
    system.ensure_qt(python, platform="offscreen")
    worst = 0
    for name in names or scripts:
        console.say(f"== {name}")
        worst = max(worst, abs(console.call([python, scripts[name], *rest], env=offscreen_environment(), cwd=ROOT)))
    return min(worst, 1)


def screenshots(arguments: list[str]) -> int:
    """Render the views into a folder, without a display."""
    own, rest = split_at_separator(arguments)
    if len(own) != 1:
        raise console.StopError("screenshots takes one argument, the folder to write into.", USAGE_ERROR)
    out = Path(own[0]).absolute()
    python = building.ensure("run")
    system.ensure_qt(python, platform="offscreen")
    script = ROOT / "packaging" / "screenshots.py"
    return console.become([python, script, out, *rest], env=offscreen_environment(), cwd=ROOT)


def catalogues(arguments: list[str]) -> int:
    """Bring the translations in step with the code."""
    own, rest = split_at_separator(arguments)
    if own or rest:
        raise console.StopError("catalogues takes no arguments.", USAGE_ERROR)
    python = building.ensure("dev")
    return console.become([python, ROOT / "packaging" / "catalogues.py"], env=reader_environment(), cwd=ROOT)


VERBS = {
    "run": Verb(
        "[ARGUMENTS]",
        "open the window on the bundled library",
        "ARGUMENTS go to `python -m reader`. Without any and without a display, the library is shown in the terminal.",
        run,
    ),
    "test": Verb(
        "[PYTEST ARGUMENTS]",
        "run the tests",
        "ARGUMENTS go to pytest; paths are seen from the root. Without any, every core works. Qt draws offscreen, so "
        "no display is needed.",
        test,
    ),
    "lint": Verb(
        "",
        "check the code: ruff, pyright, import contracts",
        "All of them run; the summary names those that failed.",
        lint,
    ),
    "bench": Verb(
        "[NAME ...] [-- ARGUMENTS]",
        "measure: start-up, search and others in tests/bench",
        "NAME is that of tests/bench/bench_NAME.py; without one, all run. ARGUMENTS go to each.",
        bench,
    ),
    "screenshots": Verb(
        "OUT [-- ARGUMENTS]",
        "render the views as PNG files into the folder OUT",
        "No display is needed. ARGUMENTS go to packaging/screenshots.py.",
        screenshots,
    ),
    "catalogues": Verb(
        "",
        "bring the translations of the interface in step with the code",
        "Writes reader/language/locale/*/LC_MESSAGES/briefing-reader.po and .mo, and lists what is not translated yet.",
        catalogues,
    ),
    "package": Verb(
        packing.USAGE,
        "build installers, or prove them with --check",
        packing.DETAILS,
        packing.package,
    ),
    "lock": Verb(
        "[-- UV ARGUMENTS]",
        "write packaging/requirements*.txt anew from pyproject.toml",
        "Needs uv. Versions stay as they are unless told: `lock -- --upgrade`, `lock -- --upgrade-package NAME`.",
        locking.lock,
    ),
}
