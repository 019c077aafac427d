"""The one command that measures speed works for a newcomer: without peers, without the shared data."""

import subprocess
import sys
from pathlib import Path

from benchmarks.__main__ import SYSTEMS, ratio

ROOT = Path(__file__).parents[1]


def test_the_table_has_a_line_for_each_system(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "--task", "tokens", "--seconds", "0.05"]
    command += ["--corpus", str(tmp_path / "nowhere.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    title, head, own, *peers = done.stdout.splitlines()
    assert "the articles in examples/" in title
    assert head.split()[:2] == ["task", "system"]
    cells = own.split()
    assert cells[:2] == ["tokens", "polittext"]
    assert cells[-2:] == ["1.0", "1.0"]
    assert all(float(cell.replace(",", "")) >= 0 for cell in cells[2:])  # seconds may round to zero
    assert len(peers) == len(SYSTEMS["tokens"]) - 1
    for line, name in zip(peers, list(SYSTEMS["tokens"])[1:], strict=True):
        assert line.startswith(f"tokens {name}")
        assert line.endswith("not installed") or float(line.split()[-1].removeprefix("1/")) > 0


def test_ratios_are_told_from_either_side() -> None:
    assert ratio(50, 100) == "1/2.0"
    assert ratio(300, 100) == "3.0"
