"""Cut a text into units, for the quotation rules."""

from collections.abc import Sequence

from polittext.columns import SentenceTable, TokenTable
from polittext.quotation.lexicon import first_flags_of, flags_of
from polittext.quotation.marks import MarkPair
from polittext.quotation.turns import find_turns
from polittext.quotation.units import Unit
from polittext.quotation.word_classes import (
    ADV,
    CAP,
    CLAUSAL,
    CUE,
    FIN,
    FOCUS,
    KON,
    OWN_WORDS,
    PAREN,
    PERSONAL,
    PLURAL,
    PUNCT,
    QUOTE,
)

_MAX_ITEMS = 400  # a longer "sentence" is a table or a list; only its head is analysed
_MAX_MERGE = 60  # how many sentences one quotation may join to a unit


def build_units(text: str, tokens: TokenTable, sentences: SentenceTable, pairs: Sequence[MarkPair]) -> list[Unit]:
    """Cut a text into units.

    Args:
        text: The text.
        tokens: Its tokens.
        sentences: Its sentences.
        pairs: Its pairs of quotation marks, by start.

    Returns:
        The units in text order; they cover all tokens but the labels of turns ("Frage:").
    """
    starts = tokens.starts.tolist()
    ends = tokens.ends.tolist()
    bounds = _merge(text, starts, ends, sentences, pairs)
    outer = _outermost(pairs)
    turns = {turn.start: turn.end for turn in find_turns(text)}
    units: list[Unit] = []
    at = 0
    paragraph = 0
    previous_end = 0
    for first, last in bounds:
        if first >= last:
            continue
        if "\n" in text[previous_end : starts[first]] and previous_end:
            paragraph += 1
        previous_end = ends[last - 1]
        after_label = turns.get(starts[first], 0)
        while starts[first] < after_label and first < last - 1:
            first += 1
        while at < len(outer) and pairs[outer[at]].start < starts[first]:
            at += 1
        unit = _unit(text, starts, ends, first, last, pairs, outer, at, len(units))
        unit.paragraph = paragraph
        unit.turn = after_label > 0
        units.append(unit)
    return units


def _outermost(pairs: Sequence[MarkPair]) -> list[int]:
    found: list[int] = []
    end = -1
    for i, pair in enumerate(pairs):
        if pair.start >= end:
            found.append(i)
            end = pair.end
    return found


def _merge(
    text: str, starts: list[int], ends: list[int], sentences: SentenceTable, pairs: Sequence[MarkPair]
) -> list[tuple[int, int]]:
    """Join sentences that a quotation crosses, and those that a frame in lower case continues."""
    bounds: list[tuple[int, int]] = []
    outer = _outermost(pairs)
    at = 0
    joined = 0
    for first, last in zip(sentences.token_starts.tolist(), sentences.token_ends.tolist(), strict=True):
        if first >= last:
            continue
        join = False
        if bounds and joined < _MAX_MERGE:
            while at < len(outer) and pairs[outer[at]].end <= starts[first]:
                at += 1
            if at < len(outer) and pairs[outer[at]].start < starts[first] < pairs[outer[at]].end:
                join = True
            else:
                word = text[starts[first] : ends[first]]
                gap = text[ends[bounds[-1][1] - 1] : starts[first]]
                join = "\n" not in gap and (
                    word in ",;" or (word[:1].islower() and text[starts[first] - 2] in '“”"«»’‘')
                )
        if join:
            bounds[-1] = (bounds[-1][0], last)
            joined += 1
        else:
            bounds.append((first, last))
            joined = 0
    return bounds


