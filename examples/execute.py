"""Run the notebooks of this folder: `python examples/execute.py` stores their outputs, `--check` only compares them.

What is stored is the same whenever and wherever it is made: cells are numbered, and warnings of other libraries and
times are left out. Compared are texts and tables, and that there is a picture; not its pixels.
"""

import argparse
import re
import sys
from difflib import unified_diff
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent


def run(path: Path) -> nbformat.NotebookNode:
    """Return the executed notebook."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"cell-{number}"
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if not (o.output_type == "stream" and o.name == "stderr")]
            for output in cell.outputs:
                output.pop("metadata", None)
                if output.output_type != "stream":
                    output["metadata"] = {}
    return notebook


def outputs(notebook: nbformat.NotebookNode) -> list[str]:
    """Return what the cells print and show, without what other libraries draw as they like."""
    shown = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data:
                shown.append("a picture")
            else:
                text = output.get("text") or data.get("text/html") or data.get("text/plain", "")
                shown.append(re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))
    return shown


def main() -> int:
    """Execute the notebooks; return 1 if `--check` finds other outputs than the stored ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the stored outputs, and write nothing")
    options = parser.parse_args()
    status = 0
    for path in sorted(FOLDER.glob("*.ipynb")):
        executed = run(path)
        if not options.check:
            nbformat.write(executed, path)
        elif outputs(executed) != outputs(nbformat.read(path, as_version=4)):
            status = 1
            for old, new in zip(outputs(nbformat.read(path, as_version=4)), outputs(executed), strict=False):
                if old != new:
                    changes = unified_diff(old.splitlines(), new.splitlines(), f"{path.name}, stored", "now")
                    print("\n".join(line[:300] for line in changes))
        print(f"{path.name}: {'executed' if not status else 'differs; run python examples/execute.py'}")
    return status


if __name__ == "__main__":
    sys.exit(main())
