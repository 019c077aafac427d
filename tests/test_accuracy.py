"""Accuracy gates on the public development data: no figure may fall below its floor in `floors.toml`.

The data aren't part of the project; where they are missing, one test says so and the gates don't exist.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.shared import DATA, ROOT, TOOLS

FLOORS = tomllib.loads((ROOT / "tests" / "floors.toml").read_text(encoding="utf-8"))
SETS = [(task, name) for task, sets in FLOORS.items() for name in sets] if DATA.is_dir() else []


def measure(task: str, name: str, folder: Path) -> dict:
    gold, pred = DATA / task / f"{name}.jsonl", folder / f"{name}.jsonl"
    predict = [sys.executable, "-m", "benchmarks.predict", task, str(gold), str(pred)]
    subprocess.run(predict, check=True, cwd=ROOT)
    score = [sys.executable, str(TOOLS / f"score_{task}.py"), "--gold", str(gold), "--pred", str(pred), "--json"]
    return json.loads(subprocess.run(score, check=True, capture_output=True, text=True).stdout)


def figure(scores: dict, path: str) -> float:
    value: object = scores
    for step in path.split("."):
        value = value[step]  # type: ignore[index]
    return float(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(("task", "name"), SETS)
def test_no_figure_falls_below_its_floor(task: str, name: str, tmp_path: Path) -> None:
    scores = measure(task, name, tmp_path)
    got = {path: figure(scores, path) for path in FLOORS[task][name]}
    low = {path: (got[path], floor) for path, floor in FLOORS[task][name].items() if got[path] < floor}
    assert not low, f"below the floor (measured, floor): {low}"


def test_floors_are_figures_the_scorers_give() -> None:
    assert set(FLOORS) == {"tokens", "dates", "quotes"}
    assert all(floor > 0 for sets in FLOORS.values() for figures in sets.values() for floor in figures.values())


def test_development_data_are_here() -> None:
    if not DATA.is_dir():
        pytest.skip(f"accuracy gates not run: no development data at {DATA}")
    assert SETS
