"""Import time, load time, peak memory and throughput in one table, with peers side by side where they are installed.

usage: python -m benchmarks [--corpus FILE.jsonl[.xz]] [--seconds S] [--task {tokens,dates,quotes,all}]

Each system runs in a process of its own, on one thread. Times are CPU time of that process; `import` is that of the
package, `load` from there to the first result. A system works through the texts for S seconds, so that slow ones end
too. Peers that aren't installed are named and left out: `pip install somajo syntok spacy nltk textacy` brings them.
Without a corpus, the articles in examples/ are read over and over. The last columns are ratios to polittext's line.
"""

import argparse
import importlib.util
import json
import lzma
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "data" / "corpus" / "bundestag.jsonl.xz"
SENTENCE = "Der Minister sagte am 3. März 2021: „Wir haben bis Ende April Zeit.“\n"
Work = Callable[[str], int]


def _polittext_tokens() -> Work:
    import polittext

    return lambda text: len(polittext.tokenize(text))


def _polittext_objects() -> Work:
    import polittext

    def work(text: str) -> int:
        tokens, sentences = polittext.Pipeline().segment(text)
        list(sentences)
        return len(list(tokens))

    return work


def _polittext_dates() -> Work:
    import polittext

    return lambda text: len(polittext.find_dates(text, date="2021-06-15"))


def _polittext_quotes() -> Work:
    import polittext

    return lambda text: len(polittext.analyze(text).quotes)


def _polittext_rules() -> Work:
    from polittext import Pipeline

    pipeline = Pipeline(quotes="rules")
    return lambda text: len(pipeline(text).quotes)


def _somajo() -> Work:
    from somajo import SoMaJo

    tokenizer = SoMaJo("de_CMC", split_sentences=True)
    return lambda text: sum(len(s) for s in tokenizer.tokenize_text([text]))


def _syntok() -> Work:
    from syntok import segmenter

    return lambda text: sum(len(sentence) for part in segmenter.process(text) for sentence in part)


def _spacy_blank() -> Work:
    import spacy

    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10**9
    return lambda text: len(nlp(text))


def _spacy_model() -> Work:
    import spacy

    nlp = spacy.load("de_core_news_sm")
    nlp.max_length = 10**9
    return lambda text: len(nlp(text))


def _nltk() -> Work:
    from nltk.tokenize import wordpunct_tokenize

    return lambda text: len(wordpunct_tokenize(text))


def _dateparser() -> Work:
    from dateparser.search import search_dates

    return lambda text: len(search_dates(text, languages=["de"]) or [])


def _textacy() -> Work:
    import spacy
    from textacy.extract import direct_quotations

    nlp = spacy.load("de_core_news_sm")
    nlp.max_length = 10**9
    return lambda text: len(list(direct_quotations(nlp(text))))


SYSTEMS: dict[str, dict[str, tuple[str, Callable[[], Work]]]] = {
    "tokens": {
        "polittext": ("polittext", _polittext_tokens),
        "polittext, all made objects": ("polittext", _polittext_objects),
        "SoMaJo": ("somajo", _somajo),
        "syntok": ("syntok", _syntok),
        "spaCy blank + sentencizer": ("spacy", _spacy_blank),
        "NLTK wordpunct (no sentences)": ("nltk", _nltk),
    },
    "dates": {"polittext": ("polittext", _polittext_dates), "dateparser.search": ("dateparser", _dateparser)},
    "quotes": {
        "polittext": ("polittext", _polittext_quotes),
        "polittext, rules only": ("polittext", _polittext_rules),
        "textacy (direct only)": ("textacy", _textacy),
        "spaCy de_core_news_sm (parse only)": ("de_core_news_sm", _spacy_model),
    },
}


def texts(corpus: Path | None, enough: int = 2_000_000) -> list[str]:
    """Return texts, together about `enough` characters long where the corpus has them."""
    if corpus is None or not corpus.exists():
        articles = sorted((ROOT / "examples").rglob("*.txt"))
        return [path.read_text(encoding="utf-8") for path in articles] or [SENTENCE * 100]
    found: list[str] = []
    size = 0
    with lzma.open(corpus, "rt") if corpus.suffix == ".xz" else corpus.open(encoding="utf-8") as lines:
        for line in lines:
            found.append(json.loads(line)["text"][:20_000])
            size += len(found[-1])
            if size >= enough:
                break
    return found


