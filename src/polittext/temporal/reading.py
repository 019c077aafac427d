"""A resolved match, and what all operations share: making readings, choosing years."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from polittext.temporal.context import FUTURE, PAST, Context
from polittext.temporal.match import Match
from polittext.temporal.when import When

Fields = Mapping[str, Any]
"""What the words of a match say, by field name."""

_NEAR = 200  # characters within which a date leans on the one mentioned before
_UNTIL = re.compile(r"\b[Bb]is(?: zum)? $")
_SINCE = re.compile(r"\b[Ss]eit(?: dem)? $")
_ORDER = ("century", "decade", "year", "half", "quarter", "season", "month", "week", "weekday", "day", "hour", "minute")


@dataclass(slots=True)
class Reading:
    """A resolved match, ready to become a `TimeExpression`."""

    type: str
    when: When | None = None
    value: str = ""
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None
    begin: str | None = None
    end_point: str | None = None
    offset: str | None = None
    known: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None

    def timex(self) -> str:
        """Return the TIMEX3 value."""
        return self.value or (self.when.timex() if self.when is not None else "")


def components(when: When) -> tuple[str, ...]:
    """Return the names of the components that are set, coarse to fine."""
    return tuple(name for name in _ORDER if getattr(when, name) is not None)


def dated(
    when: When, context: Context, match: Match, known: tuple[str, ...], mod: str | None = None, *, keep: bool = True
) -> Reading:
    """Return the reading of a date, and note it as one that later expressions may lean on."""
    implied = tuple(name for name in components(when) if name not in known)
    kind = "TIME" if when.hour is not None or when.daypart is not None else "DATE"
    if keep:
        context.remember(when, match, "year" in known)
    return Reading(type=kind, when=when, mod=mod or None, known=known, implied=implied)


def full_year(digits: int, context: Context, *, decade: bool = False) -> int:
    """Complete a two-digit year or decade: the latest century that doesn't lie ahead of the reference date."""
    base = context.reference.year if context.reference else None
    if context.narrative and context.year and 1600 <= context.year < 1900:
        base = context.year
    if base is None:
        base = 2019  # no reference date: the 2000s for 00 to 34, the 1900s for the rest
    limit = base + (0 if decade else 15)
    if decade and context.reference is None and not context.narrative:
        limit = base
    year = limit // 100 * 100 + digits
    return year if year <= limit else year - 100


def named_year(f: Fields, context: Context, match: Match) -> tuple[int | None, bool]:
    """The year that the words name or point to, and whether they name it outright."""
    if f.get("year") is not None:
        number = int(f["year"])
        return (1 - number if "bc" in f else number), True
    if f.get("year2") is not None:
        return full_year(f["year2"], context), True
    reference = context.reference.year if context.reference else None
    leaning: int | None = reference
    if context.narrative and context.year is not None and context.tense(match.start) == PAST:
        leaning = context.year
    if f.get("yrel") is not None:
        return (None if leaning is None else leaning + f["yrel"]), False
    if f.get("yrelc") is not None:
        base = context.year if context.year is not None else reference
        return (None if base is None else base + f["yrelc"]), False
    if f.get("thisyear") is not None:
        return leaning, False
    if f.get("yprev") is not None:
        return (None if leaning is None else leaning - 1), False
    return None, False


def leaning_year(context: Context, match: Match) -> int | None:
    """The year that a date without year leans on, where the text is telling of former times; else None."""
    if context.year is None:
        return None
    reference = context.reference
    if context.narrative or reference is None or reference.year is None:
        return context.year
    near = context.previous_at >= 0 and match.start - context.previous_at < _NEAR
    if near and context.year < reference.year - 1 and context.tense(match.start) == PAST:
        return context.year
    return None


def year_for(month: int, day: int | None, context: Context, match: Match) -> int | None:
    """The year of a month or day without year: from the story, or the one that fits tense and reference date best."""
    leaning = leaning_year(context, match)
    if leaning is not None:
        return turned(leaning, month, context)
    reference = context.reference
    if reference is None or reference.year is None or reference.month is None:
        return None if reference is None else reference.year
    year, now = reference.year, reference.month
    tense = context.tense(match.start)
    ahead = month - now
    if _SINCE.search(context.text, max(0, match.start - 12), match.start):
        return year - (ahead > 0)
    if ahead < -2 and _UNTIL.search(context.text, max(0, match.start - 12), match.start):
        return year + 1  # nobody waits until a day long past
    if tense == PAST:
        if ahead > 0 and (ahead > 2 or context.clause_past(match.start)):
            return year - 1
        return year if ahead > -11 or ahead <= 0 else year - 1
    if tense == FUTURE:
        return year + 1 if ahead < -4 else year
    return min((year - 1, year, year + 1), key=lambda y: (abs((y - year) * 12 + ahead), y != year, y))


def turned(year: int, month: int, context: Context) -> int:
    """Follow a story over the turn of the year: January after December is the next one."""
    before, span = context.month, context.span()
    if span is not None and year + 1 > span[1]:
        return year
    if context.narrative and before is not None and context.month_year == year and before - month >= 9:
        return year + 1
    return year
