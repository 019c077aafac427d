"""Word vectors (skip-gram, negative sampling) of the token files, pruned to the most frequent words."""

import argparse
import pathlib
from collections.abc import Iterator

import numpy as np
from gensim.models import Word2Vec

DIM, KEEP = 96, 50_000


class Lines:
    def __init__(self, path: pathlib.Path) -> None:
        self.path = path

    def __iter__(self) -> Iterator[list[str]]:
        for name, repeat in (("bundestag.tok", 1), ("news.tok", 3)):
            for _ in range(repeat):
                with open(self.path / name, encoding="utf-8") as f:
                    for line in f:
                        yield [norm(w) for w in line.rstrip("\n").split("\t")]


def norm(word: str) -> str:
    return "".join("0" if c.isdigit() else c for c in word)


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--out", type=pathlib.Path, required=True)
    ap.add_argument("--epochs", type=int, default=3)
    ap.add_argument("--workers", type=int, default=1)
    a = ap.parse_args()
    m = Word2Vec(
        Lines(a.out),
        vector_size=DIM,
        window=4,
        min_count=6,
        sg=1,
        negative=5,
        sample=1e-4,
        epochs=a.epochs,
        workers=a.workers,
        seed=1,
        max_final_vocab=KEEP,
    )
    words = m.wv.index_to_key
    np.savez(a.out / "vectors.npz", words=np.array(words), vectors=m.wv.vectors.astype(np.float32))
    print(len(words))
    for w in ("sagte", "Merkel", "habe", "Sprecher", "laut", "sei"):
        print(w, m.wv.most_similar(w, topn=6))


if __name__ == "__main__":
    main()
