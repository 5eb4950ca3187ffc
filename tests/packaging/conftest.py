"""packaging/ is no package: its modules are found by path, as dev.py finds them."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "packaging"))


@pytest.fixture
def root():
    return ROOT
