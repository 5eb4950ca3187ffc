"""Windows programs on Debian: a Wine prefix of our own, set to Windows 10, without display and without network use."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devkit import console
from devkit.environment import ROOT, clean_environment
from windows import programs

STUBS = Path(__file__).with_name("stubs")
DRIVE = "P:"
"""The checkout as Windows programs see it, so that its place on this machine gets into nothing they make."""

READY = "briefing-reader.ready"
SECONDS = 300
WINDOWS = "win10"


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended: exit code, and what it printed on both streams."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Both streams, for people."""
        return "\n".join(part for part in (self.out.strip(), self.err.strip()) if part)


@dataclass(frozen=True, slots=True)
class Wine:
    """A prefix: a Windows of its own, with its own registry and drive C.

    Attributes:
        prefix: its folder.
    """

    prefix: Path

    @property
    def drive_c(self) -> Path:
        """Drive C of this Windows."""
        return self.prefix / "drive_c"

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """What a program under Wine is started with. DISPLAY is left out, so nothing appears on anybody's screen."""
        unwanted = {"DISPLAY", "WAYLAND_DISPLAY", "WINEARCH", "WINEDEBUG", "WINEDLLOVERRIDES"}
        kept = {name: value for name, value in clean_environment().items() if name not in unwanted}
        ours = {
            "HOME": str(self.prefix / "home"),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # Neither .NET nor a web engine is wanted, and asking for them would open a dialog.
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
            "WINEPREFIX": str(self.prefix),
        }
        return {**kept, **ours, **(more or {})}

    def command(self, words: Sequence[str | Path]) -> list[str]:
        """A Windows program's command as Linux starts it."""
        return [programs.place("wine64") or "wine64", *(str(word) for word in words)]

    def run(
        self,
        words: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        seconds: int = SECONDS,
    ) -> Done:
        """Run a Windows program to its end. Its input is empty: Python does not start under Wine on a closed one.

        Raises:
            StopError: it did not end in time.
        """
        with subprocess.Popen(
            self.command(words),
            env=self.environment(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as running:
            try:
                out, err = running.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                running.kill()
                self.stop()
                raise console.StopError(f"{words[0]} did not end within {seconds} s under Wine.") from None
        return Done(running.returncode, out, err)

    def stop(self) -> None:
        """End every program of this prefix, and wait until what they wrote is on the disk."""
        for option in ("-k", "-w"):
            server = [str(Path(self.command([])[0]).with_name("wineserver64")), option]
            subprocess.run(server, env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False)

    @contextmanager
    def session(self, python: Path) -> Iterator[None]:
        """Keep this Windows up: quicker, and with its desktop there already.

        Wine starts the desktop from the first program with a window, and it holds that program's output open for ever:
        whoever reads it to its end, as the doctor does with its probe, would wait for good.
        """
        keep = "import ctypes, time; ctypes.windll.user32.GetDesktopWindow(); time.sleep(36000)"
        keeper = subprocess.Popen(
            self.command([python, "-I", "-c", keep]),
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(3)
        try:
            yield
        finally:
            keeper.terminate()
            self.stop()
            keeper.wait()


def path(file: Path) -> str:
    """A file of this machine as Windows programs name it; on drive P where it is in the checkout."""
    file = file.absolute()
    if file.is_relative_to(ROOT):
        return "\\".join([DRIVE, *file.relative_to(ROOT).parts])
    return "Z:" + str(file).replace("/", "\\")


def prepare(prefix: Path) -> Wine:
    """The prefix, made if need be.

    Raises:
        StopError: Wine cannot make one.
    """
    wine = Wine(prefix)
    if (prefix / READY).exists():
        return wine
    console.say("Making a Windows with Wine ...")
    (prefix / "home").mkdir(parents=True, exist_ok=True)
    words = wine.command(["wineboot", "-i"])
    programs.run(words, "wineboot", env=wine.environment())
    programs.run(wine.command(["winecfg", "/v", WINDOWS]), "winecfg", env=wine.environment())
    # Nothing links out of the prefix: the folders of a Windows log-in stay in it.
    for link in sorted((wine.drive_c / "users").rglob("*")):
        if link.is_symlink():
            link.unlink()
            link.mkdir()
    drive = prefix / "dosdevices" / DRIVE.lower()
    drive.unlink(missing_ok=True)
    drive.symlink_to(ROOT)
    for source in sorted(STUBS.glob("*.c")):
        build_stub(source, wine.drive_c / "windows" / "system32")
    wine.stop()
    (prefix / READY).touch()
    return wine


def build_stub(source: Path, folder: Path) -> None:
    """Compile one of the libraries that Windows 10 has and Wine 8 lacks into Wine's system folder."""
    words = ["x86_64-w64-mingw32-gcc", "-Wall", "-Werror", "-Os", "-s", "-shared", "-Wl,--no-insert-timestamp"]
    out = folder / f"{source.stem}.dll"
    programs.run([*words, "-o", out, source, "-ladvapi32"], f"Compiling {source.name}", env=dict(os.environ))
