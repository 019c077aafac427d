"""Cut a text into units (sentences that no quotation crosses) and clauses, for the quotation rules."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from polittext.columns import SentenceTable, TokenTable
from polittext.quotation.cues import (
    AUX,
    CAP,
    CLAUSAL,
    COORD,
    DET,
    FIN,
    FINITE,
    MODAL,
    PAREN,
    PERSONAL,
    PLURAL,
    PUNCT,
    QUOTE,
    ZU,
    first_flags_of,
    flags_of,
)
from polittext.quotation.marks import MarkPair

SEPARATORS = frozenset(",;:–—-−")
_FINAL = frozenset(".!?…")
_MAX_ITEMS = 400  # a longer "sentence" is a table or a list; only its head is analysed
_MAX_MERGE = 60  # how many sentences one quotation may join to a unit


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a unit between two separators: items [start, end), with the separators around it."""

    start: int
    end: int
    before: str
    after: str


@dataclass(slots=True)
class Unit:
    """A sentence as the rules see it: what stands in quotation marks or parentheses is one item.

    Args:
        index: Number of the unit in the text.
        start: Offset of its first character.
        end: Offset after its last character.
        words: The items' texts; an opening mark for a quotation.
        low: The same in lower case.
        flags: What each item may be, see `cues`.
        starts: Offset of each item.
        ends: Offset after each item.
        pairs: For every item the index of its pair of quotation marks, -1 for other items.
        segments: The stretches between commas, colons, semicolons and dashes.
        any: All flags of its items together.
        paragraph: Number of its paragraph.
    """

    index: int
    start: int
    end: int
    words: list[str]
    low: list[str]
    flags: list[int]
    starts: list[int]
    ends: list[int]
    pairs: list[int]
    any: int = 0
    paragraph: int = 0
    segments: list[Segment] = field(default_factory=list)

    @property
    def stop(self) -> int:
        """Index after the last item that is no final punctuation."""
        n = len(self.words)
        while n and self.flags[n - 1] & PUNCT and self.words[n - 1][0] in _FINAL:
            n -= 1
        return n

    def finite(self, start: int, end: int) -> list[int]:
        """Return the indices of the finite verbs among the items [start, end)."""
        flags = self.flags
        found = []
        weak = []
        for i in range(start, end):
            f = flags[i]
            if not f & FINITE:
                continue
            if self.is_attribute(i, start, end):
                continue
            if f & FIN and not (f & (AUX | MODAL) and i > start and self.low[i - 1] == "zu"):
                found.append(i)
            elif f & FIN:
                continue
            elif not (i > start and self.low[i - 1] == "zu"):
                weak.append(i)
        if not found and weak:
            return weak[:1]
        return found

    def is_attribute(self, i: int, start: int, end: int) -> bool:
        """Say whether a verb form is an adjective here ("die befragten Bürger", "eine breite Mehrheit")."""
        f = self.flags[i]
        if f & (AUX | MODAL):
            return False
        if i + 1 >= end or not self.low[i].endswith(("e", "en", "er", "es", "em", "n")):
            return False
        return bool(self.flags[i + 1] & CAP) and i > start and bool(self.flags[i - 1] & DET)

    def is_zu(self, start: int, end: int) -> bool:
        """Say whether the items [start, end) hold an infinitive with "zu"."""
        for i in range(start, end):
            if self.flags[i] & ZU:
                return True
            verb = self.low[i] == "zu" and i + 1 < end
            if verb and (self.flags[i + 1] & (PLURAL | AUX | MODAL) or self.low[i + 1] == "sein"):
                return True
        return False


def build_units(text: str, tokens: TokenTable, sentences: SentenceTable, pairs: Sequence[MarkPair]) -> list[Unit]:
    """Cut a text into units.

    Args:
        text: The text.
        tokens: Its tokens.
        sentences: Its sentences.
        pairs: Its pairs of quotation marks, by start.

    Returns:
        The units in text order; they cover all tokens.
    """
    starts = tokens.starts.tolist()
    ends = tokens.ends.tolist()
    bounds = _merge(text, starts, ends, sentences, pairs)
    outer = _outermost(pairs)
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
        while at < len(outer) and pairs[outer[at]].start < starts[first]:
            at += 1
        unit = _unit(text, starts, ends, first, last, pairs, outer, at, len(units))
        unit.paragraph = paragraph
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
            words.append(text[start : pairs[number].inner_start])
            flags.append(QUOTE | _clausal(text, starts, ends, t, min(last, t + 40), end))
            item_pairs.append(number)
            item_starts.append(start)
            item_ends.append(end)
            any_flags |= flags[-1]
            while t < last and starts[t] < end:
                t += 1
            at += 1
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


def cut_segments(unit: Unit) -> list[Segment]:
    """Cut a unit at commas, semicolons, colons and dashes; its final punctuation belongs to no segment."""
    segments: list[Segment] = []
    start = 0
    before = ""
    stop = unit.stop
    for i in range(stop):
        if unit.flags[i] & PUNCT and unit.words[i] in SEPARATORS and not _is_joint(unit, i):
            if i > start:
                segments.append(Segment(start, i, before, unit.words[i]))
                before = unit.words[i]
            else:
                before = unit.words[i]
            start = i + 1
    if stop > start:
        segments.append(Segment(start, stop, before, ""))
    return segments


def _is_joint(unit: Unit, i: int) -> bool:
    """Say whether a dash joins its neighbours ("Berlin–Paris", "„Bild“-Zeitung") instead of parting clauses."""
    return (
        unit.words[i] in "-–—−"
        and 0 < i < len(unit.words) - 1
        and unit.ends[i - 1] == unit.starts[i]
        and unit.ends[i] == unit.starts[i + 1]
    )


def skip_coordination(unit: Unit, start: int, end: int) -> int:
    """Return the index after a leading "und", "aber", "doch"."""
    return start + 1 if start + 1 < end and unit.flags[start] & COORD else start
