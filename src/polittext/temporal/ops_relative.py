"""Operations on dates that are counted from another one: from the reference date or from one mentioned before."""

import re
from dataclasses import replace

from polittext.temporal.context import FUTURE, Context
from polittext.temporal.match import Match
from polittext.temporal.ops_spans import duration_value, same_day
from polittext.temporal.reading import Fields, Reading, dated, leaning_year
from polittext.temporal.when import When, shift

_UNRESOLVED = {
    "Y": "XXXX",
    "M": "XXXX-XX",
    "W": "XXXX-WXX",
    "D": "XXXX-XX-XX",
    "Q": "XXXX-QX",
    "H": "XXXX-HX",
    "DE": "XXX",
    "CE": "XX",
    "WE": "XXXX-WXX-WE",
}
_IDIOM = re.compile(r"\bvon $")  # "die Technik von morgen" is of the future, "von morgen an" is of tomorrow
_TODAY = ("heute, ", "jetzt, ", "heute ", "jetzt ")
_REFS = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}


def deictic(f: Fields, context: Context, match: Match) -> Reading | None:
    """Today, yesterday, tomorrow, with or without a part of the day; "heute" may also mean nowadays."""
    n, daypart = f["deictic"], f.get("daypart")
    if n == 0 and not daypart and not f.get("sure") and context.nowadays(match):
        return Reading("DATE", value="PRESENT_REF")
    day = shift(context.reference, "D", n) if context.reference is not None else None
    if day is None:
        if daypart:
            return Reading("TIME", When(daypart=daypart), known=("hour",))
        return Reading("DATE", value=_REFS[(n > 0) - (n < 0)])
    return dated(replace(day, daypart=daypart), context, match, ("hour",) if daypart else ())


def tomorrow(f: Fields, context: Context, match: Match) -> Reading | None:
    """The adverb "morgen", not the capitalized noun inside a sentence."""
    word = context.text[match.start : match.end]
    if word[0].isupper() and context.text[max(0, match.start - 1) : match.start].isspace():
        index = context.sentence_at(match.start)
        start = context.sentence_starts[index] if index >= 0 else 0
        if context.text[start : match.start].strip(" \n\t\"„“»«'–-•"):
            return None
    idiom = _IDIOM.search(context.text, max(0, match.start - 5), match.start) is not None
    if idiom and not context.text.startswith(" an", match.end):
        return Reading("DATE", value="FUTURE_REF")
    return deictic(f, context, match)


def nowadays(f: Fields, context: Context, match: Match) -> Reading | None:
    """ "heutig" as "of nowadays"; "gestrig" and "morgig" mean their day."""
    if f["heutig"] == 0:
        return Reading("DATE", value="PRESENT_REF")
    return deictic({"deictic": f["heutig"]}, context, match)


def _anchor(f: Fields, context: Context, match: Match) -> When | None:
    telling = context.narrative and context.tense(match.start) != FUTURE
    if (f.get("contextual") or telling) and context.previous is not None:
        if f.get("unit") in ("D", None) and context.day is not None and context.previous.day is None:
            return context.day if context.day_at >= context.previous_at - 400 else context.previous
        return context.previous
    if f.get("leaning") and f.get("unit") in ("Y", "M"):
        year = leaning_year(context, match)
        if year is not None:
            return context.previous if context.previous and context.previous.year == year else When(year=year)
    return context.reference


def period(f: Fields, context: Context, match: Match) -> Reading | None:
    """This, the last, the next day, week, month, year."""
    n = f.get("rel", f.get("relc", 0))
    unit = f["unit"]
    mod = f.get("part") or None
    if unit == "D" and n == 0 and context.day is not None and not f.get("contextual"):
        f = {**f, "contextual": True}  # "an diesem Tag" is the day just mentioned
    if f.get("y4") or f.get("year"):
        anchor: When | None = When(year=f.get("y4") or f.get("year"))
    else:
        anchor = _anchor(f, context, match)
    when = shift(anchor, unit, n) if anchor is not None else None
    if when is None and anchor is context.previous and anchor is not None and context.day is not None:
        when = shift(context.day, unit, n)
    if mod == "TURN":
        mod = None
    if when is None:
        return Reading("DATE", value=_UNRESOLVED[unit], mod=mod)
    return dated(when, context, match, (), mod)


