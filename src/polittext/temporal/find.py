"""From text to time expressions: match, refine, resolve in text order, and give each its final form."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from polittext.document import TimeExpression
from polittext.temporal.context import Context
from polittext.temporal.match import Match, find_matches
from polittext.temporal.reading import Reading
from polittext.temporal.reference import ReferenceDate, parse_absolute
from polittext.temporal.resolve import resolve
from polittext.temporal.rules import load
from polittext.temporal.when import When

_LEAD = re.compile(
    r"(?:(?:am|an|im|in|ins|vom|von|seit|bis|zum|zur|zu|nach|ab|gegen|um|für|während|binnen|der|die|das|den|dem|des)\s+)+",
    re.IGNORECASE,
)


def find(
    text: str, sentence_starts: list[int], sentence_ends: list[int], reference: ReferenceDate | None
) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a text with the given sentences."""
    matches = list(find_matches(text, load()))
    if not matches:
        return ()
    context = Context(text, sentence_starts, sentence_ends, as_when(reference))
    survey(matches, context)
    found = []
    share_years(text, matches)
    for match in matches:
        context.enter(match)
        reading = resolve(match, context)
        if reading is not None:
            found.append(expression(text, match.start, match.end, match.rule.name, reading))
    return tuple(mark_ranges(text, found))


_TO = re.compile(r"\s*(?:bis(?:\s+(?:zum|zu|einschließlich|Ende))?|–|-)\s*(?:den|dem|zum)?\s*", re.IGNORECASE)


def mark_ranges(text: str, found: list[TimeExpression]) -> list[TimeExpression]:
    """Refine ranges: in "vom 3. bis 5. Mai" both dates know where the range begins and ends."""
    for i, (left, right) in enumerate(pairwise(found)):
        if left.type != right.type or left.type not in ("DATE", "TIME") or left.begin is not None:
            continue
        gap = right.start - left.end
        if gap > _GAP or not (left.value[:1].isdigit() and right.value[:1].isdigit()):
            continue
        if _TO.fullmatch(text, left.end, right.start) and left.value <= right.value:
            found[i] = replace(left, begin=left.value, end_point=right.value)
            found[i + 1] = replace(right, begin=left.value, end_point=right.value)
    return found


_GAP = 20  # characters between the two ends of a range
_CONNECTOR = re.compile(
    r"\s*(?:,|/|–|-|und|oder|sowie|bis|auf)(?:\s+(?:zum|den|dem|am|im|auf|in|der))*\s*", re.IGNORECASE
)
_SHARED = ("calendar", "feast")
_YEARS = ("year", "yrel", "yrelc", "thisyear", "yprev")


def share_years(text: str, matches: list[Match]) -> None:
    """Refine coordinations: in "im März und April 1971" the first month has the year of the second."""
    for left, right in zip(reversed(matches[:-1]), reversed(matches[1:]), strict=True):
        a, b = left.fields, right.fields
        if left.rule.op not in _SHARED or right.rule.op not in _SHARED or "weekday" in a or right.start - left.end > 20:
            continue
        if not {"month", "season", "feast"} & a.keys() or any(name in a for name in _YEARS):
            continue
        if not _CONNECTOR.fullmatch(text, left.end, right.start):
            continue
        for name in _YEARS:
            if name in b and isinstance(b[name], int):
                earlier = name == "year" and a.get("month", 0) > b.get("month", 12)
                a[name] = b[name] - earlier


def survey(matches: list[Match], context: Context) -> None:
    """Judge the whole text before anything is resolved: does it tell of former times, does it speak of its days?

    A text is a narrative where explicit years abound and words such as "gestern" are rare. In it, a year that stands
    alone far from the years before and behind is an aside, which the dates that follow don't lean on.
    """
    daily = sum(_is_daily(match) for match in matches)
    reference = context.reference.year if context.reference is not None else None
    years = [(match.start, match.fields["year"]) for match in matches if isinstance(match.fields.get("year"), int)]
    old = sum(reference is None or year < reference - 1 for _, year in years)
    context.narrative = old >= 5 and old >= 5 * daily
    size = len(context.text)
    context.daily = size < _SHORT or daily * _PER_DAILY >= size
    if context.narrative:
        context.sections = tuple(_sections(context.text, years))
    asides = {match.start for match in matches if match.fields.get("year") and _is_aside(match, context.text)}
    for (_, before), (start, year), (_, behind) in zip(years, years[1:], years[2:], strict=False):
        if abs(before - behind) < 5 and min(abs(year - before), abs(year - behind)) > 2:
            asides.add(start)
    context.asides = frozenset(asides)


