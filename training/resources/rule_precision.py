"""Measure the precision of each quotation rule on news_open and write it into resources/quotation/rules.toml.

usage: python training/resources/rule_precision.py path/to/news_open.jsonl

Precision: the share of what a rule finds that overlaps with an annotated quotation by a token F1 of 0.8 or more. A rule
that finds fewer than FEW quotations keeps the figure that it has.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

from polittext.columns import TokenTable
from polittext.quotation import hints, rules
from polittext.tokenization import segment

TARGET = Path(__file__).resolve().parents[2] / "src/polittext/resources/quotation/rules.toml"
FEW = 5
ENOUGH = 0.8


def overlap(a: set[int], b: set[int]) -> float:
    return 2 * len(a & b) / (len(a) + len(b))


def main() -> None:
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            starts, ends = zip(*record["tokens"], strict=True)
            table = TokenTable(record["text"], starts, ends, [0] * len(starts))
            gold = [set(q["quote"]) for q in record["quotes"]]
            for quote in rules.extract(record["text"], *segment(record["text"])):
                rule = quote.provenance.partition(":")[2]
                found[rule] += 1
                tokens = set(hints.tokens_of(quote, table))
                right[rule] += any(overlap(tokens, g) >= ENOUGH for g in gold)
    text = TARGET.read_text(encoding="utf-8")
    for rule, n in sorted(found.items()):
        share = round(right[rule] / n, 2)
        print(f"{rule:24s} {n:5d} {share:.2f}")
        if n >= FEW:
            text = re.sub(rf'(name = "{rule}"\n(?:.*\n)*?precision = )[0-9.]+', rf"\g<1>{share}", text, count=1)
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
