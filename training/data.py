"""Documents with quotations -> features, labels of the layers, and windows for the roles."""

import json
import pathlib
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from polittext.columns import TokenTable
from polittext.quotation import hints, rules
from polittext.quotation.features import featurize
from polittext.resources import read_toml
from polittext.tokenization import segment as own_segment

TYPES = ("Direct", "Indirect", "IndirectFreeIndirect", "FreeIndirect", "Reported")
MEDIA = ("Speech", "Writing", "Thought", "SW", "ST", "TW")
LAYERS = ("direct", "indirect", "reported", "nested")
# states of each layer
STATES = {"direct": 3, "indirect": 8, "reported": 3, "nested": 3}
START = {"Indirect": 1, "IndirectFreeIndirect": 4, "FreeIndirect": 6}
HOLE = 3
ROLES = hints.ROLES


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
    findings: list[hints.Finding] = field(default_factory=list)


def rule_numbers() -> dict[str, int]:
    """Number of each rule among the features; the exported card keeps the names."""
    names = [rule["name"] for rule in read_toml("quotation/rules.toml")["rule"]]
    return {name: i for i, name in enumerate(names, 1)}


def find_by_rule(text: str, spans: list[tuple[int, int]]) -> list[hints.Finding]:
    """What the rules find, in terms of any tokens of the text."""
    numbers = rule_numbers()
    table = TokenTable(text, [a for a, _ in spans], [b for _, b in spans], [0] * len(spans))
    found = (hints.finding(q, table, numbers) for q in rules.extract(text, *own_segment(text)))
    return [f for f in found if f is not None]


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


SOURCE_CUES = ("nach", "laut", "gemäß")


def harmonize(quotes: list[dict], words: list[str]) -> None:
    """Bring the quotations of a document of news_open or of our own texts, in place, to the conventions users get.

    "nach Angaben der Polizei": the cue is "nach", the speaker "Angaben der Polizei", for the sentences that follow too.
    A frame behind or inside its quotation takes the commas around it along. The cue has its "sich", "es", "als" and
    article with it: "zeigte sich", "hält es für möglich", "bezeichnete als", "die Forderung".
    """
    for q in quotes:
        find_pronoun(q, words)
        part_source(q, words)
        complete_cue(q, words)
        frame, content = q["frame"], q["quote"]
        if frame and content and frame[0] > content[0]:
            before, behind = frame[0] - 1, frame[-1] + 1
            if words[before] == "," and before not in content:
                q["frame"] = [before, *q["frame"]]
            if content[-1] > frame[-1] and words[behind] == "," and behind not in content:
                q["frame"] = [*q["frame"], behind]
    share_speakers(quotes)


def find_pronoun(q: dict, words: list[str]) -> None:
    """news_open often lacks "er", or has the "der" or "hier" before it instead."""
    places = [i for i in q["frame"] if words[i] == "er"]
    wrong = not q["speaker"] or (len(q["speaker"]) == 1 and words[q["speaker"][0]] in ("der", "Der", "hier"))
    if wrong and len(places) == 1 and any(abs(places[0] - i) <= 2 for i in q["cue"]):
        q["speaker"] = places


def part_source(q: dict, words: list[str]) -> None:
    """Part "nach Angaben", in place, into the cue "nach" and the speaker "Angaben ..."."""
    cue, speaker = q["cue"], q["speaker"]
    nouns: list[int] = []
    if len(cue) > 1 and {*range(cue[0], cue[-1] + 1)} <= {*cue, *speaker}:
        if words[cue[0]].lower() in SOURCE_CUES and words[cue[-1]][0].isupper():
            nouns, q["cue"] = cue[1:], cue[:1]
        elif words[cue[-1]] in ("nach", "zufolge") and words[cue[-2]][0].isupper():
            nouns, q["cue"] = cue[:-1], cue[-1:]
    if nouns:
        # "Angaben (von) der Polizei", "ihrer Meinung nach"; a speaker elsewhere gives way to "eigenen Angaben"
        gap = speaker[0] - nouns[-1] if speaker else 0
        near = (
            gap == 1
            or (gap == 2 and words[nouns[-1] + 1] in ("von", "vom", "aus"))
            or (bool(speaker) and nouns[0] - speaker[-1] == 1)
        )
        ends = (*nouns, *speaker) if near else nouns
        q["speaker"] = list(range(min(ends), max(ends) + 1))


