"""From label runs to quotations: exact spans by the marks, double findings removed, roles read off their scores."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from polittext.document import Medium, QuoteType
from polittext.quotation.chains import Run
from polittext.quotation.features import QUOTATION_MARKS

Floats = npt.NDArray[np.float32]

TYPES: tuple[QuoteType, ...] = ("direct", "indirect", "indirect_free_indirect", "free_indirect", "reported")
MEDIA: tuple[Medium, ...] = ("speech", "writing", "thought", "speech/writing", "speech/thought", "thought/writing")
# (layer, first state of the label) -> index of the type
KINDS = {(0, 1): 0, (1, 1): 1, (1, 4): 2, (1, 6): 3, (2, 1): 4, (3, 1): 1}
SAME = 0.8
LONGEST_SPEAKER = 25
LONGEST_UNMARKED = 30
LONGEST_LABEL = 10  # tokens before the colon of a label: "Merz zur Reform:"
_ENDS = frozenset(".!?…")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quotation before its roles are known: indices of its tokens, ascending; index into TYPES; score in [0, 1]."""

    tokens: tuple[int, ...]
    kind: int
    score: float


@dataclass(frozen=True, slots=True)
class Roles:
    """Token indices of the roles, ascending, empty where there is none."""

    speaker: tuple[int, ...]
    cue: tuple[int, ...]
    addressee: tuple[int, ...]
    frame: tuple[int, ...]
    medium: Medium


NOBODY = Roles((), (), (), (), "speech/writing")


class SharedTokens:
    """Counts how many tokens each of several sets, numbered as they are added, shares with another."""

    def __init__(self, sets: Iterable[Sequence[int]] = ()) -> None:
        self._at: dict[int, list[int]] = {}
        self._size = 0
        for tokens in sets:
            self.add(tokens)

    def add(self, tokens: Sequence[int]) -> None:
        """Add a set under the next number."""
        for t in tokens:
            self._at.setdefault(t, []).append(self._size)
        self._size += 1

    def shared_with(self, tokens: Sequence[int]) -> Counter[int]:
        """Return the number of shared tokens by number of the set, for those that share any."""
        return Counter(number for t in tokens for number in self._at.get(t, ()))


def candidates(
    runs: Sequence[Run],
    words: Sequence[str],
    pairs: Sequence[tuple[int, int]],
    sentence: npt.NDArray[np.int32],
    thresholds: dict[str, float],
) -> list[Candidate]:
    """Turn label runs into quotations.

    Args:
        runs: The runs of all layers.
        words: The document's tokens.
        pairs: Paired quotation marks as token indices.
        sentence: Number of the sentence that each token stands in.
        thresholds: The least score for each type.

    Returns:
        Quotations in order of their start, outer before inner.
    """
    closer = dict(pairs)
    opener = {b: a for a, b in pairs}
    found = [
        Candidate(tokens, KINDS[r.layer, r.kind], r.score)
        for r in runs
        if r.score >= thresholds.get(TYPES[KINDS[r.layer, r.kind]], 0.5)
        for part in _divided(r.tokens, KINDS[r.layer, r.kind], closer)
        if (tokens := _fitted(part, KINDS[r.layer, r.kind], words, closer, opener))
        and (tokens := _marked(tokens, KINDS[r.layer, r.kind], words, sentence))
    ]
    kept: list[Candidate] = []
    index = SharedTokens()
    for c in sorted(found, key=lambda c: (-c.score, c.tokens)):
        if any(n > SAME * max(len(c.tokens), len(kept[k].tokens)) for k, n in index.shared_with(c.tokens).items()):
            continue
        index.add(c.tokens)
        kept.append(c)
    return sorted(kept, key=lambda c: (c.tokens[0], -c.tokens[-1], -len(c.tokens), c.kind))


def _divided(tokens: tuple[int, ...], kind: int, closer: dict[int, int]) -> list[tuple[int, ...]]:
    """Cut a direct quotation that runs on past its closing mark: what follows counts only as far as it is quoted."""
    a, b = tokens[0], tokens[-1]
    if TYPES[kind] != "direct" or closer.get(a, b) >= b:
        return [tokens]
    parts = []
    while a <= b:
        if a in closer and closer[a] <= b:
            parts.append(tuple(range(a, closer[a] + 1)))
            a = closer[a]
        a += 1
    return parts


def _marked(
    tokens: tuple[int, ...], kind: int, words: Sequence[str], sentence: npt.NDArray[np.int32]
) -> tuple[int, ...]:
    """Let direct speech without marks pass only behind a label ("Kern: Wir bleiben"), and only its first sentence.

    Otherwise a speech or an interview would be taken for one long quotation.
    """
    if TYPES[kind] != "direct" or any(words[t] in QUOTATION_MARKS for t in tokens):
        return tokens
    first = tokens[0]
    if not first or words[first - 1] != ":":
        return ()
    start = first - 1
    while start and sentence[start - 1] == sentence[first - 1]:
        start -= 1
    label = words[start : first - 1]
    if len(label) > LONGEST_LABEL or "," in label:
        return ()  # "Ich gebe Ihnen recht, Herr Kollege: Man darf ..."
    own = tuple(t for t in tokens if sentence[t] == sentence[first])
    return own if len(own) <= LONGEST_UNMARKED else ()


