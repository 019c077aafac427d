"""Operations on durations, sets and clock times."""

import re
from dataclasses import replace
from functools import cache

from polittext.resources import read_toml
from polittext.temporal.context import PAST, Context
from polittext.temporal.match import Match
from polittext.temporal.reading import Fields, Reading, dated
from polittext.temporal.when import When, shift

_AGES = (1, 110)  # a number of years in this range after "mit", "ab", "unter" is an age


def duration_value(f: Fields) -> str | None:
    """Return the TIMEX3 value of a counted unit, or None where it has none."""
    if "viertel" in f:
        amount, unit = int(f["viertel"][:-1]) * (f.get("n") or 1), f["viertel"][-1]
        return f"P{amount}M" if unit == "M" else f"PT{amount}M"
    unit, n = f["unit"], f.get("n")
    if n is None:
        if not f.get("x"):
            return None
        number = "X"
    elif f.get("h"):
        halves = {"Y": "P6M", "h": "PT30M", "D": "PT12H", "DE": "P5Y", "CE": "P50Y", "m": "PT30S", "M": "P0.5M"}
        return halves.get(unit) if n == 1 else None
    else:
        number = f"{n:g}" if isinstance(n, float) else str(n)
    if unit in ("h", "m", "s"):
        return f"PT{number}{unit.upper()}"
    return f"P{number}{'D' if unit == 'NI' else unit}"


def duration(f: Fields, context: Context, match: Match) -> Reading | None:
    """A counted stretch of time; an age is none."""
    value = duration_value(f)
    if value is None or _is_age(f, context, match):
        return None
    if "n2" in f:
        if f["unit2"] == f["unit"]:
            return None  # "16 Jahre, 17 Jahre" is no sum
        more = duration_value({"n": f["n2"], "unit": f["unit2"]}) or ""
        if value.startswith("PT"):
            if not more.startswith("PT"):
                return None
            value += more[2:]
        else:
            value += more[1:]
    reading = Reading("DURATION", value=value, mod=f.get("approx") or None)
    if f.get("rel") and isinstance(f.get("n"), int) and context.reference is not None and not context.narrative:
        _bound(reading, f["rel"], f["n"], f["unit"], context.reference)
    return reading


def _bound(reading: Reading, rel: int, n: int, unit: str, reference: When) -> None:
    """Give the bounds of a stretch that ends ("die letzten fünf Jahre") or begins on the reference date."""
    today = reference.full_date()
    other = same_day(reference, unit, n if rel > 0 else -n)
    day = None if other is None else other.full_date()
    if today is None or day is None:
        return
    first, last = sorted((today, day))
    reading.begin, reading.end_point = first.isoformat(), last.isoformat()
    reading.first, reading.last = first, last


def same_day(anchor: When, unit: str, n: float) -> When | None:
    """The same day so many years, months, weeks or days away; None where the calendar has none."""
    moved = shift(anchor, "D" if unit == "W" else unit, n * 7 if unit == "W" else n)
    if moved is None or unit in ("W", "D") or anchor.day is None:
        return moved
    when = When(moved.year, moved.month or anchor.month, anchor.day)
    return when if when.full_date() is not None else moved


@cache
def _ages() -> "tuple[re.Pattern[str], re.Pattern[str]]":
    data = read_toml("temporal/ages.toml")
    return re.compile(rf"(?:{'|'.join(data['before'])})$"), re.compile(rf"\W*(?:{'|'.join(data['nouns'])})")


def _is_age(f: Fields, context: Context, match: Match) -> bool:
    n = f.get("n")
    if f.get("unit") != "Y" or not isinstance(n, int) or not _AGES[0] < n < _AGES[1]:
        return False
    if context.text[match.end : match.end + 6].startswith((" jung", " alt", " jüng", " ält")):
        return True
    return _ages()[0].search(context.text[max(0, match.start - 40) : match.start]) is not None


def adjective(f: Fields, context: Context, match: Match) -> Reading | None:
    """A duration in an adjective: "zweijährig" is one only before a noun that can last so long."""
    value = f.get("value")
    if value is None:
        value = duration_value({"n": f["num"] if "num" in f else f["n"], "unit": f["unit"]}) or ""
    if value.endswith("Y") and not _ages()[1].match(context.text[match.end : match.end + 60]):
        return None
    if (
        not value.startswith("PT")
        and context.text[match.start : match.start + 1].isupper()
        and _nominal(context, match)
    ):
        return None
    return Reading("DURATION", value=value, mod=f.get("approx") or None)