def _sections(text: str, years: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield the headings that name one or more years: short lines that don't end a sentence."""
    last = -1
    for index, (start, _) in enumerate(years):
        begin = text.rfind("\n", max(0, start - _HEADING), start) + 1
        end = text.find("\n", start, start + _HEADING)
        if begin <= last or end < 0 or (begin == 0 and start > _HEADING) or text[end - 1] in ".!?:;,)":
            continue
        if end - begin > _HEADING or ". " in text[begin:end].lstrip("0123456789. "):
            continue
        last = begin
        inside = [year for at, year in years[index : index + 4] if at < end]
        yield start, min(inside), max(inside)


_HEADING = 90  # characters of a line that may be a heading


def _is_daily(match: Match) -> bool:
    """Whether an expression counts from the day of the text, as news do."""
    if match.rule.op == "deictic":
        return match.fields["deictic"] != 0 or "daypart" in match.fields
    return match.rule.op in ("tomorrow", "clock") or (
        match.rule.op == "calendar" and "month" not in match.fields and "weekday" in match.fields
    )


def _is_aside(match: Match, text: str) -> bool:
    """Whether a date is only looked ahead to ("bis März 1862"), so that the story doesn't go there."""
    return text[max(0, match.start - 8) : match.start].casefold().endswith((" bis ", " bis zum ", "("))


_SHORT = 800  # characters; in so short a text "heute" is the day of the text
_PER_DAILY = 3000  # in a longer one it is where there is one expression of that kind on so many characters


def as_when(reference: ReferenceDate | None) -> When | None:
    """Return a reference date as components."""
    if reference is None:
        return None
    time = reference.time
    return When(
        year=reference.year,
        month=reference.month,
        day=reference.day,
        hour=time.hour if time else None,
        minute=time.minute if time else None,
    )


def expression(text: str, start: int, end: int, rule: str, reading: Reading) -> TimeExpression:
    """Give a reading its final form."""
    first, last = reading.first, reading.last
    when = reading.when
    if when is not None and not reading.value:
        first, last = when.bounds()
    return TimeExpression(
        start,
        end,
        text[start:end],
        type=reading.type,  # type: ignore[arg-type]
        value=reading.timex(),
        mod=reading.mod,
        quant=reading.quant,
        freq=reading.freq,
        begin=reading.begin,
        end_point=reading.end_point,
        edtf=when.edtf() if when is not None and not reading.value else None,
        earliest=first,
        latest=last,
        rule=rule,
        known=reading.known,
        implied=reading.implied,
        offset=reading.offset,
    )


def normalize(text: str, reference: ReferenceDate | None) -> TimeExpression | None:
    """Return the one expression that fills a string, but for a leading preposition or article; else None."""
    stripped = text.strip()
    if not stripped or len(stripped) > 200:
        return None
    base = text.index(stripped)
    found = find(text, [base], [base + len(stripped)], reference)
    if len(found) == 1:
        head, tail = text[base : found[0].start], text[found[0].end :].strip()
        if not tail and (not head or _LEAD.fullmatch(head)):
            return found[0]
    day: date | None = parse_absolute(stripped)
    if day is None:
        return None
    when = When.of(day)
    return expression(
        text, base, base + len(stripped), "dateparser", Reading("DATE", when, known=("year", "month", "day"))
    )


def absolute(text: str) -> When | None:
    """Return the components of an absolute date that fills a string, or None."""
    found = list(find_matches(text, load()))
    if len(found) != 1 or text[: found[0].start].strip() or text[found[0].end :].strip():
        return None
    if found[0].rule.op not in ("calendar", "year"):
        return None
    reading = resolve(found[0], Context(text, [0], [len(text)], None))
    return None if reading is None or "year" not in reading.known else reading.when