def _fitted(
    tokens: tuple[int, ...], kind: int, words: Sequence[str], closer: dict[int, int], opener: dict[int, int]
) -> tuple[int, ...]:
    """Move the edges to where the conventions put them."""
    a, b = tokens[0], tokens[-1]
    if TYPES[kind] == "direct":
        if a not in closer and a - 1 in closer and abs(closer[a - 1] - b) <= 3:
            a -= 1
        if a in closer and a < closer[a] and abs(closer[a] - b) <= 4:
            b = closer[a]
        elif b in opener and abs(opener[b] - a) <= 4 and opener[b] < b:
            a = opener[b]
        return tuple(range(a, b + 1)) if len(tokens) == tokens[-1] - tokens[0] + 1 else tokens
    if TYPES[kind] == "indirect":
        kept = list(tokens)
        while kept and words[kept[-1]] in (".", ",", "!", "?", ";", ":"):
            kept.pop()
        while kept and words[kept[0]] in (",", ":", ";"):
            kept.pop(0)
        # a mark whose partner lies outside belongs to the other side
        if kept and kept[-1] in opener and opener[kept[-1]] < kept[0]:
            kept.pop()
        elif kept and kept[-1] + 1 in opener and kept[0] <= opener[kept[-1] + 1] <= kept[-1]:
            kept.append(kept[-1] + 1)
        return tuple(kept)
    # whole sentences, with what ends them
    while b + 1 < len(words) and words[b] not in _ENDS and (words[b + 1] in _ENDS):
        b += 1
    return (*tokens, *range(tokens[-1] + 1, b + 1))


def roles(index: npt.NDArray[np.int32], tokens: Floats, whole: Floats, thresholds: dict[str, float]) -> Roles:
    """Read the roles of one quotation off the scores of its window.

    Args:
        index: The window's tokens.
        tokens: Scores, shape (window, 6): speaker's first and last token; in speaker, cue, addressee, frame.
        whole: Scores, shape (8,): no speaker (twice), then the media.
        thresholds: The least probability for "cue", "addressee" and "frame".
    """
    n = len(index)
    first = _log_share(np.append(tokens[:, 0], whole[0]))
    last = _log_share(np.append(tokens[:, 1], whole[1]))
    best, span = first[n] + last[n] + thresholds.get("no_speaker", 0.0), (0, 0)
    for i in np.argsort(-first[:n], kind="stable")[:6].tolist():
        stop = min(n, i + LONGEST_SPEAKER)
        # the words of a speaker stand together, also in a window from which a long quotation's middle was left out
        while index[stop - 1] - index[i] != stop - 1 - i:
            stop -= 1
        j = i + int(last[i:stop].argmax())
        if first[i] + last[j] > best:
            best, span = first[i] + last[j], (i, j + 1)
    chance = 1 / (1 + np.exp(-tokens[:, 3:]))
    picked = [
        tuple(index[chance[:, k] > thresholds.get(name, 0.5)].tolist())
        for k, name in enumerate(("cue", "addressee", "frame"))
    ]
    return Roles(
        speaker=tuple(index[span[0] : span[1]].tolist()),
        cue=picked[0],
        addressee=picked[1],
        frame=picked[2],
        medium=MEDIA[int(whole[2:].argmax())],
    )


def _log_share(x: Floats) -> Floats:
    top = x.max()
    shares: Floats = x - (top + np.log(np.exp(x - top).sum()))
    return shares


def parents(found: Sequence[Candidate]) -> list[int | None]:
    """Return for each quotation, in the order of `candidates`, the index of the smallest one that holds it, or None."""
    out: list[int | None] = []
    open_: list[int] = []
    for i, c in enumerate(found):
        while open_ and found[open_[-1]].tokens[-1] < c.tokens[0]:
            open_.pop()
        holder = None
        for j in reversed(open_):
            if found[j].tokens[-1] >= c.tokens[-1] and len(found[j].tokens) > len(c.tokens):
                holder = j
                break
        out.append(holder)
        open_.append(i)
    return out


def takes_over(c: Candidate, holder: Candidate) -> bool:
    """Return whether a quotation shares the roles of the one that holds it: „er sagte, das sei ‚falsch‘“."""
    return TYPES[c.kind] == "direct" and TYPES[holder.kind] == "indirect"


def inherited(found: Sequence[Candidate], own: Sequence[Roles | None], holders: Sequence[int | None]) -> list[Roles]:
    """Complete the roles of quotations inside others; those that take over everything come with None."""
    out: list[Roles] = []
    for c, r, holder in zip(found, own, holders, strict=True):
        outer = NOBODY if holder is None else out[holder]
        if r is None:
            r = outer
        elif holder is not None and outer.speaker and TYPES[c.kind] == "direct" != TYPES[found[holder].kind]:
            r = Roles(outer.speaker, r.cue, r.addressee, r.frame, r.medium)
        out.append(r)
    return out
