"""The attack list, through the command as it is installed: exit code 3, the clause named, nothing changed."""

import datetime as dt
import json
import os
import shutil
import struct
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from packs_tools import BAR, PASSPHRASE, Workshop, craft, files_of, tree

from reader.packs.keys import Ring, key_files
from reader.packs.names import stored_name

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
