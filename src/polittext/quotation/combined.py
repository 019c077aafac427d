"""Rules and model together: the rules' quotations, less what the model finds absurd, and what only the model finds."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from polittext.document import Extent, Quote
from polittext.quotation import decode, learned, rules
from polittext.quotation.model import QuoteModel, default_model, interpolate

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable

HALF = 0.5
FAR = frozenset({"direct", "indirect_free_indirect", "free_indirect"})


def extract(
    text: str,
    tokens: "TokenTable",
    sentences: "SentenceTable",
    *,
    min_confidence: float = 0.0,
    model: QuoteModel | None = None,
) -> tuple[Quote, ...]:
    """Find quotations by rule and by the model, and join both.

    A quotation that the rules find stands with their spans and roles, unless the model gives its words hardly a chance
    to be quoted. What only the model finds is added where it is sure enough.

    Args:
        text: The text.
        tokens: Its tokens.
        sentences: Its sentences.
        min_confidence: Quotations below this confidence, in [0, 1], are left out.
        model: Other weights than those that the package ships.

    Returns:
        Quotations in order of their start, outer before inner; `parent` counts within this tuple.

    Raises:
        ResourceError: The model's files are missing or were altered.
    """
    if not len(tokens):
        return ()
    model = default_model() if model is None else model
    loose = replace(model, thresholds=model.add_from, prior=np.zeros_like(model.prior))
    reading = learned.read(text, tokens, sentences, loose)
    spans = tokens.spans()
    pool: list[tuple[decode.Candidate, Quote]] = []
    for quote in rules.extract(text, tokens, sentences):
        covered = _tokens_of(quote, tokens)
        if not covered:
            continue
        mass = float(reading.mass[covered].max(1).mean())
        if mass < model.keep_from.get(quote.type, 0.0):
            continue
        confidence = round(interpolate(model.rules_calibration, mass), 4)
        pool.append((_candidate(covered, quote), replace(quote, confidence=confidence)))
    ruled = [c for c, _ in pool]
    sides = _sides(ruled)
    same = met(ruled, [c for c, _, _ in reading.found])
    for i, (c, r, _) in enumerate(reading.found):
        if i in same:
            place, quote = same[i], pool[same[i]][1]
            addressed = _tokens_of(quote.addressee, tokens) if quote.addressee else ()
            if quote.type in FAR and r.speaker and not set(r.speaker) & set(addressed):
                # whom words without a frame of their own belong to, often sentences away, the model knows better
                speaker = learned.extent(text, spans, r.speaker)
                pool[place] = (pool[place][0], replace(quote, speaker=speaker))
        elif (c.kind, c.tokens) not in sides:
            confidence = interpolate(model.model_calibration, c.score)
            pool.append((c, learned.as_quote(text, spans, (c, r, confidence), model)))
    pool = [p for p in pool if p[1].confidence >= min_confidence]
    pool.sort(key=lambda p: (p[0].tokens[0], -p[0].tokens[-1], -len(p[0].tokens), p[0].kind))
    holders = decode.parents([c for c, _ in pool])
    return tuple(replace(quote, parent=holder) for (_, quote), holder in zip(pool, holders, strict=True))


def _tokens_of(part: Quote | Extent, tokens: "TokenTable") -> list[int]:
    return [i for span in part.spans for i in range(*tokens.range_of(span.start, span.end))]


def _candidate(covered: Sequence[int], quote: Quote) -> decode.Candidate:
    return decode.Candidate(tuple(covered), decode.TYPES.index(quote.type), quote.confidence)


def _sides(ruled: Sequence[decode.Candidate]) -> set[tuple[int, tuple[int, ...]]]:
    """Return the type and the tokens of each side of the interrupted quotations."""
    sides = set()
    for c in ruled:
        cuts = [0, *(i for i in range(1, len(c.tokens)) if c.tokens[i] != c.tokens[i - 1] + 1), len(c.tokens)]
        if len(cuts) > 2:
            sides |= {(c.kind, c.tokens[a:b]) for a, b in pairwise(cuts)}
    return sides


def met(ruled: Sequence[decode.Candidate], learnt: Sequence[decode.Candidate]) -> dict[int, int]:
    """Return which of the model's quotations is which of the rules', as indices, each of the model's at most once.

    The same: at least half of the words in common, by overlap F1, the best pairs first.
    """
    at: dict[int, list[int]] = {}
    for i, c in enumerate(ruled):
        for t in c.tokens:
            at.setdefault(t, []).append(i)
    pairs: list[tuple[float, bool, int, int]] = []
    for j, c in enumerate(learnt):
        shared: dict[int, int] = {}
        for t in c.tokens:
            for i in at.get(t, ()):
                shared[i] = shared.get(i, 0) + 1
        for i, n in shared.items():
            overlap = 2 * n / (len(c.tokens) + len(ruled[i].tokens))
            if overlap >= HALF:
                pairs.append((overlap, c.kind == ruled[i].kind, i, j))
    pairs.sort(key=lambda p: (-p[0], not p[1], p[2], p[3]))
    taken: set[int] = set()
    same: dict[int, int] = {}
    for overlap, _, i, j in pairs:
        if j not in same and (overlap > decode.SAME or i not in taken):
            taken.add(i)
            same[j] = i
    return same
