"""Operations on calendar dates: what the words leave out comes from the reference date or the text."""

import datetime as dt
import re
from calendar import monthrange
from dataclasses import replace

from polittext.temporal.context import FUTURE, PAST, Context
from polittext.temporal.match import Match
from polittext.temporal.reading import Fields, Reading, dated, full_year, leaning_year, named_year, turned, year_for
from polittext.temporal.when import SEASON_MONTHS, When

_FROM_OR_UNTIL = re.compile(r"\b(?:[Aa]b|[Bb]is)(?: (?:zum|dem))? $")
_APPOINTED = re.compile(r"\b[Ff]ür (?:den )?$")  # "rief für Montag zu Protesten auf": told in the past, but to come


def calendar(f: Fields, context: Context, match: Match) -> Reading | None:
    """A date by its calendar components."""
    mod = f.get("part") or f.get("dpart") or None
    if "rest" in f:
        _, month, digits = f["rest"]
        return _day({**f, "month": month}, _digits(digits, context), True, context, match, mod)
    if "numdate" in f:
        day, month, digits = f["numdate"]
        return _day({**f, "day": day, "month": month}, _digits(digits, context), True, context, match, mod)
    if "isodate" in f:
        year, month, day, hour, minute = f["isodate"]
        when = When(year=year, month=month, day=day, hour=hour, minute=minute)
        if day is not None and when.full_date() is None:
            return None
        return dated(when, context, match, ("year", "month", "day", "hour", "minute")[: 2 + 3 * (day is not None)])
    year, outright = named_year(f, context, match)
    if f.get("decade") is not None or f.get("decadew") is not None:
        number = f["decade"] if f.get("decade") is not None else f["decadew"] * 10
        number = number if number >= 1000 else full_year(number, context, decade=True)
        return dated(When(decade=number // 10), context, match, ("decade",), mod, keep=False)
    if "century" in f or match.rule.name.startswith("century"):
        century = -f["ord"] if "bc" in f else f["ord"] - 1
        return dated(When(century=century), context, match, ("century",), mod, keep=False)
    if f.get("month") is not None:
        if year is not None and f["month"] > f.get("until", 12):
            year -= 1  # "von Dezember bis März 2021"
        if f.get("day") is not None:
            return _day(f, year, outright, context, match, mod)
        if year is None:
            year = _related_year(f, f["month"], context) if "rel" in f else year_for(f["month"], None, context, match)
        return dated(
            When(year=year, month=f["month"]), context, match, ("year", "month") if outright else ("month",), mod
        )
    if f.get("season") is not None:
        if year is None:
            year = _season_year(f, context, match)
        return dated(
            When(year=year, season=f["season"]), context, match, ("year", "season") if outright else ("season",), mod
        )
    if f.get("weekday") or f.get("wdpart"):
        return _weekday(f, context, match)
    for name, top in (("quarter", 4), ("halfyear", 2)):
        if name in f:
            return _fraction(f, name, top, year, outright, context, match, mod)
    if "kwn" in f:
        if not isinstance(f["kwn"], int) or not 1 <= f["kwn"] <= 53:
            return None  # "KW anderthalb"
        if year is None:
            year = context.reference.year if context.reference else None
        when = When(year=year, week=f["kwn"])
        if year is not None and when.bounds()[0] is None:
            return None
        return dated(when, context, match, ("year", "week") if outright else ("week",), mod)
    if year is not None:
        return dated(When(year=year), context, match, ("year",), mod)
    return None


def _digits(digits: str | None, context: Context) -> int | None:
    if digits is None:
        return None
    return int(digits) if len(digits) == 4 else full_year(int(digits), context)


def _day(
    f: Fields, year: int | None, outright: bool, context: Context, match: Match, mod: str | None
) -> Reading | None:
    day, month = int(f["day"]), int(f["month"])
    if not 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        return None
    known: tuple[str, ...] = ("year", "month", "day") if year is not None and outright else ("month", "day")
    if year is None:
        year = year_for(month, day, context, match)
        if month == 2 and day == 29 and year is not None and monthrange(max(1, min(year, 9999)), 2)[1] < 29:
            year = None
    when = When(year=year, month=month, day=day, daypart=f.get("daypart"))
    if year is not None and 1 <= year <= 9999 and when.full_date() is None:
        return None
    return dated(when, context, match, known, mod)


def _related_year(f: Fields, month: int, context: Context) -> int | None:
    """The year of "vergangenen März", "nächsten Mai"."""
    reference, rel = context.reference, int(f["rel"])
    if reference is None or reference.year is None:
        return None
    if reference.month is None:
        return reference.year + rel
    if rel < 0:
        return reference.year - (month >= reference.month) + (rel + 1)
    if rel > 0:
        return reference.year + (month <= reference.month) + (rel - 1)
    return reference.year


def _season_year(f: Fields, context: Context, match: Match) -> int | None:
    reference = context.reference
    if "rel" in f:
        year = _related_year(f, SEASON_MONTHS[f["season"]], context)
        if year is not None and f["rel"] < 0 and reference is not None and reference.month is not None:
            # the winter of last December and the season that is just over are the last ones
            return year
        return year
    leaning = leaning_year(context, match)
    if leaning is not None:
        return turned(leaning, SEASON_MONTHS[f["season"]], context) if f["season"] != "WI" else leaning
    if reference is None:
        return None
    return reference.year


def _weekday(f: Fields, context: Context, match: Match) -> Reading | None:
    if "wdpart" in f:
        number, daypart = int(f["wdpart"][0]), f["wdpart"][1:]
    else:
        number, daypart = f["weekday"], f.get("daypart")
    known = ("weekday", "hour") if daypart else ("weekday",)
    day = weekday_date(number, f.get("rel"), context, match)
    if day is None:
        return dated(When(weekday=number, daypart=daypart), context, match, known)
    return dated(replace(When.of(day), daypart=daypart), context, match, known)


def weekday_date(number: int, rel: int | None, context: Context, match: Match) -> dt.date | None:
    """The date of a weekday, by wording or tense; the last one where both are silent."""
    reference = context.reference.full_date() if context.reference else None
    if context.narrative and context.day is not None:
        reference = context.day.full_date() or reference
    if reference is None:
        return None
    today = reference.isoweekday()
    back, ahead = (today - number) % 7, (number - today) % 7
    if rel is None:
        tense = context.tense(match.start)
        coming = tense != PAST and _FROM_OR_UNTIL.search(context.text, max(0, match.start - 8), match.start)
        appointed = _APPOINTED.search(context.text, max(0, match.start - 8), match.start)
        moved = ahead if tense == FUTURE or coming or appointed else -back
        if context.narrative:
            moved = ahead
    elif rel < 0:
        moved = -(back or 7) + 7 * (rel + 1)
    elif rel > 0:
        moved = (ahead or 7) + 7 * (rel - 1)
    else:
        moved = ahead if context.tense(match.start) != PAST else -back
    try:
        return reference + dt.timedelta(days=moved)
    except OverflowError:
        return None


def _fraction(
    f: Fields,
    name: str,
    top: int,
    year: int | None,
    outright: bool,
    context: Context,
    match: Match,
    mod: str | None,
) -> Reading | None:
    number = f.get("ord")
    if number is None or not 1 <= number <= top:
        return None
    if year is None:
        year = leaning_year(context, match)
    if year is None:
        year = context.reference.year if context.reference else None
    when = When(year=year, quarter=number) if name == "quarter" else When(year=year, half=number)
    field = "quarter" if name == "quarter" else "half"
    return dated(when, context, match, ("year", field) if outright else (field,), mod)


def year(f: Fields, context: Context, match: Match) -> Reading | None:
    """A bare year, or the second, shortened one of a pair."""
    number = f.get("year")
    if number is None:
        number = f["first"] // 100 * 100 + f["y2"]
        if number <= f["first"]:
            return None
    elif "first" in f and not 0 < number - f["first"] < 200:
        return None
    if number < f["least"] or (not f["round"] and (number % 100 == 0 or number > 2100)):
        return None
    return dated(When(year=number), context, match, ("year",))


def dayalone(f: Fields, context: Context, match: Match) -> Reading | None:
    """A day without month, right after a date of the same story."""
    before = context.previous
    if before is None or before.month is None or match.start - context.previous_at > 600:
        return None
    when = When(year=before.year, month=before.month, day=f["day"])
    if when.year is not None and 1 <= when.year <= 9999 and when.full_date() is None:
        return None
    return dated(when, context, match, ("day",))


def weekof(f: Fields, context: Context, match: Match) -> Reading | None:
    """A weekday in this, the last or the next week."""
    reference = context.reference.full_date() if context.reference else None
    if reference is None:
        return Reading("DATE", When(weekday=f["weekday"]), known=("weekday",))
    try:
        monday = reference - dt.timedelta(days=reference.weekday())
        day = monday + dt.timedelta(days=7 * f["wrel"] + f["weekday"] - 1)
    except OverflowError:
        return None
    return dated(When.of(day), context, match, ("weekday",))


def nth(f: Fields, context: Context, match: Match) -> Reading | None:
    """The first, third or last weekday, day or week of a month."""
    year, outright = named_year(f, context, match)
    if year is None:
        year = year_for(f["month"], None, context, match)
    if year is None or not 1 <= year <= 9998:
        return None
    days = monthrange(year, f["month"])[1]
    number = f.get("nth")
    if number is None and f["last"] != -1:
        return None
    unit = f.get("unit", "WD")
    if unit == "WD":
        fitting = [d for d in range(1, days + 1) if dt.date(year, f["month"], d).isoweekday() == f["weekday"]]
    elif unit == "D":
        fitting = list(range(1, days + 1))
    elif unit == "W":
        fitting = [d for d in range(1, days - 5) if dt.date(year, f["month"], d).isoweekday() == 1]
    else:
        return None
    if number is not None and number > len(fitting):
        return None
    day = dt.date(year, f["month"], fitting[-1 if number is None else number - 1])
    if unit == "W":
        iso = day.isocalendar()
        return dated(When(year=iso.year, week=iso.week), context, match, ("month", "week"))
    return dated(When.of(day), context, match, ("year", "month", "day") if outright else ("month", "day"))
