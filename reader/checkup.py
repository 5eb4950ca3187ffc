"""The whole self-test, as window and command line run it: installation, libraries, notebooks, policy (FORMATS C6)."""

from reader import policy
from reader import settings as settings_file
from reader.desk import check_installation
from reader.doctor import Report
from reader.notes_desk.health import check_notebooks
from reader.paths import Places


def check_up(places: Places) -> Report:
    """Run every check; takes a few seconds, and may run on any thread."""
    settings, _ = settings_file.load(places.settings_file)
    notebooks = check_notebooks(places, policy.load(), shared=settings.shared_desk)
    return Report((*check_installation(places).checks, *notebooks))