def _unit(
    text: str,
    starts: list[int],
    ends: list[int],
    first: int,
    last: int,
    pairs: Sequence[MarkPair],
    outer: list[int],
    at: int,
    index: int,
) -> Unit:
    words: list[str] = []
    flags: list[int] = []
    item_starts: list[int] = []
    item_ends: list[int] = []
    item_pairs: list[int] = []
    t = first
    any_flags = 0
    while t < last and len(words) < _MAX_ITEMS:
        start, end = starts[t], ends[t]
        while at < len(outer) and pairs[outer[at]].end <= start:
            at += 1
        if at < len(outer) and pairs[outer[at]].start <= start < pairs[outer[at]].end:
            number = outer[at]
            start, end = pairs[number].start, pairs[number].end
            opener = t
            while t < last and starts[t] < end:
                t += 1
            at += 1
            if item_ends and item_ends[-1] == start and words[-1][-1] in "-‐‑" and words[-1][0].isalnum():
                # "im ZDF-„heute journal“": one name
                words[-1] += text[start:end]
                flags[-1] = CAP
                item_ends[-1] = end
                continue
            words.append(text[start : pairs[number].inner_start])
            own = OWN_WORDS if text[pairs[number].inner_start : end].lstrip()[:1].islower() else 0
            flags.append(QUOTE | own | _clausal(text, starts, ends, opener, min(last, opener + 40), end))
            item_pairs.append(number)
            item_starts.append(start)
            item_ends.append(end)
            any_flags |= flags[-1]
            continue
        word = text[start:end]
        if word in "([" and words:
            close = _closing(text, starts, ends, t, last)
            if close:
                words.append("(")
                flags.append(PAREN)
                item_pairs.append(-1)
                item_starts.append(start)
                item_ends.append(ends[close - 1])
                t = close
                continue
        if item_ends and item_ends[-1] == start and flags[-1] & QUOTE and word[0] in "-‐‑–" and end < len(text):
            # "„Bild“-Zeitung": one name
            stop = ends[t + 1] if t + 1 < last and starts[t + 1] == end and len(word) == 1 else end
            if text[stop - 1].isalnum():
                words[-1] = text[item_starts[-1] : stop]
                flags[-1] = CAP
                item_ends[-1] = stop
                item_pairs[-1] = -1
                t += 2 if stop > end else 1
                continue
        f = first_flags_of(word) if not words or words[-1] == ":" else flags_of(word)
        if word == "meine" and flags and flags[-1] & PERSONAL and t + 1 < last:
            follows = flags_of(text[starts[t + 1] : ends[t + 1]])
            if follows & (PUNCT | ADV | FOCUS | PERSONAL) and not follows & CAP:
                f = CUE | FIN | (0 if words[-1] in ("ich", "Ich") else KON)  # "Ich meine, dass": no "meine Partei"
        any_flags |= f
        words.append(word)
        flags.append(f)
        item_pairs.append(-1)
        item_starts.append(start)
        item_ends.append(end)
        t += 1
    unit = Unit(
        index,
        item_starts[0],
        item_ends[-1],
        words,
        [w.lower() for w in words],
        flags,
        item_starts,
        item_ends,
        item_pairs,
        any_flags,
    )
    return unit


def _clausal(text: str, starts: list[int], ends: list[int], first: int, last: int, stop: int) -> int:
    """Return CLAUSAL where the tokens between the marks hold a finite verb."""
    for t in range(first + 1, last):
        if starts[t] >= stop:
            break
        f = flags_of(text[starts[t] : ends[t]])
        if f & FIN or (f & PLURAL and t > first + 1 and flags_of(text[starts[t - 1] : ends[t - 1]]) & (PERSONAL | CAP)):
            return CLAUSAL
    return 0


def _closing(text: str, starts: list[int], ends: list[int], opener: int, last: int) -> int:
    """Return the index after the token that closes a parenthesis within reach, 0 where there is none."""
    close = ")" if text[starts[opener]] == "(" else "]"
    depth = 0
    for t in range(opener, min(last, opener + 40)):
        word = text[starts[t] : ends[t]]
        if word == text[starts[opener]]:
            depth += 1
        elif word == close:
            depth -= 1
            if depth == 0:
                return t + 1
    return 0