def newyear(f: Fields, context: Context, match: Match) -> Reading | None:
    """The new year: the next one, unless the year has only begun."""
    reference = context.reference
    begun = not context.narrative and reference is not None and reference.month is not None and reference.month <= 3
    return period({"rel": 0 if begun else 1, "unit": "Y"}, context, match)


def weekend(f: Fields, context: Context, match: Match) -> Reading | None:
    """The weekend: the last one, unless the wording or the tense points ahead."""
    day = context.reference.full_date() if context.reference is not None else None
    if day is None:
        return Reading("DATE", value=_UNRESOLVED["WE"])
    rel = f.get("rel")
    if rel is None:
        rel = 0 if context.tense(match.start) == FUTURE or day.isoweekday() >= 6 else -1
    elif rel > 0:
        rel -= 1
    when = shift(When.of(day), "WE", rel)
    return None if when is None else dated(when, context, match, ())


def prevnext(f: Fields, context: Context, match: Match) -> Reading | None:
    """Vorjahr, Folgetag: the unit before or after the one that is spoken of."""
    unit, n = f["period"][0], int(f["period"][1:])
    anchor = _anchor({**f, "unit": unit}, context, match)
    when = shift(anchor, unit, n) if anchor is not None else None
    if when is None and anchor is not None and context.day is not None and anchor is context.previous:
        when = shift(context.day, unit, n)
    if when is None:
        return Reading("DATE", value=_UNRESOLVED[unit])
    return dated(when, context, match, ())


def offset(f: Fields, context: Context, match: Match) -> Reading | None:
    """So many units before or after the reference date or the date mentioned before."""
    value = duration_value(f)
    if value is None:
        return None
    sign, n, mod = f["sign"], f.get("n"), f.get("approx") or None
    if f.get("contextual") and context.text[max(0, match.start - 7) : match.start].casefold().endswith(_TODAY):
        return Reading("DURATION", value=value, mod=mod)  # "heute, zwölf Jahre danach": what it is after isn't named
    anchor = _anchor(f, context, match)
    when: When | None = None
    if n is not None and anchor is not None:
        if f.get("h"):
            when = shift(anchor, "M", sign * 6) if f["unit"] == "Y" else _half_hour(anchor, sign, f["unit"])
        elif f.get("sameday"):
            when = same_day(anchor, f["unit"], sign * n)
        elif f["unit"] == "W" and anchor.full_date() is not None:
            when = shift(anchor, "D", sign * n * 7)
        else:
            when = shift(anchor, f["unit"], sign * n)
            if when is None and f.get("contextual") and context.day is not None and anchor is context.previous:
                when = shift(context.day, f["unit"], sign * n)
    if when is None:
        return Reading("DATE", value=_REFS[sign], mod=mod, offset=value)
    reading = dated(when, context, match, (), mod)
    reading.offset = value
    return reading


def _half_hour(anchor: When, sign: int, unit: str) -> When | None:
    return shift(anchor, "m", sign * 30) if unit == "h" else None


def vagueoffset(f: Fields, context: Context, match: Match) -> Reading | None:
    """Shortly after or before."""
    return Reading("DATE", value=_REFS[f["sign"]])


def vagueperiod(f: Fields, context: Context, match: Match) -> Reading | None:
    """The last years, the coming months: how many is open."""
    value = duration_value({"x": 1, "unit": f["unit"]}) or ""
    if context.text[match.start : match.end].casefold() == "dieser tage":
        return Reading("DATE", value="PRESENT_REF")
    return Reading("DURATION", value=value)


def times(f: Fields, context: Context, match: Match) -> Reading | None:
    """Former times, these times, times to come."""
    when = f.get("when", -1)
    if when == 0:
        return None
    return Reading("DATE", value=_REFS[(when > 0) - (when < 0)])


def refword(f: Fields, context: Context, match: Match) -> Reading | None:
    """A vague reference to the past, the present or the future."""
    return Reading("DATE", value=f["ref"])
