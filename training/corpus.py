"""Corpus text -> token lists (one chunk of about 128 tokens a line, tab between tokens)."""

import argparse
import json
import lzma
import pathlib
import random
import re

# Close to the tokenization of the news files (99.5 % of their tokens); polittext's own tokens are used at run time.
TOKEN = re.compile(
    r"(?:[A-Za-zÄÖÜäöüß]\.){2,}|(?:bzw|ca|Dr|St|Nr|usw|Prof|Mio|Mrd|Abs|Art|vgl|sog|etc)\.|[IVX]+\.(?=\s[A-Z])"
    r"|\d+(?:[.,:]\d+)*\.(?=\s[a-zäöüA-ZÄÖÜ])|\d+(?:[.,:]\d+)*-\w+|\d+(?:[.,:]\d+)*|[A-ZÄÖÜ]\.(?=\s?[A-ZÄÖÜ])"
    r"|[^\W_]+(?:[-/&.][^\W_]+)*-?|\.{2,}|[^\w\s]|_"
)
CHUNK = 128


def tokens(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in TOKEN.finditer(text)]


def chunks(text: str) -> list[list[str]]:
    """Consecutive tokens, cut near CHUNK at sentence ends."""
    out: list[list[str]] = []
    cur: list[str] = []
    for a, b in tokens(text):
        cur.append(text[a:b])
        if (len(cur) >= CHUNK - 24 and cur[-1] in ".!?:") or len(cur) >= CHUNK:
            out.append(cur)
            cur = []
    if cur:
        out.append(cur)
    return out


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--out", type=pathlib.Path, required=True)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    rng = random.Random(a.seed)
    n = 0
    lines: list[str] = []
    with lzma.open(a.data / "corpus/bundestag.jsonl.xz", "rt", encoding="utf-8") as f:
        for line in f:
            text = json.loads(line)["text"]
            for c in chunks(text):
                if len(c) >= 8:
                    lines.append("\t".join(c))
                    n += len(c)
    rng.shuffle(lines)
    (a.out / "bundestag.tok").write_text("\n".join(lines) + "\n", encoding="utf-8")
    news = []
    with open(a.data / "quotes/news_open.jsonl", encoding="utf-8") as f:
        for line in f:
            d = json.loads(line)
            news.append("\t".join(d["text"][s:e] for s, e in d["tokens"]))
    (a.out / "news.tok").write_text("\n".join(news) + "\n", encoding="utf-8")
    print(len(lines), "chunks", n, "tokens", len(news), "news documents")


if __name__ == "__main__":
    main()
