"""Throw random texts at tokens, dates and quotations: no exception, no broken offset, no time that grows too fast.

usage: python -m benchmarks.fuzz [--seconds S] [--seed N] [--what {tokens,dates,quotes,all}] [--workers N]

Inputs are put together from pieces that the grammars react to (quotation marks, cue words, months, abbreviations, odd
characters) and from changes to real sentences. With atheris installed (`pip install atheris`), `--atheris` lets it
choose the pieces by coverage. Prints how many inputs each part saw, and a minimal input for each finding; the exit
status is 1 if there were any.
"""

import argparse
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import polittext
from polittext.document import Document, Extent, Span

PIECES = """
der die das er sie ich man wir Herr Frau Dr. Prof. z. B. u. a. usw. Nr. Abs. Art. § GG BGB ABC XYZ Minister Polizei
Kanzlerin sagte sagt erklärte teilte mit meint laut zufolge demnach wonach dass ob sei habe werde würde nicht kein
Montag Dienstag Januar März Mai Oktober gestern heute morgen übermorgen vorgestern jetzt bald Anfang Mitte Ende
vergangenen nächsten letzten kommenden Woche Monat Jahr Jahre Jahren Jahrhundert Quartal Sommer Winter Uhr halb
Viertel Stunde Minuten drei zwölf zwanzig hundert tausend ein eine einem seit vor nach bis zwischen und oder von
zum am im um gegen rund etwa jeden jährlich täglich Weihnachten Ostern 1. 3. 31. 2021 1999 12 24.12.2021 2021-03-04
14:30 14.30 9 1/2 ½ 20er 90er '89 30. Februar 2022/23 1,5 1.000 bzw. GmbH Mitarbeiter*innen Bürger:innen #hash @wer
https://a.de/b?c=d a@b.de CDU/CSU SPD-Chef E-Mail-Adresse ... … - – — / ( ) [ ] { } , ; : ! ? . \" ' „ “ ” » « › ‹ ‚ ‘ ’
`` ''
"""
WORDS = PIECES.split()
ODD = [
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u2028",
    "\x00",
    "\ud800",
    "\u0301",
    "\u00ad",
    "\u200b",
    "\ufeff",
    "😀",
    "ß",
    "İ",
]
ODD += ["\u202e", "\U0001f468\u200d\U0001f469", "ﬁ", "①", "٣", "۲۰۲۱", "Ⅷ", "²", "\u1100\u1161", "𝟮𝟬𝟮𝟭", "\x1c", "\x85"]
SENTENCES = [
    "Der Minister sagte am Montag, er sehe keine Eile: „Wir haben bis Ende März 2022 Zeit“, so Beispiel.",
    "Laut Polizei wurde in der Nacht zum 3. Oktober gegen 14.30 Uhr niemand verletzt.",
    "Sie habe davon erst vor drei Jahren erfahren, teilte die Kanzlerin am Dienstagabend dem Rat mit.",
    "»Das ›Nein‹ gilt«, rief Dr. h. c. A. B. Muster (XYZ), »auch nach § 5 Abs. 2 Nr. 1 GG!«",
]


def random_text(rng: random.Random) -> str:
    """Return a text of pieces, or a damaged sentence."""
    kind = rng.random()
    if kind < 0.25:
        text = list(rng.choice(SENTENCES))
        for _ in range(rng.randint(1, 8)):
            at = rng.randrange(len(text) + 1)
            action = rng.random()
            if action < 0.4:
                text[at:at] = rng.choice(ODD + WORDS)
            elif action < 0.8:
                del text[at : at + rng.randint(1, 6)]
            else:
                text[at:at] = text[at : at + rng.randint(1, 12)]
        return "".join(text)
    if kind < 0.3:
        return "".join(
            chr(rng.choice((rng.randrange(0x300), rng.randrange(0x110000)))) for _ in range(rng.randint(0, 40))
        )
    parts = []
    for _ in range(rng.randint(1, 30)):
        parts.append(rng.choice(ODD) if rng.random() < 0.08 else rng.choice(WORDS))
        if rng.random() < 0.8:
            parts.append(" ")
    return "".join(parts)


