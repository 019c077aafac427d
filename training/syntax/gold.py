"""The gold treebank as we tokenize, cut into folds: every 5th sentence for testing, every 10th for early stopping.

python training/syntax/gold.py de_gsd-ud-dev.conllu --out folder     writes train.conllu, develop.conllu, test.conllu
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from trees import Tree, read, write


def folds(path: Path) -> dict[str, list[Tree]]:
    """Return the folds of a treebank: train 70 %, develop 10 %, test 20 %."""
    cut: dict[str, list[Tree]] = {"train": [], "develop": [], "test": []}
    for number, tree in enumerate(read(path)):
        cut["test" if number % 5 == 4 else "develop" if number % 10 == 0 else "train"].append(tree)
    return cut


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    for name, trees in folds(arguments.treebank).items():
        print(name, write(arguments.out / f"{name}.conllu", trees), "sentences")


if __name__ == "__main__":
    main()
