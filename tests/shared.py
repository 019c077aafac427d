"""What several tests use: where the public development data lie, if they are here (they are never part of the project),
and how long something takes."""

import os
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("POLITTEXT_SHARED") or ROOT.parent / "shared")
DATA = SHARED / "data"
TOOLS = SHARED / "tools"


def best_of_two(work: Callable[[], object]) -> float:
    """Return the processor time in seconds of the quicker of two runs: other work on the machine slows single ones."""
    taken = []
    for _ in range(2):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)
