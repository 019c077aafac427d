"""What the text around an expression tells: reference date, date mentioned before, tense of the sentence."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from polittext.resources import read_toml
from polittext.temporal.when import When

PAST, FUTURE, OPEN = -1, 1, 0


@cache
def _cues() -> tuple["re.Pattern[str]", "re.Pattern[str]"]:
    data = read_toml("temporal/tense.toml")

    def compile_forms(table: dict[str, list[str]]) -> "re.Pattern[str]":
        words = "|".join(sorted(table["words"]))
        return re.compile(rf"\b(?:{words}|{'|'.join(table['patterns'])})\b")

    return compile_forms(data["past"]), compile_forms(data["future"])


@dataclass(slots=True)
class Context:
    """The state of one pass through a text.

    Args:
        text: The text.
        sentence_starts: The starts of its sentences, ascending.
        sentence_ends: Their ends.
        reference: The reference date, or None.
        narrative: Whether the text tells of times long gone, so that dates lean on the date before.
        previous: The last date that was resolved, as precise as it was.
        previous_at: Where it ended.
        day: The last single day that was resolved.
        day_at: Where it ended.
    """

    text: str
    sentence_starts: list[int]
    sentence_ends: list[int]
    reference: When | None
    narrative: bool = False
    previous: When | None = None
    previous_at: int = -1
    day: When | None = None
    day_at: int = -1
    year: int | None = None
    _tense: dict[int, int] = field(default_factory=dict)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds an offset (-1 before the first)."""
        return bisect_right(self.sentence_starts, offset) - 1

    def tense(self, offset: int) -> int:
        """Return PAST, FUTURE or OPEN for the clause around an offset."""
        index = self.sentence_at(offset)
        if index < 0:
            return OPEN
        known = self._tense.get(index)
        if known is None:
            start = self.sentence_starts[index]
            end = min(self.sentence_ends[index], start + 600)
            known = self._tense[index] = tense_of(self.text[start:end])
        return known

    def remember(self, when: When, end: int) -> None:
        """Note a resolved date as the one that later expressions may lean on."""
        if when.year is not None:
            self.previous, self.previous_at = when, end
            self.year = when.year
            if when.full_date() is not None:
                self.day, self.day_at = when, end


def tense_of(sentence: str) -> int:
    """Judge the tense of a sentence by its finite verbs and time words."""
    past, future = _cues()
    if future.search(sentence):
        return FUTURE if not past.search(sentence) else OPEN
    return PAST if past.search(sentence) else OPEN


Resolver = Callable[..., object]
