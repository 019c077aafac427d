"""What the words mean: each rule names an operation, which turns the fields of a match into a reading."""

from collections.abc import Callable, Mapping

from polittext.temporal import names, ops_calendar, ops_relative, ops_spans
from polittext.temporal.context import Context
from polittext.temporal.match import Match
from polittext.temporal.reading import Fields, Reading

OPERATIONS: Mapping[str, Callable[[Fields, Context, Match], Reading | None]] = {
    "calendar": ops_calendar.calendar,
    "year": ops_calendar.year,
    "dayalone": ops_calendar.dayalone,
    "weekof": ops_calendar.weekof,
    "nth": ops_calendar.nth,
    "deictic": ops_relative.deictic,
    "tomorrow": ops_relative.tomorrow,
    "nowadays": ops_relative.nowadays,
    "period": ops_relative.period,
    "newyear": ops_relative.newyear,
    "weekend": ops_relative.weekend,
    "prevnext": ops_relative.prevnext,
    "offset": ops_relative.offset,
    "vagueoffset": ops_relative.vagueoffset,
    "vagueperiod": ops_relative.vagueperiod,
    "times": ops_relative.times,
    "ref": ops_relative.refword,
    "duration": ops_spans.duration,
    "adjective": ops_spans.adjective,
    "literal": ops_spans.literal,
    "set": ops_spans.repeated,
    "setn": ops_spans.repeated_n,
    "clock": ops_spans.clock,
    "daypart": ops_spans.daypart,
    "nightto": ops_spans.night_to,
    "habit": ops_spans.habit,
    "feast": names.feast,
    "term": names.term,
    "era": names.era,
    "season2": names.season2,
}
"""What a rule's `op` may be."""


def resolve(match: Match, context: Context) -> Reading | None:
    """Return the meaning of a match, or None where it has none after all."""
    return OPERATIONS[match.rule.op](match.fields, context, match)
