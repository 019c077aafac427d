"""Speed of sentences and tokens with offsets, side by side with peers in one run, in processor time on one core.

usage: python -m benchmarks.speed_tokens [TEXTS.jsonl[.xz] ...] [--megabytes 5] [--repeat 3] [--peer-megabytes 0.5]

Reads the field `text` of each line; without files, repeats the articles of examples/. Each system runs once over a
part of the text to warm up, then `--repeat` times; the fastest run counts. Peers get less text, since some are slow.
Those not installed are named and left out: spaCy blank("de") with sentencizer, SoMaJo, syntok, NLTK punkt.
"""

import argparse
import json
import lzma
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

Run = Callable[[list[str]], int]


def _texts(paths: list[Path], characters: int) -> list[str]:
    """Return texts of about `characters` characters in all."""
    found: list[str] = []
    total = 0
    for text in _read(paths):
        found.append(text)
        total += len(text)
        if total >= characters:
            break
    return found


def _read(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]
    if not paths:
        articles = sorted((Path(__file__).parent.parent / "examples").glob("*.txt"))
        while articles:
            yield from (article.read_text(encoding="utf-8") for article in articles)


def _polittext() -> Run:
    from polittext.tokenization import segment

    return lambda texts: sum(len(segment(text)[0]) for text in texts)


def _polittext_objects() -> Run:
    """The same, and every token and sentence made into an object."""
    from polittext.tokenization import segment

    def run(texts: list[str]) -> int:
        count = 0
        for text in texts:
            tokens, sentences = segment(text)
            count += len(list(tokens))
            list(sentences)
        return count

    return run


def _spacy() -> Run:
    import spacy

    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10**9

    def run(texts: list[str]) -> int:
        count = 0
        for doc in nlp.pipe(texts):
            count += len([(token.idx, len(token)) for token in doc])
            list(doc.sents)
        return count

    return run


def _somajo() -> Run:
    from somajo import SoMaJo

    tokenizer = SoMaJo("de_CMC", split_sentences=True, character_offsets=True)
    return lambda texts: sum(len(sentence) for sentence in tokenizer.tokenize_text(texts))


def _syntok() -> Run:
    from syntok import segmenter

    def run(texts: list[str]) -> int:
        return sum(len(sentence) for text in texts for paragraph in segmenter.process(text) for sentence in paragraph)

    return run


def _punkt() -> Run:
    from nltk.data import load
    from nltk.tokenize import NLTKWordTokenizer

    sentences, words = load("tokenizers/punkt/german.pickle"), NLTKWordTokenizer()

    def run(texts: list[str]) -> int:
        count = 0
        for text in texts:
            for start, end in sentences.span_tokenize(text):
                count += len(words.tokenize(text[start:end]))
        return count

    return run


SYSTEMS: dict[str, tuple[Callable[[], Run], bool]] = {
    "polittext": (_polittext, True),
    "polittext, objects": (_polittext_objects, True),
    'spaCy blank("de") + sentencizer': (_spacy, False),
    "SoMaJo": (_somajo, False),
    "syntok": (_syntok, False),
    "NLTK punkt + words": (_punkt, False),
}


def _measure(run: Run, texts: list[str], repeat: int) -> tuple[float, int]:
    """Return characters per second of the fastest run, and the number of tokens."""
    run(texts[: max(1, len(texts) // 10)])
    best, count = float("inf"), 0
    for _ in range(repeat):
        begin = time.process_time()
        count = run(texts)
        best = min(best, time.process_time() - begin)
    return sum(map(len, texts)) / best, count


def main(arguments: Iterable[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("texts", nargs="*", type=Path)
    parser.add_argument("--megabytes", type=float, default=5.0, help="million characters for polittext")
    parser.add_argument("--peer-megabytes", type=float, default=0.5, help="million characters for each peer")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args(None if arguments is None else list(arguments))
    whole = _texts(options.texts, int(options.megabytes * 1e6))
    part = _texts(options.texts, int(options.peer_megabytes * 1e6))
    speeds: dict[str, float] = {}
    print(f"{'system':34s} {'M chars':>8s} {'M chars/s':>10s} {'tokens':>9s} {'ratio':>7s}")
    for name, (make, ours) in SYSTEMS.items():
        texts = whole if ours else part
        try:
            speed, count = _measure(make(), texts, options.repeat)
        except (ImportError, LookupError, OSError) as error:
            print(f"{name:34s} not installed ({type(error).__name__})")
            continue
        speeds[name] = speed
        size = sum(map(len, texts)) / 1e6
        print(f"{name:34s} {size:8.2f} {speed / 1e6:10.3f} {count:9d} {speeds['polittext'] / speed:7.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
