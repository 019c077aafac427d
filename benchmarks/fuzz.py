"""Throw short nasty texts at tokens, dates and quotations: no exception, no broken offset, none that takes long.

usage: python -m benchmarks.fuzz [--inputs N] [--seed N] [--workers N] [--log FILE] [--atheris SECONDS]

An input is one text through one step. Of every twelve texts, all go through tokens and sentences, six through dates,
three through quotations by rule; of every fifty of those, one through the whole default pipeline. Texts come in blocks,
each with a seed of its own, so that any can be made again; with a log, the same command goes on where it stopped.
Prints how many inputs each step saw and a minimal text for each finding; the exit status is 1 if there were any.
`--atheris` (`pip install atheris`) lets coverage choose the texts for a time, for the steps that `--steps` names. For
time that grows too fast with the text, see `python -m benchmarks.growth`.
"""

import argparse
import importlib
import json
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from benchmarks import fuzz_checks as checks
from benchmarks.fuzz_inputs import MAKERS

GROUPS = 500  # of twelve texts in a block
MIX: tuple[tuple[str, str], ...] = (
    *(("odd", "t"), ("marked", "t"), ("soup", "t"), ("dated", "td"), ("damaged", "tdr"), ("framed", "td")),
    *(("odd", "t"), ("marked", "t"), ("damaged", "t"), ("dated", "td"), ("framed", "tdr"), ("framed", "tdr")),
)
EACH = sum(len(steps) for _, steps in MIX)
FULL = 50
SLOW = 0.1  # CPU seconds that a text of some 100 characters must not take


def problem(check: Callable[[], object]) -> str | None:
    """Return what is wrong: the kind of error and where it was raised."""
    try:
        check()
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        frame = next((f for f in reversed(frames) if "polittext/" in f.filename), frames[-1])
        name = frame.filename.rpartition("polittext/")[2].rpartition("benchmarks/")[2]
        words = "".join(c for c in str(error).split("'")[0] if not c.isdigit()).rstrip(": ")[:40]
        return f"{type(error).__name__} {words} ({name}:{frame.lineno})"
    return None


