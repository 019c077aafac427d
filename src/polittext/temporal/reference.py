"""Reference dates: what a caller may hand over as the date of a text."""

import datetime as dt
import re
import warnings
from dataclasses import dataclass
from threading import Lock

from polittext.errors import DateInputError

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?"
)
_PLACE = r"[^\W\d_][\w.\-/]*(?:[ \t]+[^\W\d_][\w.\-/]*){0,3}"
_DATELINE = re.compile(
    rf"\s*(?:{_PLACE}[ \t]*(?:\([\w/ .,-]{{1,20}}\)[ \t]*[,:–—-]?|[,:–—-])[ \t]*)?(?:(?:den|am|vom)[ \t]+)?"
    r"(?P<date>\d{1,2}\.[ \t]?(?:[^\W\d_]{3,9}\.?[ \t]+|\d{1,2}\.[ \t]?)\d{4}|\d{4}-\d\d-\d\d)(?![\w-])"
)
_ACCEPTED = (
    "accepted are a datetime.date or datetime.datetime, an ISO date of any precision ('2022', '2022-01', '2022-01-10', "
    "'2022-01-10T17:00') or a written German date ('24. Februar 2022')"
)


# Threads that leave catch_warnings in another order than they came would silence all warnings of the process for good.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class ReferenceDate:
    """A reference date, as precise as it was given."""

    year: int
    month: int | None = None
    day: int | None = None
    time: dt.time | None = None

    def isoformat(self) -> str:
        """Return the date in ISO 8601, as precise as it is."""
        parts = [f"{self.year:04d}"] + [f"{p:02d}" for p in (self.month, self.day) if p is not None]
        return "-".join(parts) + (f"T{self.time.isoformat()}" if self.time else "")


def parse_reference(value: object) -> ReferenceDate:
    """Return what a caller handed over as the date of a text.

    Args:
        value: A `datetime.date` or `datetime.datetime`, an ISO string of any precision, or a written German date.

    Raises:
        DateInputError: It is none of these, or no such day exists. Expressions such as "gestern" are refused: there is
            no clock that they could be counted from.

    Example:
        >>> parse_reference("24. Februar 2022").isoformat()
        '2022-02-24'
    """
    if isinstance(value, ReferenceDate):
        return value
    if isinstance(value, dt.datetime):
        return ReferenceDate(value.year, value.month, value.day, value.time().replace(tzinfo=None))
    if isinstance(value, dt.date):
        return ReferenceDate(value.year, value.month, value.day)
    if not isinstance(value, str):
        raise DateInputError(f"{value!r} ({type(value).__name__}) is no date; {_ACCEPTED}")
    text = value.strip()
    match = _ISO.fullmatch(text)
    found = _from_iso(match) if match else _written(text)
    if found is None:
        raise DateInputError(f"{value[:60]!r} is no date; {_ACCEPTED}")
    return found


def reference_from_text(text: str) -> ReferenceDate | None:
    """Return the date of the dateline that a text starts with ("Berlin, 24. Februar 2022"), or None.

    Example:
        >>> reference_from_text("BERLIN (dpa) 24.02.2022 - Der Bundestag tagt.").isoformat()
        '2022-02-24'
    """
    match = _DATELINE.match(text[:200])
    if match is None:
        return None
    try:
        return parse_reference(match["date"])
    except DateInputError:
        return None


def _from_iso(match: "re.Match[str]") -> ReferenceDate | None:
    year, month, day, hour, minute, second = (None if part is None else int(part) for part in match.groups())
    try:
        dt.date(year or 0, month or 1, day or 1)
        time = None if hour is None else dt.time(hour, minute or 0, second or 0)
    except ValueError:
        return None
    return ReferenceDate(year or 0, month, day, time)


def _written(text: str) -> ReferenceDate | None:
    """Read a written date: first with the package's own grammar, then with dateparser; never counted from a clock."""
    from polittext.temporal import absolute_reading

    when = absolute_reading(text)
    if when is not None:
        if when.year is None or when.granularity not in ("year", "month", "day") or when.bounds()[0] is None:
            return None
        time = None if when.hour is None else dt.time(when.hour % 24, when.minute or 0)
        return ReferenceDate(when.year, when.month, when.day, time)
    day = parse_absolute(text)
    return None if day is None else ReferenceDate(day.year, day.month, day.day)


def parse_absolute(text: str) -> dt.date | None:
    """Parse a full absolute date in another usual spelling with dateparser, or return None."""
    if not text or len(text) > 60 or not any(c.isdigit() for c in text):
        return None
    import dateparser

    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = dateparser.parse(
            text,
            languages=["de", "en"],
            settings={
                "PARSERS": ["absolute-time"],
                "STRICT_PARSING": True,
                "DATE_ORDER": "DMY",
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
    return None if found is None else found.date()
