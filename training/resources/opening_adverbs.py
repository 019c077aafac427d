"""List the adverbs and adverbial adjectives that a capital at a sentence's start must not turn into nouns.

usage: python training/resources/opening_adverbs.py OUT, where OUT holds the teacher's tags (see training/reproduce.sh)

Writes src/polittext/resources/quotation/opening_adverbs.tsv: words that speeches of the Bundestag (official works) use
in lower case at least eight times, nearly always as adverbs, and hardly ever with a capital within a sentence. Short
adjectives are left out, for they are surnames as well ("Lang", "Kurz").
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from polittext.quotation.lexicon import lexicon

TARGET = Path(__file__).resolve().parents[2] / "src/polittext/resources/quotation/opening_adverbs.tsv"
HEAD = """\
# Adverbs and adverbial adjectives that are no nouns where a sentence opens with them, by initial letter.
# Counted by training/resources/opening_adverbs.py in speeches of the German Bundestag (official works, § 5 UrhG).
initial	forms
"""
MIN_COUNT, ADVERBIAL, CAPITAL, SHORTEST_ADJECTIVE = 8, 0.7, 0.1, 6


def main() -> None:
    """Write the table."""
    tags: dict[str, Counter[str]] = defaultdict(Counter)
    capitals: Counter[str] = Counter()
    with open(Path(sys.argv[1]) / "teacher_bundestag.jsonl", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for k, (word, tag, starts) in enumerate(zip(row["w"], row["tag"], row["s"], strict=True)):
                if starts or (k and row["w"][k - 1] in '.!?:„“"»«'):
                    continue
                if word[:1].islower():
                    tags[word][tag] += 1
                else:
                    capitals[word.lower()] += 1
    known = lexicon().flags
    found: dict[str, list[str]] = defaultdict(list)
    for word, count in sorted(tags.items()):
        n = count.total()
        adverb = count["ADV"] + count["PROAV"]
        if n < MIN_COUNT or not word.isalpha() or len(word) < 3 or known.get(word):
            continue
        if adverb + count["ADJD"] < ADVERBIAL * n or capitals[word] > CAPITAL * n:
            continue
        if adverb >= n / 2 or len(word) >= SHORTEST_ADJECTIVE:
            found[word[0]].append(word)
    rows = [f"{initial}\t{' '.join(words)}\n" for initial, words in sorted(found.items())]
    TARGET.write_text(HEAD + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
