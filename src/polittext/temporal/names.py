"""Operations on named times: feasts, electoral terms of parliaments, eras."""

import datetime as dt
from functools import cache, lru_cache

from polittext.resources import read_tsv
from polittext.temporal.context import Context
from polittext.temporal.match import Match
from polittext.temporal.reading import Fields, Reading, dated, named_year, year_for
from polittext.temporal.when import When

_RANGE = (1583, 4099)  # years for which the Gregorian rule of Easter holds


@cache
def _feasts() -> dict[str, str]:
    return {row["feast"]: row["when"] for row in read_tsv("temporal/feasts.tsv")}


@cache
def terms() -> dict[str, dict[int, tuple[dt.date, dt.date | None]]]:
    """Return the electoral terms by parliament and number; the last day of a running term is None."""
    found: dict[str, dict[int, tuple[dt.date, dt.date | None]]] = {}
    for row in read_tsv("temporal/terms.tsv"):
        last = None if row["last"] == "-" else dt.date.fromisoformat(row["last"])
        found.setdefault(row["parliament"], {})[int(row["number"])] = (dt.date.fromisoformat(row["first"]), last)
    return found


@cache
def _eras() -> dict[str, tuple[str, str]]:
    return {row["era"]: (row["first"], row["last"]) for row in read_tsv("temporal/eras.tsv")}


@lru_cache(maxsize=256)
def feast_days(key: str, year: int) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of a feast in a year, or None where it can't be computed."""
    if not _RANGE[0] <= year <= _RANGE[1]:
        return None
    first, _, last = _feasts()[key].partition("..")
    begin = _day(first, year)
    end = _day(last, year) if last else begin
    return None if begin is None or end is None else (begin, end)


def _day(when: str, year: int) -> dt.date | None:
    kind, _, rest = when.partition(":")
    if kind == "holidays":
        country, name, *known = rest.split(":")
        if known and not int(known[0]) <= year <= int(known[1]):
            return None  # the package warns beyond the years that it knows
        return _holiday(country, name, year)
    if kind == "nth":
        month, weekday, number = map(int, rest.split(":"))
        first = dt.date(year, month, 1)
        return first + dt.timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (number - 1))
    if when.startswith("easter"):
        from dateutil.easter import easter

        day: dt.date = easter(year)
        return day + dt.timedelta(days=int(when[6:]))
    if when.startswith("advent-"):
        weeks, _, days = when[7:].partition("-")
        christmas = dt.date(year, 12, 25)
        fourth = christmas - dt.timedelta(days=christmas.isoweekday())
        return fourth - dt.timedelta(days=7 * int(weeks) + int(days or 0))
    month, number = map(int, when.split("-"))
    return dt.date(year, month, number)


def _holiday(country: str, name: str, year: int) -> dt.date | None:
    """Look a day up in the holidays package, which is only imported here."""
    import holidays

    table = holidays.country_holidays(country, years=year, language="en_US")
    return min((day for day, names in table.items() if names.startswith(name)), default=None)


def feast(f: Fields, context: Context, match: Match) -> Reading | None:
    """A feast in the year that is named, or in the one that fits tense and reference date best."""
    key = f.get("feast")
    if key is None:
        number = f["n"]
        if "adventn" in f:
            key = f"advent{number}" if 1 <= number <= 4 else None
        else:
            key = {1: "weihnachten", 2: "weihnachten2"}.get(number)
    if key is None:
        return None
    year, outright = named_year(f, context, match)
    if year is None:
        sample = feast_days(key, 2020)
        month = sample[0].month if sample else 1
        reference = context.reference
        if "frel" in f and reference is not None and reference.year is not None:
            base = feast_days(key, reference.year)
            today = reference.full_date() or dt.date(reference.year, reference.month or 1, 15)
            rel = f["frel"]
            year = reference.year
            if rel < 0 and base is not None and base[0] >= today:
                year -= 1
            if rel > 0 and base is not None and base[0] <= today:
                year += 1
        else:
            year = year_for(month, None, context, match)
    if year is None:
        day = _feasts()[key]
        return Reading("DATE", value=f"XXXX-{day}" if day[:2].isdigit() else "XXXX-XX-XX")
    days = feast_days(key, year)
    if days is None:
        return Reading("DATE", value=f"{year:04d}-XX-XX")
    first, last = days
    known = ("year", "month", "day") if outright else ("month", "day")
    if first == last:
        return dated(When.of(first), context, match, known)
    return _span("DATE", first.isoformat(), last.isoformat(), known)


def _span(kind: str, first: str, last: str, known: tuple[str, ...] = ()) -> Reading:
    begin, end = _bounds(first)[0], _bounds(last)[1]
    value = f"{first}/{last}"
    return Reading(kind, value=value, begin=first, end_point=last or None, first=begin, last=end, known=known)


def _bounds(day: str) -> tuple[dt.date | None, dt.date | None]:
    if not day or day == "..":
        return None, None
    year, month, number = ([int(part) for part in day.split("-")] + [None, None])[:3]
    return When(year=year, month=month, day=number).bounds()


def term(f: Fields, context: Context, match: Match) -> Reading | None:
    """An electoral term of the Bundestag, by number or counted from the reference date."""
    table = terms()["Bundestag"]
    number = f.get("number")
    if number is None:
        reference = context.reference
        bounds = reference.bounds() if reference is not None else (None, None)
        if bounds[0] is None:
            return Reading("DURATION", value="PXY")
        inside = [n for n, (first, _) in table.items() if first <= bounds[0]]
        number = max(inside, default=0) + f["rel"]
    if number not in table:
        return Reading("DURATION", value="PXY") if "number" not in f else None
    first, last = table[number]
    return _span("DURATION", first.isoformat(), last.isoformat() if last else "..")


def era(f: Fields, context: Context, match: Match) -> Reading | None:
    """An era that has a name and, in a source, bounds."""
    return _span("DURATION", *_eras()[f["era"]])


def season2(f: Fields, context: Context, match: Match) -> Reading | None:
    """A season that is named by two years."""
    end = f["year_end"] if f["year_end"] > 100 else f["year"] // 100 * 100 + f["year_end"]
    if end != f["year"] + 1:
        return None
    return _span("DATE", str(f["year"]), str(end), ("year",))
