"""What the words mean: each operation turns the fields of a match into a reading against its context."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from polittext.temporal.context import FUTURE, PAST, Context
from polittext.temporal.match import Match
from polittext.temporal.when import When, shift


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


def resolve(match: Match, context: Context) -> Reading | None:
    """Return the meaning of a match, or None where it has none after all."""
    return OPERATIONS[match.rule.op](match.fields, context, match)


Fields = Mapping[str, Any]
_ORDER = ("century", "decade", "year", "half", "quarter", "season", "month", "week", "weekday", "day", "hour", "minute")


def _parts(when: When) -> tuple[str, ...]:
    return tuple(name for name in _ORDER if getattr(when, name) is not None)


def _reading(when: When, context: Context, match: Match, known: tuple[str, ...], mod: str | None = None) -> Reading:
    implied = tuple(name for name in _parts(when) if name not in known)
    kind = "TIME" if when.hour is not None or when.daypart is not None else "DATE"
    context.remember(when, match.end)
    return Reading(type=kind, when=when, mod=mod or None, known=known, implied=implied)


def full_year(digits: int, context: Context, *, decade: bool = False) -> int:
    """Complete a two-digit year (or decade): the century that brings it nearest to the reference date."""
    base = context.year if context.narrative and context.year else context.reference.year if context.reference else 2000
    base = base if base is not None else 2000
    limit = base + (0 if decade else 15)
    year = limit // 100 * 100 + digits
    return year if year <= limit else year - 100


def _year_of(f: Fields, context: Context, match: Match) -> tuple[int | None, bool]:
    """The year that the words name (or point to), and whether they name it outright."""
    if f.get("year") is not None:
        return f["year"], True
    reference = context.reference.year if context.reference else None
    if f.get("yrel") is not None:
        base = context.year if context.narrative and context.year else reference
        return (None if base is None else base + f["yrel"]), False
    if f.get("yrelc") is not None or f.get("thisyear") is not None:
        base = context.year if context.year is not None else reference
        return (None if base is None else base + (f.get("yrelc") or 0)), False
    if f.get("yprev") is not None:
        return (None if reference is None else reference - 1), False
    return None, False


def calendar(f: Fields, context: Context, match: Match) -> Reading | None:
    """A date by its calendar components; what is missing comes from the reference date or the context."""
    mod = f.get("part") or None
    if "numdate" in f:
        day, month, digits = f["numdate"]
        year = None if digits is None else int(digits) if len(digits) == 4 else full_year(int(digits), context)
        return _day(day, month, year, context, match, mod)
    if "isodate" in f:
        year, month, day, hour, minute = f["isodate"]
        when = When(year=year, month=month, day=day, hour=hour, minute=minute)
        if day is not None and when.full_date() is None:
            return None
        return _reading(when, context, match, _parts(when))
    year, outright = _year_of(f, context, match)
    if "bc" in f and year is not None:
        year = 1 - year
    if f.get("decade") is not None:
        number = f["decade"]
        number = number if number >= 1000 else full_year(number, context, decade=True)
        return _reading(When(decade=number // 10), context, match, ("decade",), mod)
    if f.get("decadew") is not None:
        return _reading(
            When(decade=full_year(f["decadew"] * 10, context, decade=True) // 10), context, match, ("decade",), mod
        )
    if match.rule.name.startswith("century"):
        return _reading(When(century=f["ord"] - 1), context, match, ("century",), mod)
    if f.get("month") is not None:
        month = f["month"]
        if not month:
            return None
        if f.get("day") is not None:
            return _day(f["day"], month, year, context, match, mod, outright)
        if year is None:
            year = _year_for_month(month, f, context, match)
        known = ("year", "month") if outright else ("month",)
        return _reading(When(year=year, month=month), context, match, known, mod)
    if f.get("season") is not None:
        if year is None:
            year = _year_for_season(f["season"], f, context, match)
        return _reading(When(year=year, season=f["season"]), context, match, ("season",), mod)
    if f.get("weekday"):
        return _weekday(f, context, match)
    for name, top in (("quarter", 4), ("halfyear", 2)):
        if name in f:
            number = f["ord"]
            if not 1 <= number <= top:
                return None
            if year is None:
                year = context.year if context.narrative else context.reference.year if context.reference else None
            when = When(year=year, quarter=number) if name == "quarter" else When(year=year, half=number)
            return _reading(when, context, match, (name,), mod)
    if "kwn" in f:
        if not 1 <= f["kwn"] <= 53:
            return None
        if year is None:
            year = context.reference.year if context.reference else None
        return _reading(When(year=year, week=f["kwn"]), context, match, ("week",), mod)
    if year is not None:
        return _reading(When(year=year), context, match, ("year",), mod)
    return None


def _day(
    day: int, month: int, year: int | None, context: Context, match: Match, mod: str | None, outright: bool = True
) -> Reading | None:
    known: tuple[str, ...] = ("month", "day")
    if year is None:
        year = _nearest_year(month, day, context, match)
    elif outright:
        known = ("year", "month", "day")
    when = When(year=year, month=month, day=day)
    if day > (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        return None
    if year is not None and 1 <= year <= 9999 and when.full_date() is None:
        return None
    return _reading(when, context, match, known, mod)


def _leaning(context: Context, match: Match) -> int | None:
    """The year that a date without year leans on, where the text is telling of former times; else None."""
    if context.year is None:
        return None
    if context.narrative or context.reference is None or context.reference.year is None:
        return context.year
    near = match.start - context.previous_at < 250 and context.previous is not None
    if near and context.year < context.reference.year - 1 and context.tense(match.start) == PAST:
        return context.year
    return None


def _nearest_year(month: int, day: int, context: Context, match: Match) -> int | None:
    leaning = _leaning(context, match)
    if leaning is not None:
        return leaning
    reference = context.reference
    if reference is None or reference.year is None:
        return None
    if reference.month is None:
        return reference.year
    base = reference.year * 12 + reference.month
    best = min(
        (reference.year - 1, reference.year, reference.year + 1),
        key=lambda y: (abs(y * 12 + month - base), y),
    )
    tense = context.tense(match.start)
    here = (month, day)
    now = (reference.month, reference.day or 15)
    if best == reference.year and tense == PAST and here > now and (month - reference.month) >= 3:
        return best - 1
    if best == reference.year and tense == FUTURE and here < now and (reference.month - month) >= 3:
        return best + 1
    return best


def _year_for_month(month: int, f: Fields, context: Context, match: Match) -> int | None:
    reference = context.reference
    if "rel" in f:
        if reference is None or reference.year is None:
            return None
        if reference.month is None:
            return reference.year + f["rel"]
        rel = f["rel"]
        if rel < 0:
            return reference.year - (month >= reference.month) + (rel + 1)
        if rel > 0:
            return reference.year + (month <= reference.month) + (rel - 1)
        return reference.year
    return _nearest_year(month, 15, context, match)


def _year_for_season(season: str, f: Fields, context: Context, match: Match) -> int | None:
    reference = context.reference
    if "rel" in f and reference is not None and reference.year is not None:
        if reference.month is None:
            return reference.year + f["rel"]
        start = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season]
        if f["rel"] < 0:
            return reference.year - (start + 2 >= reference.month and season != "WI") - (season == "WI")
        if f["rel"] > 0:
            return reference.year + (start <= reference.month)
        return reference.year
    leaning = _leaning(context, match)
    if leaning is not None:
        return leaning
    return None if reference is None else reference.year


def _weekday(f: Fields, context: Context, match: Match) -> Reading | None:
    number = f["weekday"]
    reference = context.reference.full_date() if context.reference else None
    daypart = f.get("daypart")
    if reference is None:
        return _reading(When(weekday=number, daypart=daypart), context, match, ("weekday",))
    today = reference.isoweekday()
    rel = f.get("rel")
    if rel is None:
        direction = -1 if context.tense(match.start) == PAST else 1 if context.tense(match.start) == FUTURE else 0
    else:
        direction = (rel > 0) - (rel < 0)
    if direction < 0:
        back = (today - number) % 7
        if rel is not None and back == 0:
            back = 7
        moved = -back
    elif direction > 0:
        moved = (number - today) % 7
        if rel is not None and moved == 0:
            moved = 7
    elif rel == 0:
        moved = number - today
    else:
        moved = -((today - number) % 7)
    try:
        day = reference + dt.timedelta(days=moved)
    except OverflowError:
        return None
    when = When(day.year, day.month, day.day, daypart=daypart)
    return _reading(when, context, match, ("weekday", "hour") if daypart else ("weekday",))


def year(f: Fields, context: Context, match: Match) -> Reading | None:
    """A bare year, or the second, shortened one of a pair."""
    number = f.get("year")
    if number is None:
        number = f["first"] // 100 * 100 + f["y2"]
        if number <= f["first"]:
            return None
    return _reading(When(year=number), context, match, ("year",))


def deictic(f: Fields, context: Context, match: Match) -> Reading | None:
    """Today, yesterday, tomorrow, with or without a part of the day."""
    daypart = f.get("daypart")
    reference = context.reference
    day = shift(reference, "D", f["deictic"]) if reference is not None else None
    if day is None:
        if daypart:
            return Reading("TIME", When(daypart=daypart))
        words = {0: "PRESENT_REF"}.get(f["deictic"], "PAST_REF" if f["deictic"] < 0 else "FUTURE_REF")
        return Reading("DATE", value=words)
    when = When(day.year, day.month, day.day, daypart=daypart)
    return _reading(when, context, match, ("hour",) if daypart else ())


def _anchor(f: Fields, context: Context) -> When | None:
    if f.get("contextual") and (context.previous is not None):
        return context.previous
    if context.narrative and context.previous is not None:
        return context.previous
    return context.reference


_UNRESOLVED = {
    "Y": "XXXX",
    "M": "XXXX-XX",
    "W": "XXXX-WXX",
    "D": "XXXX-XX-XX",
    "Q": "XXXX-QX",
    "H": "XXXX-HX",
    "DE": "XXX",
    "CE": "XX",
}


def period(f: Fields, context: Context, match: Match) -> Reading | None:
    """This, the last, the next day, week, month, year ..."""
    n = f.get("rel", f.get("relc", 0))
    unit = f.get("unit") or "WE"
    anchor = _anchor(f, context)
    when = shift(anchor, unit, n) if anchor is not None else None
    mod = f.get("part") or None
    if when is None:
        return Reading("DATE", value=_UNRESOLVED.get(unit, "XXXX-WXX-WE"), mod=mod)
    return _reading(when, context, match, (), mod)


def weekend(f: Fields, context: Context, match: Match) -> Reading | None:
    """The weekend: the last one, unless the wording or the tense points ahead."""
    reference = context.reference
    day = reference.full_date() if reference is not None else None
    if day is None:
        return Reading("DATE", value="XXXX-WXX-WE")
    rel = f.get("rel")
    if rel is None:
        rel = 0 if context.tense(match.start) == FUTURE or day.isoweekday() >= 6 else -1
    elif rel > 0:
        rel -= 1
    when = shift(When.of(day), "WE", rel)
    return None if when is None else _reading(when, context, match, ())


def prevnext(f: Fields, context: Context, match: Match) -> Reading | None:
    """Vorjahr, Folgetag: the unit before or after the one that is spoken of."""
    unit, n = f["period"][0], int(f["period"][1:])
    anchor = _anchor(f, context)
    when = shift(anchor, unit, n) if anchor is not None else None
    if when is None:
        return Reading("DATE", value=_UNRESOLVED[unit])
    return _reading(when, context, match, ())


def duration_value(f: Fields) -> str | None:
    """Return the TIMEX3 value of a counted unit, or None where it has none."""
    if "viertel" in f:
        amount, unit = int(f["viertel"][:-1]), f["viertel"][-1]
        return f"P{amount}M" if unit == "M" else f"PT{amount}M"
    unit = f["unit"]
    n = f.get("n")
    if f.get("x") and n is None:
        number = "X"
    else:
        if n is None:
            return None
        if f.get("h"):
            return _halved(n, unit)
        number = f"{n:g}" if isinstance(n, float) else str(n)
    if unit in ("h", "m", "s"):
        return f"PT{number}{unit.upper()}"
    if unit == "NI":
        return f"P{number}D"
    return f"P{number}{unit}"


def _halved(n: float, unit: str) -> str | None:
    return (
        {"Y": "P6M", "h": "PT30M", "D": "PT12H", "DE": "P5Y", "CE": "P50Y", "m": "PT30S"}.get(unit) if n == 1 else None
    )


def duration(f: Fields, context: Context, match: Match) -> Reading | None:
    """A counted stretch of time; one that ends or starts now is anchored."""
    value = duration_value(f)
    if value is None:
        return None
    return Reading("DURATION", value=value, mod=f.get("approx") or None)


def offset(f: Fields, context: Context, match: Match) -> Reading | None:
    """So many units before or after the reference date or the date mentioned before."""
    value = duration_value(f)
    if value is None:
        return None
    mod = f.get("approx") or None
    anchor = _anchor(f, context)
    n = f.get("n")
    if n is None or f.get("h"):
        when = shift(anchor, "M", f["sign"] * 6) if f.get("h") and f["unit"] == "Y" and anchor else None
    else:
        when = shift(anchor, f["unit"], f["sign"] * n) if anchor is not None else None
        if when is not None and f["unit"] == "W" and anchor is not None and anchor.full_date() is not None:
            when = shift(anchor, "D", f["sign"] * n * 7)
    if when is None:
        ref = "PAST_REF" if f["sign"] < 0 else "FUTURE_REF"
        return Reading("DATE", value=ref, mod=mod, offset=value)
    reading = _reading(when, context, match, (), mod)
    reading.offset = value
    return reading


def literal(f: Fields, context: Context, match: Match) -> Reading | None:
    """A value that the lexicon gives outright."""
    return Reading(f["type"], value=f["value"]) if f["value"] else None


def repeated(f: Fields, context: Context, match: Match) -> Reading | None:
    """Every unit, so often in a unit, every weekday."""
    freq = f.get("freq")
    value = f"XXXX-WXX-{f['weekday']}" if f.get("weekday") else duration_value({"n": 1, "unit": f["unit"]}) or ""
    return Reading("SET", value=value, quant=f.get("quant"), freq=f"{freq}X" if freq else None)


def reference_word(f: Fields, context: Context, match: Match) -> Reading | None:
    """A vague reference to the past, the present or the future."""
    return Reading("DATE", value=f["ref"])


def clock(f: Fields, context: Context, match: Match) -> Reading | None:
    """A clock time, on the day that was mentioned last or on the reference date."""
    if "clock" in f:
        hour, minute, _, second = f["clock"]
    else:
        hour, minute, second = f["hour"], f.get("minute", 0), None
    near = context.day is not None and context.sentence_at(match.start) - context.sentence_at(context.day_at - 1) <= 2
    day = context.day if near else context.reference if context.reference and context.reference.full_date() else None
    if day is None:
        return Reading("TIME", When(hour=hour, minute=minute, second=second), known=("hour", "minute"))
    when = When(day.year, day.month, day.day, hour=hour, minute=minute, second=second)
    return Reading("TIME", when, known=("hour", "minute"), implied=("year", "month", "day"))


def sets(f: Fields, context: Context, match: Match) -> Reading | None:
    return repeated(f, context, match)


OPERATIONS: Mapping[str, Callable[[Fields, Context, Match], Reading | None]] = {
    "calendar": calendar,
    "year": year,
    "deictic": deictic,
    "period": period,
    "weekend": weekend,
    "prevnext": prevnext,
    "duration": duration,
    "offset": offset,
    "literal": literal,
    "set": repeated,
    "ref": reference_word,
    "clock": clock,
}
"""What a rule's `op` may be."""
