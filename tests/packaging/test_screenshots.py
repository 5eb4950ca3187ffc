"""Every view in every theme can be drawn, one after the other, in one window."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_view_is_drawn(tmp_path):
    command = [sys.executable, "packaging/screenshots.py", str(tmp_path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, env=environment, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    assert len(list(tmp_path.glob("*.png"))) == 48
