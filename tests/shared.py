"""Where the public development data lie, if they are here; they are never part of the project."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("POLITTEXT_SHARED") or ROOT.parent / "shared")
DATA = SHARED / "data"
TOOLS = SHARED / "tools"