def check_spans(text: str, spans: Iterator[Span]) -> None:
    """Raise AssertionError where a span's text isn't that of the document."""
    for span in spans:
        if not 0 <= span.start < span.end <= len(text) or text[span.start : span.end] != span.text:
            raise AssertionError(f"broken span {span.start}:{span.end} {span.text!r}")


def check_tokens(text: str) -> None:
    """Check tokens and sentences: in order, without overlap, and nothing visible left out."""
    end = 0
    for token in polittext.tokenize(text):
        check_spans(text, iter((token,)))
        if token.start < end or visible(text[end : token.start]):
            raise AssertionError(f"overlap or gap before token {token.text!r} at {token.start}")
        end = token.end
    if visible(text[end:]):
        raise AssertionError("characters after the last token")
    end = 0
    for sentence in polittext.split_sentences(text):
        check_spans(text, iter((sentence,)))
        if sentence.start < end:
            raise AssertionError("sentences overlap")
        end = sentence.end


def visible(gap: str) -> bool:
    """Tell whether more than white space and characters without a form lies in a gap between tokens."""
    return any(not char.isspace() and (char.isprintable() or "\ud800" <= char <= "\udfff") for char in gap)


def check_dates(text: str) -> None:
    """Check time expressions: in order, without overlap, with type and value, and bounds the right way round."""
    for date in (None, "2022-01-10", "2022"):
        end = 0
        found = polittext.find_dates(text, date=date)
        check_spans(text, iter(found))
        for t in found:
            if t.start < end or t.type not in ("DATE", "TIME", "DURATION", "SET") or not t.value:
                raise AssertionError(f"overlap, type or value of {t!r}")
            if t.earliest and t.latest and t.earliest > t.latest:
                raise AssertionError(f"bounds of {t!r}")
            end = t.end


def check_quotes(text: str) -> None:
    """Check quotations: spans in order, parents that exist, confidence in [0, 1], and that JSON gives the same back."""
    doc = polittext.analyze(text, date="2022-01")
    for index, quote in enumerate(doc.quotes):
        extents = (Extent(quote.spans), quote.speaker, quote.cue, quote.addressee, quote.frame)
        for extent in extents:
            if extent is None:
                continue
            check_spans(text, iter(extent.spans))
            if any(a.end > b.start for a, b in zip(extent.spans, extent.spans[1:], strict=False)):
                raise AssertionError(f"spans out of order in quotation {index}")
        if not 0 <= quote.confidence <= 1 or (quote.parent is not None and not 0 <= quote.parent < len(doc.quotes)):
            raise AssertionError(f"confidence or parent of quotation {index}")
        if quote.parent == index:
            raise AssertionError(f"quotation {index} is its own parent")
    if [q.start for q in doc.quotes] != sorted(q.start for q in doc.quotes):
        raise AssertionError("quotations out of order")
    for speaker in doc.speakers:
        if not all(0 <= q < len(doc.quotes) for q in speaker.quotes):
            raise AssertionError("speaker of no quotation")
    if Document.from_dict(doc.to_dict()) != doc:
        raise AssertionError("JSON gives another document back")


CHECKS: dict[str, Callable[[str], None]] = {"tokens": check_tokens, "dates": check_dates, "quotes": check_quotes}


def problem(check: Callable[[str], None], text: str) -> str | None:
    """Return what is wrong with a text: the kind of error and where it was raised."""
    try:
        check(text)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        name = frame.filename.rpartition("polittext/")[2]
        words = str(error).split("'")[0].rstrip("0123456789: ")[:40]
        return f"{type(error).__name__} {words} ({name}:{frame.lineno})"
    return None


