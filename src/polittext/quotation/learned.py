"""Quotations by the learned extractor, which reads what the rules found; spans are exact to the character."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from polittext.document import Extent, Quote, Span
from polittext.quotation import chains, decode, hints, rules
from polittext.quotation.features import featurize
from polittext.quotation.mentions import share_speakers
from polittext.quotation.model import QuoteModel, calibrated, default_model, pad
from polittext.quotation.windows import window

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable

# A text is read in blocks, each with some context, so that time and memory stay linear; a block in pieces, as a batch.
BLOCK, MARGIN = 6144, 256
PIECE, OVERLAP = 320, 64
ROLE_BATCH = 32
SEPARATORS = (",", ";", "–", "—", "-")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as the model reads it: feature columns, what the rules found, tokens, pairs of marks, each token's
    sentence number."""

    features: npt.NDArray[np.int32]
    ruled: npt.NDArray[np.int32]
    same: hints.Matcher
    words: list[str]
    pairs: list[tuple[int, int]]
    sentence: npt.NDArray[np.int32]


Finding = tuple[decode.Candidate, decode.Roles, float]
"""A quotation, its roles, and its calibrated confidence."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the model makes of a document: quotations in order of their start, outer before inner; and `mass`, the
    probability of each token to stand in a quotation, by label layer, shape (tokens, layers)."""

    found: tuple[Finding, ...]
    mass: npt.NDArray[np.float32]


