"""Measure how time grows with the text, for texts that repeat one nasty unit, step by step and through everything.

usage: python -m benchmarks.growth [--steps ...] [--largest N] [--seconds S] [--only SUBSTRING]

For each unit and step, the number of repetitions grows tenfold from 1,000 to N (default: 1,000,000) as long as a run
is expected to take no more than S seconds (default: 20). Times are CPU time of this process, and only those of the
step: tokens and sentences are made before, and the cyclic garbage collector, which works in bursts, rests meanwhile.
Prints seconds for each size and the exponent between the last two sizes that took long enough to tell (1: linear, 2:
quadratic); the exit status is 1 where one is above 1.3.
"""

import argparse
import gc
import math
import sys
import time
from collections.abc import Callable
from itertools import pairwise

import polittext
from polittext.formats.html import render
from polittext.temporal import find_expressions
from polittext.temporal.reference import parse_reference
from polittext.tokenization import segment

UNITS: dict[str, str] = {
    "openers": "„",
    "closers": "“",
    "straight marks": '"',
    "single marks": "'",
    "openers, spaced": "„ ",
    "guillemets both ways": "» «",
    "pairs": "„a“ ",
    "openers with words": "„Er sagte ",
    "brackets": "(",
    "bracket pairs": "[(",
    "am": "am ",
    "digit": "1",
    "digits": "12 ",
    "1.": "1.",
    "1. ": "1. ",
    "dots": ". . . ",
    "stops": ".",
    "sagte er, dass": "sagte er, dass ",
    "laut": "laut Polizei ",
    "so": "so, ",
    "commas": ", ",
    "colons": ": ",
    "dashes": " – ",
    "hyphens": "a-",
    "words without a stop": "Wort und wort, ",
    "one word": "a",
    "soft hyphens": "a\u00ad",
    "combining marks": "\u0301",
    "zero-width": "\u200b",
    "blanks": " ",
    "line breaks": "\n",
    "CRLF": "a\r\n",
    "abbreviations": "z. B. ",
    "dotted letters": "a.",
    "ranges": "3. bis 5. Mai und ",
    "years": "1999/2000, ",
    "weekdays": "Montag, ",
    "date words": "vor zwei Jahren am ",
    "quotations in one sentence": "„Ja“, sagte er, und ",
    "quotations": "„Ja, das ist so“, sagte Anna Beispiel. ",
    "indirect speech": "Er sagte, er habe das gesehen. ",
    "pronouns": "Er ",
    "names": "Anna Beispiel sagte Nein. ",
    "nested quotations": "„Er sagte: ‚",
    "questions": "?! ",
    "emoji": "👨\u200d👩\u200d👧",
    "surrogates": "\ud800",
    "NUL": "\x00",
    "links": "https://a.de/b ",
    "at": "@a ",
    "lists": "\n- a",
    "speakers": "\n\nAnna Beispiel: Ja.",
}
STEPS = ("tokens", "dates", "rules", "model", "full", "html")
TOO_STEEP = 1.3
TELLING = 0.02  # seconds below which a time says little


def _work(step: str, text: str) -> Callable[[], object]:
    """Return what a step does to a text; what it needs is made here and not timed."""
    if step == "tokens":
        return lambda: segment(text)
    tokens, sentences = segment(text)
    if step == "dates":
        reference = parse_reference("2022-01-10")
        return lambda: find_expressions(text, sentences, reference)
    if step in ("rules", "model"):
        pipeline = polittext.Pipeline(quotes="rules" if step == "rules" else "model")
        return lambda: pipeline.attribute(text, tokens, sentences)
    if step == "full":
        return lambda: polittext.analyze(text, date="2022-01-10")
    doc = polittext.Pipeline(quotes="rules")(text, "2022-01-10")
    return lambda: render(doc)


def measure(step: str, unit: str, largest: int, seconds: float) -> list[tuple[int, float]]:
    """Return the sizes and their times."""
    _work(step, unit * 10)()
    found: list[tuple[int, float]] = []
    size = 1000
    while True:
        work = _work(step, unit * size)
        gc.collect()
        gc.disable()
        start = time.process_time()
        work()
        found.append((size, time.process_time() - start))
        gc.enable()
        bigger = min(largest, size * (10 if found[-1][1] * 10 <= seconds else 3))
        if bigger == size or found[-1][1] * bigger / size > seconds:
            break
        size = bigger
    return found


def exponent(found: list[tuple[int, float]]) -> float | None:
    """Return the exponent of growth between the last two sizes that took long enough."""
    telling = [(size, spent) for size, spent in found if spent >= TELLING]
    if len(telling) < 2:
        return None
    (small, before), (large, after) = list(pairwise(telling))[-1]
    return math.log(after / before) / math.log(large / small)


def main() -> int:
    """Print one line for each unit and step."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=["tokens", "dates", "rules"])
    parser.add_argument("--largest", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--only", default="", help="only the units whose name has this in it")
    options = parser.parse_args()
    steep = 0
    worst: dict[str, float] = {}
    for name, unit in UNITS.items():
        if options.only not in name:
            continue
        for step in options.steps:
            found = measure(step, unit, options.largest, options.seconds)
            grows = exponent(found)
            per = 1e6 * found[-1][1] / (found[-1][0] * len(unit))
            worst[step] = max(worst.get(step, 0), per)
            steep += (bad := grows is not None and grows > TOO_STEEP)
            times = "  ".join(f"{size:,}: {spent:.3f}" for size, spent in found)
            power = "   -" if grows is None else f"{grows:4.2f}"
            print(f"{step:7}{name:28}{power}{'  STEEP' if bad else ''}  {per:8.2f} µs/char  {times}", flush=True)
    print(", ".join(f"{step}: at most {per:.2f} µs a character" for step, per in worst.items()))
    print(f"{steep} too steep")
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
