"""Rules and model together: the model reads what the rules found; both findings are joined."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from polittext.document import Extent, Quote
from polittext.quotation import decode, hints, learned, rules
from polittext.quotation.lexicon import flags_of
from polittext.quotation.mentions import share_speakers
from polittext.quotation.model import QuoteModel, default_model, interpolate
from polittext.quotation.rules_output import rules_with_own_roles
from polittext.quotation.word_classes import KON
from polittext.quotation.word_groups import word_group

NEAR = 60  # how many tokens ago a quotation may have ended for the next sentence to go on with it

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable


def extract(
    text: str,
    tokens: "TokenTable",
    sentences: "SentenceTable",
    *,
    min_confidence: float = 0.0,
    model: QuoteModel | None = None,
) -> tuple[Quote, ...]:
    """Find quotations by rule and by the model, and join both.

    The model reads the rules' findings beside the words. A quotation that the rules find stays, unless the model gives
    its words hardly a chance to be quoted; which of its parts are the model's is laid down with the weights, by type.
    What only the model finds is added where it is sure enough.

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
    by_rule = [
        (quote, finding)
        for quote in rules.extract(text, tokens, sentences)
        if (finding := hints.finding(quote, tokens, model.rule_numbers)) is not None
    ]
    loose = replace(model, thresholds=model.add_from)
    reading = learned.read(text, tokens, sentences, loose, [finding for _, finding in by_rule])
    spans = tokens.spans()
    words = tokens.texts()
    pool: list[tuple[decode.Candidate, Quote]] = []
    for quote, finding in by_rule:
        mass = float(reading.mass[list(finding.tokens)].max(1).mean())
        if mass < model.keep_from.get(quote.type, 0.0):
            continue
        confidence = round(interpolate(model.rules_calibration, mass), 4)
        candidate = decode.Candidate(finding.tokens, finding.kind, confidence)
        pool.append((candidate, replace(quote, confidence=confidence)))
    ruled = [c for c, _ in pool]
    sides = _sides(ruled)
    same = met(ruled, [c for c, _, _ in reading.found])
    for i, (c, r, _) in enumerate(reading.found):
        if i in same:
            pool[same[i]] = _amended(text, tokens, spans, pool[same[i]], (c, r), model)
        elif (c.kind, c.tokens) not in sides and not is_groundless(c, ruled, words):
            confidence = interpolate(model.model_calibration, c.score)
            pool.append((c, learned.as_quote(text, spans, (c, r, confidence), model)))
    pool = [p for p in pool if p[1].confidence >= min_confidence]
    pool.sort(key=lambda p: (p[0].tokens[0], -p[0].tokens[-1], -len(p[0].tokens), p[0].kind))
    holders = decode.parents([c for c, _ in pool])
    return share_speakers([replace(quote, parent=holder) for (_, quote), holder in zip(pool, holders, strict=True)])


def is_groundless(c: decode.Candidate, ruled: Sequence[decode.Candidate], words: list[str]) -> bool:
    """Say whether a sentence of the model's is no speech that goes on: "Das wäre fair", far from any frame."""
    if decode.TYPES[c.kind] not in ("indirect_free_indirect", "free_indirect"):
        return False
    if any(flags_of(words[t]) & KON and words[t] not in word_group("conditional") for t in c.tokens):
        return False
    return not any(c.tokens[0] - NEAR <= r.tokens[-1] < c.tokens[0] for r in ruled)


def _amended(
    text: str,
    tokens: "TokenTable",
    spans: list[tuple[int, int]],
    ruled: tuple[decode.Candidate, Quote],
    learnt: tuple[decode.Candidate, decode.Roles],
    model: QuoteModel,
) -> tuple[decode.Candidate, Quote]:
    """Put those parts of the model's quotation into the rules' that the model knows better."""
    (candidate, quote), (c, r) = ruled, learnt
    if quote.provenance in rules_with_own_roles():
        return ruled
    takes = model.takes.get(quote.type, frozenset())
    new: dict[str, Any] = {
        role: learned.extent(text, spans, getattr(r, role), c.tokens) for role in hints.ROLES if role in takes
    }
    if "speaker" in new:
        addressed = r.addressee if "addressee" in takes else hints.tokens_of(quote.addressee, tokens)
        if not r.speaker or set(r.speaker) & set(addressed) or _cuts_name(quote, new["speaker"]):
            del new["speaker"]
    if "content" in takes:
        candidate = decode.Candidate(c.tokens, candidate.kind, candidate.score)
        new["spans"] = learned.content(text, spans, c.tokens)
    return candidate, replace(quote, **new)


def _cuts_name(quote: Quote, speaker: Extent | None) -> bool:
    """Say whether a speaker lacks the "Von" of the rules' one: "Von der Leyen"."""
    if quote.speaker is None or speaker is None:
        return False
    whole, part = quote.speaker.text, speaker.text
    return whole.startswith(("Von ", "Van ")) and part != whole and whole.endswith(part)


def _sides(ruled: Sequence[decode.Candidate]) -> set[tuple[int, tuple[int, ...]]]:
    """Return the type and the tokens of each side of the interrupted quotations."""
    parted = [(c.kind, parts) for c in ruled if len(parts := learned.stretches(c.tokens)) > 1]
    return {(kind, part) for kind, parts in parted for part in parts}


def met(ruled: Sequence[decode.Candidate], learnt: Sequence[decode.Candidate]) -> dict[int, int]:
    """Return which of the model's quotations is which of the rules', as indices, each of the model's at most once.

    The same: at least half of the words in common, by overlap F1, the best pairs first.
    """
    index = decode.SharedTokens(c.tokens for c in ruled)
    pairs: list[tuple[float, bool, int, int]] = []
    for j, c in enumerate(learnt):
        for i, n in index.shared_with(c.tokens).items():
            overlap = 2 * n / (len(c.tokens) + len(ruled[i].tokens))
            if overlap >= hints.SAME:
                pairs.append((overlap, c.kind == ruled[i].kind, i, j))
    pairs.sort(key=lambda p: (-p[0], not p[1], p[2], p[3]))
    taken: set[int] = set()
    same: dict[int, int] = {}
    for overlap, _, i, j in pairs:
        if j not in same and (overlap > decode.SAME or i not in taken):
            taken.add(i)
            same[j] = i
    return same