def extract(
    text: str,
    tokens: "TokenTable",
    sentences: "SentenceTable",
    *,
    min_confidence: float = 0.0,
    model: QuoteModel | None = None,
) -> tuple[Quote, ...]:
    """Find quotations and their roles with the learned model, the rules' findings before its eyes.

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
    ruled = [hints.finding(q, tokens, model.rule_numbers) for q in rules.extract(text, tokens, sentences)]
    reading = read(text, tokens, sentences, model, [f for f in ruled if f is not None])
    kept = [f for f in reading.found if f[2] >= min_confidence]
    holders = decode.parents([c for c, _, _ in kept])
    spans = tokens.spans()
    quotes = [as_quote(text, spans, finding, model, parent) for finding, parent in zip(kept, holders, strict=True)]
    return share_speakers(quotes)


def read(
    text: str,
    tokens: "TokenTable",
    sentences: "SentenceTable",
    model: QuoteModel,
    ruled: Sequence[hints.Finding],
) -> Reading:
    """Run the model over a document that has tokens; `ruled` is what the rules found."""
    document = prepare(text, tokens, sentences, model, ruled)
    found: list[Finding] = []
    mass: list[npt.NDArray[np.float32]] = []
    for start, stop in _blocks(document):
        part, inside = _read_block(document, start, stop, model)
        found += part
        mass.append(inside)
    return Reading(tuple(found), np.concatenate(mass))


def as_quote(
    text: str, spans: list[tuple[int, int]], finding: Finding, model: QuoteModel, parent: int | None = None
) -> Quote:
    """Build the result for one finding; `spans` are the offsets of all tokens."""
    c, r, confidence = finding
    return Quote(
        type=decode.TYPES[c.kind],
        medium=r.medium,
        spans=content(text, spans, c.tokens),
        speaker=extent(text, spans, r.speaker, c.tokens),
        cue=extent(text, spans, r.cue, c.tokens),
        addressee=extent(text, spans, r.addressee, c.tokens),
        frame=extent(text, spans, r.frame, c.tokens),
        parent=parent,
        confidence=round(confidence, 4),
        provenance=f"model:{model.name}",
    )


def prepare(
    text: str,
    tokens: "TokenTable",
    sentences: "SentenceTable",
    model: QuoteModel,
    ruled: Sequence[hints.Finding],
) -> Prepared:
    """Compute what the model reads."""
    words = tokens.texts()
    n = len(words)
    starts = [s for s in sentences.token_starts.tolist() if s < n]
    is_start = np.zeros(n, np.int32)
    is_start[starts] = 1
    space: list[bool] = []
    paragraph: list[bool] = []
    previous = 0
    for i, (a, b) in enumerate(tokens.spans()):
        gap = text[previous:a]
        space.append(i == 0 or (bool(gap) and (gap[0].isspace() or gap[-1].isspace())))
        paragraph.append(i == 0 or ("\n" in gap and (bool(is_start[i]) or gap.count("\n") > 1)))
        previous = b
    features, _, pairs = featurize(words, space, starts, paragraph, model.vocabulary, model.look)
    number = np.cumsum(is_start, dtype=np.int32)
    return Prepared(features, hints.columns(ruled, n), hints.Matcher(ruled), words, pairs, number)


def _blocks(document: Prepared) -> Iterator[tuple[int, int]]:
    """Cut [0, tokens) where a sentence starts, after about BLOCK tokens."""
    n = len(document.words)
    start = 0
    while n - start > BLOCK + MARGIN:
        cut = int(np.searchsorted(document.sentence, document.sentence[start + BLOCK], side="left"))
        if cut <= start:
            cut = start + BLOCK
        yield start, cut
        start = cut
    yield start, n


def _pieces(n: int) -> list[tuple[int, int, int, int]]:
    """Cut n tokens into pieces of like length: (first, past last) with context, and the part that counts."""
    count = max(1, -(-n // PIECE))
    edges = [n * k // count for k in range(count + 1)]
    return [(max(0, a - OVERLAP), min(n, b + OVERLAP), a, b) for a, b in pairwise(edges)]


def _read_block(
    document: Prepared, start: int, stop: int, model: QuoteModel
) -> tuple[list[Finding], npt.NDArray[np.float32]]:
    """Find the quotations that start in [start, stop), with a margin of context on both sides."""
    low, high = max(0, start - MARGIN), min(len(document.words), stop + MARGIN)
    n = high - low
    probability, reduced = token_scores(document.features[low:high], document.ruled[low:high], model)
    runs = chains.runs(chains.best_path(probability, model.prior), probability)
    pairs = [(a - low, b - low) for a, b in document.pairs if low <= a and b < high]
    sentence = document.sentence[low:high]
    everything = decode.candidates(runs, document.words[low:high], pairs, sentence, model.thresholds)
    mine = [c for c in everything if start <= c.tokens[0] + low < stop]
    taken = np.zeros(n, np.bool_)
    for c in everything:
        taken[list(c.tokens)] = True
    same = [document.same(_shift(c.tokens, low), c.kind) for c in mine]
    same = [None if f is None else f.shifted(-low) for f in same]
    read_off = read_roles(mine, sentence, taken, reduced, same, model)
    return [
        (
            decode.Candidate(_shift(c.tokens, low), c.kind, c.score),
            decode.Roles(
                _shift(r.speaker, low), _shift(r.cue, low), _shift(r.addressee, low), _shift(r.frame, low), r.medium
            ),
            calibrated(model, decode.TYPES[c.kind], c.score),
        )
        for c, r in zip(mine, read_off, strict=True)
    ], 1 - probability[start - low : stop - low, :, 0]


def token_scores(
    features: npt.NDArray[np.int32], ruled: npt.NDArray[np.int32], model: QuoteModel
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return the label states' probabilities and the states that the roles are read from, for a run of tokens."""
    pieces = _pieces(len(features))
    lengths = np.array([b - a for a, b, _, _ in pieces], np.int32)
    seen, found = (pad([x[a:b] for a, b, _, _ in pieces], np.int32) for x in (features, ruled))
    scores, states = model.emissions(seen, found, lengths)
    emissions = np.concatenate([scores[k, c - a : d - a] for k, (a, _, c, d) in enumerate(pieces)])
    reduced = np.concatenate([states[k, c - a : d - a] for k, (a, _, c, d) in enumerate(pieces)])
    return chains.posteriors(emissions, model.transitions, model.first), reduced


