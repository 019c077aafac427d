"""The example notebooks as they are stored; `examples/execute.py --check`, which CI runs, executes them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.shared import ROOT

NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


def cells(path: Path) -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return content


def test_there_are_notebooks() -> None:
    assert {p.stem for p in NOTEBOOKS} == {"bundestag", "who_said_what"}


@every_notebook
def test_outputs_are_stored_and_free_of_noise(path: Path) -> None:
    code = [cell for cell in cells(path) if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell["outputs"]]
    assert outputs
    assert [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"] == []
    assert any("image/png" in o.get("data", {}) for o in outputs)
    assert [cell["id"] for cell in cells(path)] == [f"cell-{n}" for n in range(1, len(cells(path)) + 1)]
    assert path.stat().st_size < 200_000


@every_notebook
def test_documents_show_themselves(path: Path) -> None:
    shown = "".join("".join(o.get("data", {}).get("text/html", "")) for c in cells(path) for o in c.get("outputs", []))
    assert 'class="polittext"' in shown
