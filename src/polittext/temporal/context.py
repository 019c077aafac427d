"""What the text around an expression tells: reference date, date mentioned before, tense of the sentence."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from polittext.resources import read_toml
from polittext.temporal.when import SEASON_MONTHS, When

if TYPE_CHECKING:
    from polittext.temporal.match import Match

PAST, FUTURE, OPEN = -1, 1, 0
_STRAYS = 3  # after so many years out of its range, a dated heading no longer counts
_MAX_SENTENCE = 600  # characters that are looked at on either side of an expression


@cache
def _cues() -> tuple["re.Pattern[str]", ...]:
    data = read_toml("temporal/tense.toml")

    def compile_forms(table: dict[str, list[str]]) -> "re.Pattern[str]":
        return re.compile(rf"\b(?:{'|'.join([*sorted(table['words']), *table['patterns']])})\b")

    now = data["nowadays"]
    return (
        compile_forms(data["past"]),
        compile_forms(data["future"]),
        re.compile(rf"\b(?:{'|'.join(data['future']['announced'])})\b"),
        re.compile(rf"(?:{'|'.join(now['before'])})$"),
        re.compile(rf"(?:{'|'.join(now['behind'])})"),
    )


@cache
def _persons() -> "re.Pattern[str]":
    return re.compile(rf"\b(?:{'|'.join(read_toml('temporal/tense.toml')['nowadays']['persons'])})\b")


@dataclass(slots=True)
class Context:
    """The state of one pass through a text.

    Args:
        text: The text.
        sentence_starts: The starts of its sentences, ascending.
        sentence_ends: Their ends.
        reference: The reference date, or None.
        narrative: Whether the text tells of times long gone, so that dates lean on the date before.
        daily: Whether it speaks of its days as news do ("gestern", "am Montag"), so that "heute" is a day.
        asides: Starts of the matches whose year the story doesn't follow.
        previous: The last date that was resolved, as precise as it was.
        previous_at: Where it ended.
        day: The last single day that was resolved.
        day_at: Where it ended.
        sections: Start and the first and last year of each part whose heading names years, in text order.
        year: The year that the story is in.
        month: The month that it is in, of the year `month_year`.
    """

    text: str
    sentence_starts: list[int]
    sentence_ends: list[int]
    reference: When | None
    narrative: bool = False
    daily: bool = True
    asides: frozenset[int] = frozenset()
    sections: tuple[tuple[int, int, int], ...] = ()
    previous: When | None = None
    previous_at: int = -1
    day: When | None = None
    day_at: int = -1
    year: int | None = None
    month: int | None = None
    month_year: int | None = None
    _strays: int = 0
    _section: int = -1
    _tense: dict[tuple[int, int], int] = field(default_factory=dict)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds an offset (-1 before the first)."""
        return bisect_right(self.sentence_starts, offset) - 1

    def _sentence(self, offset: int) -> tuple[int, int]:
        """The sentence around an offset; of a very long one a window, the same for neighbouring offsets."""
        index = self.sentence_at(offset)
        if index < 0:
            return offset, offset
        start, end = self.sentence_starts[index], self.sentence_ends[index]
        window = start + (offset - start) // _MAX_SENTENCE * _MAX_SENTENCE
        return max(start, window - _MAX_SENTENCE), min(end, window + 2 * _MAX_SENTENCE)

    def _clause(self, offset: int) -> tuple[int, int]:
        """The stretch between the commas, colons and dashes around an offset."""
        start, end = self._sentence(offset)
        left = max(self.text.rfind(mark, start, offset) for mark in (", ", ": ", "; ", " – ", " - "))
        ends = [found for mark in (", ", ": ", "; ", " – ", " - ") if (found := self.text.find(mark, offset, end)) >= 0]
        return (start if left < 0 else left + 1), min(ends, default=end)

    def _judge(self, start: int, end: int) -> int:
        known = self._tense.get((start, end))
        if known is None:
            known = self._tense[start, end] = tense_of(self.text[start:end])
        return known

    def tense(self, offset: int) -> int:
        """Return PAST, FUTURE or OPEN for the clause around an offset, else for its sentence."""
        return self._judge(*self._clause(offset)) or self._judge(*self._sentence(offset))

    def clause_past(self, offset: int) -> bool:
        """Whether the clause itself, not only its sentence, is in a past tense."""
        return self._judge(*self._clause(offset)) == PAST

    def nowadays(self, match: "Match") -> bool:
        """Whether "heute" means nowadays rather than the day of the reference date."""
        *_, before, behind = _cues()
        if before.search(self.text[max(0, match.start - 40) : match.start]):
            return True
        if behind.match(self.text[match.end : match.end + 40]):
            return True
        if self.daily:
            return False
        start, end = self._sentence(match.start)
        return _persons().search(self.text, start, end) is None  # who speaks of "we" and "you" speaks of the day

    def enter(self, match: "Match") -> None:
        """Follow the text to a match: past a heading that names a year, the story is in that year."""
        while self._section + 1 < len(self.sections) and self.sections[self._section + 1][0] <= match.start:
            self._section += 1
            self._strays = 0
            self.year, self.month, self.month_year = self.sections[self._section][1], None, None
            self.previous = When(year=self.year)
            self.previous_at = match.start

    def span(self) -> tuple[int, int] | None:
        """Return the first and last year of the part of the text that a heading dates, or None."""
        if self._section < 0 or self._strays >= _STRAYS:
            return None
        return self.sections[self._section][1:]

    def remember(self, when: When, match: "Match", outright: bool) -> None:
        """Note a resolved date as one that later expressions may lean on."""
        if when.year is None:
            return
        if match.start in self.asides:
            return
        span = self.span()
        if span is not None and not span[0] <= when.year <= span[1]:
            self._strays += outright
            if self._strays < _STRAYS:
                if when.full_date() is not None:
                    self.day, self.day_at = when, match.end
                return
        self.previous, self.previous_at = when, match.end
        self.year = when.year
        month = when.month or (SEASON_MONTHS[when.season] if when.season is not None else None)
        if month is not None or outright:
            self.month, self.month_year = month, when.year
        if when.full_date() is not None:
            self.day, self.day_at = when, match.end


def tense_of(text: str) -> int:
    """Judge the tense of a clause or sentence by its finite verbs and time words."""
    past, future, announced, *_ = _cues()
    if announced.search(text):
        return FUTURE
    ahead = future.search(text)
    for verb in past.finditer(text):
        # Behind a modal, "antworten" is an infinitive.
        if not (ahead and ahead.start() < verb.start() and verb.group().endswith("ten")):
            return PAST
    return FUTURE if ahead else OPEN
