"""The portable folder: the program with a file `portable` beside it, so that all state stays in there, as a zip."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

FOLDER = "Briefing Reader"
MARKER = "All state is kept in the folder `data` beside this file.\r\n"
README = """\
Briefing Reader, portable

Start briefing-reader.exe in this folder; in a terminal, briefing-readerc.exe. Because the file "portable" lies beside
it, everything the program keeps (settings, notebooks, installed packs, index, log) goes into the folder "data" here and
nowhere else. Delete "portable" and it uses the places of whoever is logged in.

Notebooks in "data" are encrypted; a passphrase opens them. Whoever carries this folder carries them, so keep it as you
would keep the notes.

Application control (AppLocker, WDAC) usually blocks programs in folders that users can write: use the installer there.

"briefing-readerc doctor" says whether anything is missing. Third-party notices, with every licence and how to replace
Qt, are in THIRD-PARTY-NOTICES.txt.
"""


def make(folder: Path, when: int, file: Path) -> Path:
    """Write the archive of a frozen folder, every entry dated `when` (seconds since 1970)."""
    moment = datetime.fromtimestamp(when, UTC)
    date = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    entries = {each.relative_to(folder).as_posix(): each for each in folder.rglob("*") if each.is_file()}
    texts = {"portable": MARKER, "README.txt": README.replace("\n", "\r\n")}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in sorted([*entries, *texts]):
            info = zipfile.ZipInfo(f"{FOLDER}/{name}", date)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            packed.writestr(info, texts[name].encode() if name in texts else entries[name].read_bytes())
    return file