def _nominal(context: Context, match: Match) -> bool:
    """Whether the adjective stands as a noun ("die Zweijährige")."""
    behind = context.text[match.end : match.end + 2]
    return not (behind[:1].isspace() and behind[1:2].isupper())


def literal(f: Fields, context: Context, match: Match) -> Reading | None:
    """A value that the lexicon gives outright."""
    return Reading(f["type"], value=f["value"]) if f["value"] else None


def repeated(f: Fields, context: Context, match: Match) -> Reading | None:
    """Every unit, so often in a unit, every weekday, a season of every year."""
    freq = f.get("freq")
    if f.get("weekday"):
        value = f"XXXX-WXX-{f['weekday']}"
    elif f.get("season"):
        value = f"XXXX-{f['season']}"
    else:
        value = duration_value({"n": 1, "unit": f["unit"]}) or ""
    return Reading("SET", value=value, quant=f.get("quant"), freq=f"{freq}X" if freq else None)


def repeated_n(f: Fields, context: Context, match: Match) -> Reading | None:
    """Every so many units."""
    value = duration_value(f if f.get("n") is not None else {**f, "x": 1}) or ""
    return Reading("SET", value=value, quant="EVERY")


def _day(context: Context, match: Match, reach: int = 2) -> When | None:
    """The day that a clock time belongs to: the one mentioned last, if near, else the reference date."""
    if context.day is not None:
        if context.sentence_at(match.start) - context.sentence_at(max(0, context.day_at - 1)) <= reach:
            return context.day
        if context.narrative:
            return context.day
    reference = context.reference
    return reference if reference is not None and reference.full_date() is not None else None


def clock(f: Fields, context: Context, match: Match) -> Reading | None:
    """A clock time, on the day that was mentioned last or on the reference date."""
    second = None
    if "half_to" in f:
        hour, minute = f["half_to"] - 1, 30
    elif "clock" in f:
        hour, minute, _, second = f["clock"]
    else:
        hour, minute = f["hour"], f.get("minute", 0)
    if not isinstance(hour, int) or not 0 <= hour <= 24:
        return None
    if "quarter" in f:
        hour, minute = divmod((60 * hour + f["quarter"]) % 1440, 60)
    daypart = f.get("daypart")
    if daypart in ("AF", "EV") and hour < 12:
        hour += 12
    zone = f" {f['zone']}" if "zone" in f else None
    known = ("hour", "minute")
    day = _day(context, match)
    when = When(hour=hour, minute=minute, second=second, zone=int(zone) if zone else None)
    if day is None:
        return Reading("TIME", when, known=known)
    when = replace(when, year=day.year, month=day.month, day=day.day)
    return Reading("TIME", when, known=known, implied=("year", "month", "day"))


def daypart(f: Fields, context: Context, match: Match) -> Reading | None:
    """A part of the day that was mentioned last or of the reference date."""
    n = f.get("rel", f.get("relc", 0)) or 0
    base = _day(context, match, 3) if n == 0 else context.reference
    if base is not None and n != 0:
        base = shift(base, "D", n) if f.get("daypart") == "NI" or n else base
    if base is None or base.full_date() is None:
        return Reading("TIME", When(daypart=f["daypart"]), known=("hour",))
    when = When(base.year, base.month, base.day, daypart=f["daypart"])
    return dated(when, context, match, ("hour",), keep=False)


def night_to(f: Fields, context: Context, match: Match) -> Reading | None:
    """The night to a weekday: it belongs to the day before, as "die Nacht vom 5. auf den 6." does."""
    from polittext.temporal.ops_calendar import weekday_date

    day = weekday_date(f["weekday"], None, context, match)
    if day is None:
        return Reading(
            "TIME", When(weekday=(f["weekday"] + 5) % 7 + 1, daypart=f["daypart"]), known=("weekday", "hour")
        )
    base = shift(When.of(day), "D", -1)
    return None if base is None else dated(replace(base, daypart=f["daypart"]), context, match, ("weekday", "hour"))


def habit(f: Fields, context: Context, match: Match) -> Reading | None:
    """A part of the day as a habit, or on the day that is being told of."""
    if context.day is not None and context.tense(match.start) == PAST and context.day_at > match.start - 400:
        return daypart(f, context, match)
    return Reading("SET", When(daypart=f["daypart"]), known=("hour",))
