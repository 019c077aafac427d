"""Time the temporal tagger over corpus text, side by side with `dateparser.search`.

usage: python -m benchmarks.speed_dates [--corpus FILE.jsonl.xz] [--characters N] [--peer-characters N]

Reads speech turns (`text`) until N characters are reached. All figures are CPU seconds of this process, tokenization
apart. dateparser is so much slower that it only gets a small part of the same text.
"""

import argparse
import json
import lzma
import time
from pathlib import Path

from polittext.temporal import find_expressions
from polittext.temporal.reference import parse_reference
from polittext.tokenization import segment

CORPUS = Path(__file__).parents[2] / "shared" / "data" / "corpus" / "bundestag.jsonl.xz"


def read(path: Path, characters: int) -> list[str]:
    """Return the first texts of a corpus, together at least so many characters long."""
    texts: list[str] = []
    total = 0
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            texts.append(json.loads(line)["text"])
            total += len(texts[-1])
            if total >= characters:
                break
    return texts


def report(name: str, spent: float, size: int, found: int) -> None:
    """Print one system's line."""
    rate = size / spent / 1e6
    print(f"{name:12s}  {spent:6.2f} s  {rate:7.3f} M characters/s  {found} expressions in {size} characters")


def main() -> None:
    """Run the comparison and print one line per system."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--characters", type=int, default=5_000_000)
    parser.add_argument("--peer-characters", type=int, default=20_000)
    options = parser.parse_args()
    texts = read(options.corpus, options.characters)
    size = sum(map(len, texts))
    reference = parse_reference("2021-06-15")
    start = time.process_time()
    find_expressions("Am Montag.", segment("Am Montag.")[1], reference)
    print(f"load          {time.process_time() - start:6.2f} s")
    start = time.process_time()
    sentences = [segment(text)[1] for text in texts]
    segmented = time.process_time() - start
    start = time.process_time()
    found = sum(len(find_expressions(text, table, reference)) for text, table in zip(texts, sentences, strict=True))
    spent = time.process_time() - start
    print(f"tokens        {segmented:6.2f} s  {size / segmented / 1e6:6.2f} M characters/s")
    report("polittext", spent, size, found)
    from dateparser.search import search_dates

    part: list[str] = []
    for text in texts:
        if sum(map(len, part)) >= options.peer_characters:
            break
        part.append(text)
    start = time.process_time()
    peers = sum(len(search_dates(text, languages=["de"]) or []) for text in part)
    spent = time.process_time() - start
    report("dateparser", spent, sum(map(len, part)), peers)


if __name__ == "__main__":
    main()
