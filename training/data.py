"""Documents with quotations -> features, labels of the layers, and windows for the roles."""

import json
import pathlib
from dataclasses import dataclass, field

import numpy as np

from polittext.quotation.features import featurize

TYPES = ("Direct", "Indirect", "IndirectFreeIndirect", "FreeIndirect", "Reported")
MEDIA = ("Speech", "Writing", "Thought", "SW", "ST", "TW")
LAYERS = ("direct", "indirect", "reported", "nested")
# states of each layer
STATES = {"direct": 3, "indirect": 8, "reported": 3, "nested": 3}
START = {"Indirect": 1, "IndirectFreeIndirect": 4, "FreeIndirect": 6}
HOLE = 3
ROLES = ("speaker", "cue", "addressee", "frame")


@dataclass
class Doc:
    id: str
    text: str
    tokens: list[tuple[int, int]]
    x: np.ndarray
    sentence: np.ndarray
    quotes: list[dict] = field(default_factory=list)
    y: np.ndarray | None = None
    roles: np.ndarray | None = None
    pairs: list[tuple[int, int]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def prepare(text: str, tokens: list[tuple[int, int]], starts: list[int], vocab: dict[str, int]) -> tuple:
    words = [text[a:b] for a, b in tokens]
    space, para = [], []
    prev = 0
    first = set(starts)
    for i, (a, b) in enumerate(tokens):
        gap = text[prev:a]
        space.append(a == 0 or (bool(gap) and (gap[0].isspace() or gap[-1].isspace())) or i == 0)
        para.append(i == 0 or ("\n" in gap and (i in first or gap.count("\n") > 1)))
        prev = b
    x, _, pairs = featurize(words, space, starts, para, vocab)
    sentence = np.zeros(len(tokens), np.int32)
    sentence[[s for s in starts if s < len(tokens)]] = 1
    return x, np.cumsum(sentence), pairs, words


def layers(quotes: list[dict], n: int) -> np.ndarray:
    y = np.zeros((n, 4), np.int64)
    for q in sorted(quotes, key=lambda q: -len(q["quote"])):
        t = q["quote"]
        if not t:
            continue
        span = range(t[0], t[-1] + 1)
        inside = set(t)
        if q["type"] == "Direct":
            layer, begin = 0, 1
        elif q["type"] == "Reported":
            layer, begin = 2, 1
        else:
            layer, begin = 1, START[q["type"]]
        if layer == 1 and y[list(span), 1].any():
            if q["type"] != "Indirect" or y[list(span), 3].any():
                continue
            layer, begin = 3, 1
        if y[list(span), layer].any():
            continue
        for i in span:
            if i in inside:
                y[i, layer] = begin + 1
            else:
                y[i, layer] = HOLE if layer == 1 and q["type"] == "Indirect" else begin + 1
        y[t[0], layer] = begin
    return y


def load(path: pathlib.Path, vocab: dict[str, int], segment=None) -> list[Doc]:
    """Read a file; with `segment` (polittext's) its tokens are used, and the gold is mapped to them by offsets."""
    docs = []
    with open(path, encoding="utf-8") as f:
        for line in f:
            d = json.loads(line)
            gold = [tuple(t) for t in d["tokens"]]
            if segment is None:
                tokens, starts = gold, [s for s, _ in d["sentences"]]
                mapping = None
            else:
                table, sents = segment(d["text"])
                tokens = table.spans()
                starts = sents.token_starts.tolist()
                mapping = project(gold, tokens)
            quotes = []
            for q in d["quotes"]:
                q = dict(q)
                if mapping is not None:
                    for r in ("quote", *ROLES):
                        q[r] = sorted({j for i in q[r] for j in mapping[i]})
                quotes.append(q)
            x, sentence, pairs, words = prepare(d["text"], tokens, starts, vocab)
            n = len(tokens)
            roles = np.zeros((n, 4), np.float32)
            for q in quotes:
                for k, r in enumerate(ROLES):
                    roles[q[r], k] = 1
            docs.append(Doc(d["id"], d["text"], tokens, x, sentence, quotes, layers(quotes, n), roles, pairs, words))
    return docs


def project(gold: list[tuple[int, int]], tokens: list[tuple[int, int]]) -> list[list[int]]:
    """The tokens that overlap each gold token."""
    out = []
    j = 0
    for a, b in gold:
        while j < len(tokens) and tokens[j][1] <= a:
            j += 1
        k, hits = j, []
        while k < len(tokens) and tokens[k][0] < b:
            hits.append(k)
            k += 1
        out.append(hits)
    return out
