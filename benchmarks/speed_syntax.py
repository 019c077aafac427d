"""Throughput with and without a syntactic engine, one document at a time and batched, side by side in one run.

usage: python -m benchmarks.speed_syntax MODELS [--corpus FILE.jsonl[.xz]] [--characters N] [--batch 64] [--gpu]

MODELS is a folder that `StanzaSyntax(dir=...)` takes. All systems work through the same texts, cut at 4,000 characters
(about a news article). Figures are clock and processor seconds of this process, after one text to warm up.
"""

import argparse
import json
import lzma
import os
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from polittext import Pipeline
from polittext.syntax import StanzaSyntax

SHARED = Path(os.environ.get("POLITTEXT_SHARED", Path(__file__).parents[2] / "shared"))
CORPUS = SHARED / "data" / "corpus" / "bundestag.jsonl.xz"
LENGTH = 4000
Run = Callable[[list[str]], Any]


def read(path: Path, characters: int) -> list[str]:
    """Return texts of a corpus, cut at `LENGTH`, together at least so many characters long."""
    texts: list[str] = []
    total = 0
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            texts.append(json.loads(line)["text"][:LENGTH])
            total += len(texts[-1])
            if total >= characters:
                break
    return texts


def engine_alone(engine: StanzaSyntax, batch: int) -> Run:
    """Return what runs the engine on tokens that are there already."""
    segment = Pipeline().segment

    def run(texts: list[str]) -> None:
        documents = iter([segment(text) for text in texts])
        while some := list(islice(documents, batch)):
            engine.analyze(some)

    return run


def whole(pipeline: Pipeline, batch: int | None) -> Run:
    """Return what runs a pipeline on one document at a time, or on batches."""

    def run(texts: list[str]) -> None:
        if batch is None:
            for text in texts:
                pipeline(text)
        else:
            for _ in pipeline.pipe(texts, batch_size=batch):
                pass

    return run


def systems(engine: StanzaSyntax, batch: int) -> Iterator[tuple[str, Run]]:
    """Yield the names of the systems and what runs them."""
    for quotes in ("rules", "auto"):
        for name, syntax in (("without", None), ("with", engine)):
            pipeline = Pipeline(quotes=quotes, syntax=syntax)  # type: ignore[arg-type]
            yield f"quotes={quotes!r}, {name} stanza, one at a time", whole(pipeline, None)
            yield f"quotes={quotes!r}, {name} stanza, batches of {batch}", whole(pipeline, batch)
    yield "stanza alone, one at a time", engine_alone(engine, 1)
    yield f"stanza alone, batches of {batch}", engine_alone(engine, batch)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("models", type=Path)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="JSONL with `text`, also .xz")
    parser.add_argument("--characters", type=int, default=200_000)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--gpu", action="store_true", help="run stanza on a GPU")
    options = parser.parse_args()
    texts = read(options.corpus, options.characters)
    tokens = sum(len(Pipeline().segment(text)[0]) for text in texts)
    print(f"{len(texts)} texts, {sum(map(len, texts)) / 1e6:.2f} M characters, {tokens} tokens")
    print(f"{'system':52s} {'clock s':>8s} {'CPU s':>8s} {'tokens/s':>9s} {'texts/s':>8s}")
    for name, run in systems(StanzaSyntax(options.models, use_gpu=options.gpu), options.batch):
        run(texts[:1])
        begin, spent = time.perf_counter(), time.process_time()
        run(texts)
        clock, spent = time.perf_counter() - begin, time.process_time() - spent
        rate = f"{tokens / spent:9,.0f} {len(texts) / spent:8.1f}"
        print(f"{name:52s} {clock:8.1f} {spent:8.1f} {rate}", flush=True)


if __name__ == "__main__":
    main()