def share_speakers(quotes: list[dict]) -> None:
    """Give quotations whose speakers overlap, in place, the longest of them that stands in its own frame."""
    framed = [set(q["speaker"]) for q in quotes if q["speaker"] and set(q["speaker"]) <= set(q["frame"])]
    for q in quotes:
        wider = [s for s in framed if s > set(q["speaker"])]
        if q["speaker"] and wider and not (max(wider, key=len) & set(q["quote"])):
            q["speaker"] = sorted(max(wider, key=len))


ARTICLES = frozenset(["der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer"])
CUE_PREPOSITIONS = frozenset(["als", "von", "vom", "mit", "vor", "zu"])


def complete_cue(q: dict, words: list[str]) -> None:
    """Add to a cue, in place, the small words of its frame that belong to it."""
    cue, frame = set(q["cue"]), set(q["frame"])
    if not cue:
        return
    low = {i: words[i].lower() for i in frame}
    for word, asks in (("sich", True), ("es", any(words[i] == "für" for i in cue))):
        places = [i for i, w in low.items() if w == word]
        if asks and len(places) == 1:
            cue.add(places[0])
    first = min(cue)
    if len(cue) == 1 and words[first][0].isupper() and low.get(first - 1) in ARTICLES:
        cue.add(first - 1)
    if q["type"] == "Direct" and q["quote"]:
        before = q["quote"][0] - 1
        before -= low.get(before) in ARTICLES
        if low.get(before) in CUE_PREPOSITIONS:
            cue.add(before)
    q["cue"] = sorted(cue)


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
            texts = [d["text"][a:b] for a, b in gold]
            raw = [dict(q) for q in d["quotes"]]
            if path.stem == "news_open":
                harmonize(raw, texts)
            for q in raw:
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
            docs.append(
                Doc(d["id"], d["text"], tokens, x, sentence, quotes, layers(quotes, n), roles, pairs, words,
                    find_by_rule(d["text"], tokens))
            )  # fmt: skip
    return docs


EVENT_ROLES = ("Cue", "Source", "Message", "Topic", "Addr")


def load_events(path: pathlib.Path, vocab: dict[str, int], longest: int = 240) -> list[Doc]:
    """Read GePaDe speeches in pieces of whole sentences; `roles` marks the tokens of EVENT_ROLES."""
    docs = []
    with open(path, encoding="utf-8") as f:
        for line in f:
            d = json.loads(line)
            tokens = [tuple(t) for t in d["tokens"]]
            starts = [s for s, _ in d["sentences"]]
            x, sentence, _, _ = prepare(d["text"], tokens, starts, vocab)
            roles = np.zeros((len(tokens), len(EVENT_ROLES)), np.float32)
            for q in d["quotes"]:
                for k, r in enumerate(EVENT_ROLES):
                    roles[q[r], k] = 1
            found = find_by_rule(d["text"], tokens)
            for a, b in pairwise(cut(starts, len(tokens), longest)):
                inside = [within(g.shifted(-a), b - a) for g in found if g.tokens[0] >= a and g.tokens[-1] < b]
                docs.append(
                    Doc(f"{d['id']} {a}", "", tokens[a:b], x[a:b], sentence[a:b], roles=roles[a:b], findings=inside)
                )
    return docs


def cut(starts: list[int], n: int, longest: int) -> list[int]:
    """Edges of pieces of n tokens: sentence starts about so far apart, and n; no short piece at the end."""
    edges = [0]
    for s in starts:
        if s - edges[-1] >= longest and n - s >= longest // 2:
            edges.append(s)
    return [*edges, n]


def within(finding: hints.Finding, n: int) -> hints.Finding:
    """The same finding without the roles that lie outside of n tokens."""
    roles = tuple(tuple(t for t in role if 0 <= t < n) for role in finding.roles)
    return hints.Finding(finding.tokens, finding.kind, finding.rule, roles)


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