def _shift(tokens: tuple[int, ...], by: int) -> tuple[int, ...]:
    return tuple(t + by for t in tokens) if by else tokens


def read_roles(
    found: Sequence[decode.Candidate],
    sentence: npt.NDArray[np.int32],
    taken: npt.NDArray[np.bool_],
    reduced: npt.NDArray[np.float32],
    same: Sequence[hints.Finding | None],
    model: QuoteModel,
) -> list[decode.Roles]:
    """Read the roles of quotations off their windows; fragments in indirect speech share its roles.

    `same` is what the rules make of each quotation.
    """
    holders = decode.parents(found)
    asked = [
        i
        for i, (c, holder) in enumerate(zip(found, holders, strict=True))
        if holder is None or not decode.takes_over(c, found[holder])
    ]
    own: list[decode.Roles | None] = [None] * len(found)
    for k in range(0, len(asked), ROLE_BATCH):
        part = asked[k : k + ROLE_BATCH]
        columns = [window(found[i].tokens, found[i].kind, sentence, taken) for i in part]
        flags = [c[1] for c in columns]
        ruled = [hints.window_roles(same[i], c[0]) for i, c in zip(part, columns, strict=True)]
        token_scores, whole = model.role_scores(
            reduced,
            pad([c[0] for c in columns], np.int64),
            pad([np.stack((*c[1:], r), -1) for c, r in zip(columns, ruled, strict=True)], np.int64),
            pad([((f >= 2) & (f != 12)).astype(np.float32) for f in flags], np.float32),
            np.array([len(f) for f in flags], np.int32),
        )
        for row, (i, c) in enumerate(zip(part, columns, strict=True)):
            own[i] = decode.roles(c[0], token_scores[row, : len(c[0])], whole[row], model.role_thresholds)
    return decode.inherited(found, own, holders)


def stretches(tokens: Sequence[int]) -> list[tuple[int, ...]]:
    """Cut ascending tokens where one is missing between two; at least one token is given."""
    cuts = [0, *(i for i in range(1, len(tokens)) if tokens[i] != tokens[i - 1] + 1), len(tokens)]
    return [tuple(tokens[a:b]) for a, b in pairwise(cuts)]


def joined(text: str, spans: list[tuple[int, int]], tokens: Sequence[int]) -> tuple[Span, ...]:
    """Join neighbouring tokens into spans."""
    ends = [(spans[part[0]][0], spans[part[-1]][1]) for part in stretches(tokens)]
    return tuple(Span(a, b, text[a:b]) for a, b in ends)


def content(text: str, spans: list[tuple[int, int]], tokens: Sequence[int]) -> tuple[Span, ...]:
    """Join the tokens of what is quoted, without the commas and dashes that part it from a frame in its midst."""
    parting = {t for t in tokens if text[spans[t][0] : spans[t][1]] in SEPARATORS}
    first, *others = stretches(tokens)
    parts = [first, *(part for part in others if not parting.issuperset(part))]
    kept: list[int] = []
    for number, part in enumerate(parts):
        start, stop = 0, len(part)
        while number and part[start] in parting:
            start += 1
        while number + 1 < len(parts) and stop > 1 and part[stop - 1] in parting:
            stop -= 1
        kept += part[start:stop]
    return joined(text, spans, kept)


def extent(text: str, spans: list[tuple[int, int]], tokens: Sequence[int], near: Sequence[int]) -> Extent | None:
    """Build the result for a role's tokens, or None where there are none; of a role in several paragraphs, the part
    nearest to the tokens `near` counts."""
    if not tokens:
        return None
    runs = [[tokens[0]]]
    for before, token in pairwise(tokens):
        if text.count("\n", spans[before][1], spans[token][0]) > 1 and token == before + 1:
            runs.append([])
        runs[-1].append(token)
    return Extent(joined(text, spans, min(runs, key=lambda run: abs(run[0] - near[0]))))