def shrink(check: Callable[[str], object], text: str, wrong: str) -> str:
    """Return a shorter text with the same problem."""
    size = max(1, len(text) // 2)
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if problem(lambda shorter=shorter: check(shorter)) == wrong:  # type: ignore[misc]
                text = shorter
            else:
                at += size
        size //= 2
    return text


def one(text: str, steps: str, turn: int, counts: Counter[str]) -> None:
    """Send a text through some steps, and count each before it is taken."""
    counts["tokens"] += 1
    made, sentences = checks.tokens(text, turn)
    if "d" in steps:
        counts["dates"] += 1
        checks.dates(text, sentences, turn)
    if "r" in steps:
        counts["rules"] += 1
        checks.rules(text, made, sentences)
        if counts["rules"] % FULL == 0:
            counts["full"] += 1
            checks.full(text, turn)


def block(seed: int, number: int) -> dict[str, Any]:
    """Fuzz one block; return the counts, the findings and the CPU time."""
    rng = random.Random(f"{seed}:{number}")
    counts: Counter[str] = Counter()
    findings: dict[str, str] = {}
    clock, turn = time.process_time, number
    begin = last = clock()
    for _ in range(GROUPS):
        for maker, steps in MIX:
            text = MAKERS[maker](rng)
            turn += 1
            try:
                one(text, steps, turn, counts)
            except Exception:
                _examine(text, turn, findings)
                last = clock()
            now = clock()
            if now - last > SLOW:
                _time(text, turn, findings)
                now = clock()
            last = now
    return {"block": number, "counts": dict(counts), "findings": findings, "cpu": clock() - begin}


def _examine(text: str, turn: int, findings: dict[str, str]) -> None:
    for step, check in checks.CHECKS.items():
        wrong = problem(lambda check=check: check(text, turn))  # type: ignore[misc]
        if wrong is not None:
            key = f"{step}: {wrong}"
            if key not in findings:
                findings[key] = shrink(lambda t, check=check: check(t, turn), text, wrong)  # type: ignore[misc]
            return
    findings.setdefault("an error that came only once", text)


def _time(text: str, turn: int, findings: dict[str, str]) -> None:
    """Time a text again, lest the first use of a resource or another process be blamed on it."""
    for step, check in checks.CHECKS.items():
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            check(text, turn)
            best = min(best, time.process_time() - start)
        if best > SLOW:
            findings[f"{step}: slow, {best:.2f} s"] = text


def with_atheris(steps: list[str], seconds: int) -> None:
    """Let atheris choose the inputs; it prints its own counts, and ends the process."""
    import atheris

    for name in [name for name in sys.modules if name.split(".")[0] == "polittext" or name == checks.__name__]:
        del sys.modules[name]
    with atheris.instrument_imports(include=["polittext"]):
        instrumented = importlib.import_module(checks.__name__)
        for step in steps:  # what is imported only when it is needed
            instrumented.CHECKS[step]("Am 3. März 2021 sagte Anna Beispiel: „Ja!“ Laut ihr sei es vorbei.", 0)
    from benchmarks import fuzz_inputs as inputs

    pieces = [*inputs.MARKS, *inputs.STOPS, *inputs.BLANKS, *inputs.ODD, *inputs.NUMBERS, *inputs.FRAMES]
    pieces += [*inputs.time_words(), *inputs.abbreviations()]
    pieces += random.Random(0).sample(inputs.speech_words(), 2000)

    def test(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        turn = provider.ConsumeIntInRange(0, 7)
        parts = []
        while provider.remaining_bytes() and len(parts) < 25:
            at = provider.ConsumeIntInRange(0, len(pieces) + 50)
            parts.append(pieces[at] if at < len(pieces) else provider.ConsumeUnicode(4))
            parts.append(" " if provider.ConsumeBool() else "")
        for step in steps:
            instrumented.CHECKS[step]("".join(parts), turn)

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=120", "-print_final_stats=1"], test)
    atheris.Fuzz()


def main() -> int:
    """Fuzz, and print the counts and the findings."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--inputs", type=int, default=100_000, help="at least so many (default: 100,000)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1, help="processes (default: 1)")
    parser.add_argument("--log", type=Path, help="JSONL of the blocks that are done; those in it aren't done again")
    parser.add_argument("--atheris", type=int, metavar="SECONDS", help="use atheris for so long")
    parser.add_argument("--steps", nargs="+", choices=checks.CHECKS, default=["tokens", "dates", "rules"])
    options = parser.parse_args()
    if options.atheris:
        with_atheris(options.steps, options.atheris)
        return 0
    wanted = -(-options.inputs // (GROUPS * EACH))
    results = []
    if options.log and options.log.exists():
        results = [json.loads(line) for line in options.log.read_text(encoding="utf-8").splitlines()]
    done = {result["block"] for result in results}
    with ProcessPoolExecutor(options.workers) as pool:
        jobs = [pool.submit(block, options.seed, n) for n in range(wanted) if n not in done]
        for job in as_completed(jobs):
            results.append(job.result())
            if options.log:
                with options.log.open("a", encoding="utf-8") as log:
                    log.write(json.dumps(results[-1]) + "\n")
    counts = sum((Counter(result["counts"]) for result in results), Counter())
    for name, count in counts.items():
        print(f"{name:<8}{count:>12,} inputs")
    findings = {key: text for result in results for key, text in result["findings"].items()}
    for key, text in sorted(findings.items()):
        print(f"FOUND {key}\n      {text!a}")
    spent = sum(result["cpu"] for result in results)
    print(f"{counts.total():,} inputs, {len(findings)} findings, {spent:,.0f} s of CPU time")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
