"""Units (sentences that no quotation crosses) and their segments, as the quotation rules see them."""

from dataclasses import dataclass, field

from polittext.quotation.word_classes import (
    AUX,
    CAP,
    CUE,
    DET,
    FIN,
    FINITE,
    MODAL,
    NUM,
    PARTICIPLE,
    PLURAL,
    PREP,
    PUNCT,
    SUB,
    ZU,
)
from polittext.quotation.word_groups import word_group

Range = tuple[int, int]
"""Items [start, end) of a unit."""

_FINAL = frozenset(".!?…")


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
        flags: What each item may be, see `word_classes`.
        starts: Offset of each item.
        ends: Offset after each item.
        pairs: For every item the index of its pair of quotation marks, -1 for other items.
        segments: The stretches between commas, colons, semicolons and dashes.
        any: All flags of its items together.
        paragraph: Number of its paragraph.
        turn: Whether a turn of an interview or transcript begins with it.
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
    turn: bool = False
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
        if i + 1 >= end or i <= start or not self.low[i].endswith(("e", "en", "er", "es", "em", "n")):
            return False
        if self.flags[i - 1] & PREP and not self.flags[i - 1] & (CAP | SUB) and self.flags[i + 1] & (CAP | NUM):
            return True  # "nach absolvierten 34 Vorwahlen"
        if not self.flags[i + 1] & CAP:
            return False
        if self.low[i] in word_group("adjective_like"):
            return True  # "weite Teile"
        if i == 1 and f & CUE and self.low[0] in ("das", "dies") and not any(g & FIN for g in self.flags[2:]):
            return False  # "Das erklärte General Kern", but "Das erklärte Ziel ist"
        if self.flags[i - 1] & DET:
            return not (self.low[i - 1] in ("das", "dies") and self.low[i].endswith("en"))  # "Das berichten Medien"
        # "die seit Tagen erwartete Offensive"
        opens = next((k for k in range(i - 2, max(start, i - 5) - 1, -1) if self.flags[k] & DET), None)
        return opens is not None and bool(self.flags[opens + 1] & PREP) and bool(f & PARTICIPLE or f & FIN)

    def is_zu(self, start: int, end: int) -> bool:
        """Say whether the items [start, end) hold an infinitive with "zu"."""
        for i in range(start, end):
            if self.flags[i] & ZU:
                return True
            if self.low[i] != "zu" or i + 1 >= end or (i + 2 < end and self.flags[i + 2] & CAP):
                continue  # "zu hohen Preisen"
            if self.flags[i + 1] & (PLURAL | AUX | MODAL) or self.low[i + 1] == "sein":
                return True
            if self.low[i + 1].endswith(("en", "ern", "eln")) and not self.flags[i + 1] & (CAP | DET):
                return True  # "zu übergeben"
        return False