def shrink(check: Callable[[str], None], text: str, wrong: str) -> str:
    """Return a shorter text with the same problem."""
    size = max(1, len(text) // 2)
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if problem(check, shorter) == wrong:
                text = shorter
            else:
                at += size
        size //= 2
    return text


def superlinear(check: Callable[[str], None], unit: str) -> float | None:
    """Return how many times as long four times the text takes, where that is far more than four; else None."""

    def spent(text: str) -> float:
        start = time.process_time()
        check(text)
        return time.process_time() - start

    base = max(1, 2000 // max(1, len(unit)))
    small = min(spent(unit * base) for _ in range(2))
    if spent(unit * 4 * base) < max(12 * small, 0.2):
        return None
    factor = min(spent(unit * 4 * base) for _ in range(2)) / max(small, 1e-4)
    return factor if factor > 10 else None


def work(names: list[str], seconds: float, seed: int) -> dict[str, Any]:
    """Fuzz for a time; return the counts and the findings."""
    rng = random.Random(seed)
    counts = dict.fromkeys((*names, "growth"), 0)
    findings: dict[tuple[str, str], str] = {}
    slow: dict[tuple[str, str], float] = {}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        text = random_text(rng)
        for name in names:
            counts[name] += 1
            start = time.process_time()
            wrong = problem(CHECKS[name], text)
            if wrong is not None and (name, wrong) not in findings:
                findings[name, wrong] = shrink(CHECKS[name], text, wrong)
            if time.process_time() - start > 1 and wrong is None:
                slow[name, text[:200]] = time.process_time() - start
        if counts[names[0]] % 1000 == 500:
            for name in names:
                unit = rng.choice(
                    (rng.choice(WORDS), rng.choice(WORDS) + " ", rng.choice(ODD), random_text(rng)[:30] + " ")
                )
                counts["growth"] += 1
                try:
                    factor = superlinear(CHECKS[name], unit)
                except Exception:
                    wrong = problem(CHECKS[name], unit * 2000) or "not again"
                    findings.setdefault((name, wrong), unit)
                    continue
                if factor is not None:
                    slow[name, unit] = factor
    return {"counts": counts, "findings": findings, "slow": slow}


def with_atheris(names: list[str], arguments: list[str]) -> None:
    """Let atheris choose the inputs; it prints its own counts, and ends the process."""
    import atheris

    def one(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        parts = []
        while provider.remaining_bytes() and len(parts) < 60:
            at = provider.ConsumeIntInRange(0, len(WORDS) + len(ODD) + 20)
            parts.append((*WORDS, *ODD)[at] if at < len(WORDS) + len(ODD) else provider.ConsumeUnicode(6))
            parts.append(" " if provider.ConsumeBool() else "")
        for name in names:
            CHECKS[name]("".join(parts))

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], *arguments], one)
    atheris.Fuzz()


def main() -> int:
    """Fuzz, and print the counts and the findings."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--what", choices=[*CHECKS, "all"], default="all")
    parser.add_argument("--workers", type=int, default=1, help="processes, each with its own seed")
    parser.add_argument("--atheris", nargs=argparse.REMAINDER, help="use atheris; what follows are libFuzzer's options")
    options = parser.parse_args()
    names = list(CHECKS) if options.what == "all" else [options.what]
    if options.atheris is not None:
        with_atheris(names, options.atheris)
        return 0
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(options.workers) as pool:
        jobs = [pool.submit(work, names, options.seconds, options.seed + i) for i in range(options.workers)]
        results = [job.result() for job in jobs]
    findings = {key: text for result in results for key, text in result["findings"].items()}
    slow = {key: factor for result in results for key, factor in result["slow"].items()}
    for name in (*names, "growth"):
        print(f"{name:<8}{sum(result['counts'][name] for result in results):>12,} inputs")
    for (name, wrong), text in sorted(findings.items()):
        print(f"FOUND {name}: {wrong}\n      {text!a}")
    for (name, text), factor in sorted(slow.items()):
        print(f"SLOW  {name}: {factor:.1f} for {text!a}")
    print(f"{len(findings)} findings, {len(slow)} slow")
    return 1 if findings or slow else 0


if __name__ == "__main__":
    sys.exit(main())
