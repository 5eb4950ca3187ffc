"""One module a family of commands; the command line (reader/cli.py) parses, these do and print."""

import argparse
from collections.abc import Callable

from reader.paths import Places

Verb = Callable[[argparse.Namespace, Places], int]
"""Does what was asked, with the folders it may use. Returns the exit code (FORMATS C4)."""
