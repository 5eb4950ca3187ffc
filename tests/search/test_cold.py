"""What importing and opening must not do: load an HTTP client or an event loop, or read through the whole index."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_importing_search_loads_no_network_client_and_no_window():
    code = (
        "import sys, reader.search.index; "
        "print(*(name for name in ('asyncio', 'http.client', 'urllib.request', 'ssl', 'PySide6', 'numpy') "
        "if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