def measure(task: str, system: str, corpus: Path | None, seconds: float) -> dict[str, float]:
    """Measure one system in this process, which should be a fresh one."""
    module, make = SYSTEMS[task][system]
    start = time.process_time()
    importlib.import_module(module)
    imported = time.process_time()
    work = make()
    work(SENTENCE)
    loaded = time.process_time()
    characters = count = found = 0
    read = texts(corpus)
    begin = time.process_time()
    for text in cycle(read):
        count += 1
        found += work(text)
        characters += len(text)
        if (spent := time.process_time() - begin) >= seconds:
            break
    return {
        "import": imported - start,
        "load": loaded - imported,
        "characters": characters,
        "texts": count,
        "found": found,
        "seconds": spent,
        "peak": peak(),
    }


def peak() -> float:
    """Return the peak memory of this process in MB."""
    try:
        import resource
    except ImportError:  # not on Windows
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def run(task: str, system: str, corpus: Path, seconds: float) -> dict[str, float] | str:
    """Measure one system in a process of its own; return why where it fails."""
    if importlib.util.find_spec(SYSTEMS[task][system][0]) is None:
        return "not installed"
    command = [sys.executable, "-m", "benchmarks", "--measure", task, system]
    command += ["--corpus", str(corpus.resolve()), "--seconds", str(seconds)]
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **threads}, check=False)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["failed"])[-1][:60]
    data: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return data


def table(tasks: list[str], corpus: Path, seconds: float) -> Iterator[str]:
    """Yield the lines of the table."""
    head = (
        "task",
        "system",
        "import s",
        "load s",
        "peak MB",
        "k chars/s",
        "texts/s",
        "found/k chars",
        "memory",
        "speed",
    )
    widths = (7, 36, 9, 8, 9, 11, 10, 15, 9, 9)

    def line(cells: tuple[Any, ...]) -> str:
        return "".join(
            f"{c:<{w}}" if i < 2 else f"{c:>{w}}" for i, (c, w) in enumerate(zip(cells, widths, strict=True))
        )

    yield line(head)
    for task in tasks:
        own: Any = None
        for system in SYSTEMS[task]:
            got: Any = run(task, system, corpus, seconds)
            if isinstance(got, str):
                yield f"{line((task, system, *[''] * 8)).rstrip()}  {got}"
                continue
            speed = got["characters"] / got["seconds"]
            own = own or (got["peak"], speed)
            cells = (f"{got['import']:.3f}", f"{got['load']:.2f}", f"{got['peak']:.0f}", f"{speed / 1000:,.0f}")
            rest = (f"{got['texts'] / got['seconds']:,.1f}", f"{1000 * got['found'] / got['characters']:.2f}")
            yield line((task, system, *cells, *rest, ratio(got["peak"], own[0]), ratio(speed, own[1])))


def ratio(value: float, own: float) -> str:
    """Return how many times polittext's figure a figure is."""
    return f"1/{own / value:,.1f}" if value < own else f"{value / own:,.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="JSONL with `text`, also .xz")
    parser.add_argument("--seconds", type=float, default=5.0, help="CPU seconds for each system (default: 5)")
    parser.add_argument("--task", choices=[*SYSTEMS, "all"], default="all")
    parser.add_argument("--measure", nargs=2, metavar=("TASK", "SYSTEM"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(*options.measure, options.corpus, options.seconds)))
        return
    source = options.corpus.name if options.corpus.exists() else "the articles in examples/"
    print(f"Python {sys.version.split()[0]}, CPU time, texts from {source}; memory and speed as ratios to polittext's")
    for line in table(list(SYSTEMS) if options.task == "all" else [options.task], options.corpus, options.seconds):
        print(line, flush=True)


if __name__ == "__main__":
    main()
