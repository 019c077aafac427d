"""Long documents and many short ones: time and memory.

usage: python -m benchmarks.scale long [--megabytes M] [--engine ENGINE] [--corpus FILE.jsonl[.xz]]
       python -m benchmarks.scale many [--texts N] [--engine ENGINE] [--processes N] [--corpus FILE.jsonl[.xz]]

`long` sends one document of so many million bytes (UTF-8) through the whole pipeline, and prints the CPU time of each
step and the peak memory. `many` sends so many short texts through `Pipeline.pipe` and prints the memory in use after
each tenth of them. Memory is that of this process, resident. Without a corpus, the articles in examples/ are repeated.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from benchmarks.__main__ import CORPUS, peak, texts
from polittext import Pipeline
from polittext.parallel import Failure
from polittext.temporal import find_expressions
from polittext.temporal.reference import parse_reference


def resident() -> float:
    """Return the memory in use now in MB, where the system tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return float("nan")
    return pages * 4096 / (1 << 20)


def long(megabytes: float, engine: str, corpus: Path) -> None:
    """Send one long document through, step by step."""
    parts, size = [], 0
    for text in cycle(texts(corpus, int(megabytes * 1e6))):
        parts.append(text)
        size += len(text.encode()) + 2
        if size >= megabytes * 1e6:
            break
    whole = "\n\n".join(parts)
    pipeline, reference = Pipeline(quotes=engine), parse_reference("2021-06-15")  # type: ignore[arg-type]
    pipeline("Am Montag sagte er: „Ja.“")
    print(f"{len(whole.encode()) / 1e6:.1f} MB, {len(whole):,} characters; before: {resident():.0f} MB")
    clock = time.process_time
    start = clock()
    tokens, sentences = pipeline.segment(whole)
    tokenized = clock()
    dates = find_expressions(whole, sentences, reference)
    dated = clock()
    quotes, speakers = pipeline.attribute(whole, tokens, sentences)
    done = clock()
    print(f"tokens    {tokenized - start:8.1f} s  {len(tokens):,} tokens, {len(sentences):,} sentences")
    print(f"dates     {dated - tokenized:8.1f} s  {len(dates):,}")
    print(f"quotes    {done - dated:8.1f} s  {len(quotes):,} quotations, {len(speakers):,} speakers")
    print(f"together  {done - start:8.1f} s of CPU time, peak {peak():.0f} MB")


def short(corpus: Path) -> Iterator[str]:
    """Yield short texts without end: paragraphs of 40 to 400 characters."""
    for text in cycle(texts(corpus)):
        yield from (line for line in text.split("\n") if 40 <= len(line) <= 400)


def many(count: int, engine: str, processes: int, corpus: Path) -> None:
    """Send many short texts through."""
    pipeline = Pipeline(quotes=engine)  # type: ignore[arg-type]
    begin, started = time.process_time(), time.monotonic()
    quotes = dates = failed = characters = 0
    step = max(1, count // 10)
    for number, doc in enumerate(pipeline.pipe(islice(short(corpus), count), "2021-06-15", n_process=processes), 1):
        if isinstance(doc, Failure):
            failed += 1
            continue
        quotes, dates, characters = quotes + len(doc.quotes), dates + len(doc.dates), characters + len(doc.text)
        if number % step == 0 or number == 1:
            spent = f"{time.process_time() - begin:8.1f} s CPU {time.monotonic() - started:8.1f} s"
            print(f"{number:>9,} texts  {resident():7.1f} MB  peak {peak():7.1f} MB  {spent}", flush=True)
    print(f"{characters:,} characters, {quotes:,} quotations, {dates:,} dates, {failed} failures")


def main() -> int:
    """Measure one of both."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=["long", "many"])
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--engine", choices=["auto", "model", "rules"], default="auto")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="JSONL with `text`, also .xz")
    options = parser.parse_args()
    if options.what == "long":
        long(options.megabytes, options.engine, options.corpus)
    else:
        many(options.texts, options.engine, options.processes, options.corpus)
    return 0


if __name__ == "__main__":
    sys.exit(main())
