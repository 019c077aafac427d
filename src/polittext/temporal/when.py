"""A point or stretch of the calendar, as precise as the words are: in TIMEX3, in EDTF, and its first and last day."""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass

SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
EDTF_SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}


@dataclass(frozen=True, slots=True)
class When:
    """Calendar components; None where nothing is known.

    `year` counts astronomically (0 is 1 BC). `decade` is the year without its last digit, `century` without its last
    two. Only components that belong together are set: a quarter has no month, a week no month or day.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    week: int | None = None
    weekday: int | None = None
    weekend: bool = False
    quarter: int | None = None
    half: int | None = None
    season: str | None = None
    decade: int | None = None
    century: int | None = None
    daypart: str | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    zone: int | None = None

    @property
    def granularity(self) -> str:
        """The finest calendar unit that is set, of century, decade, year, half, quarter, season, month, week, day."""
        if self.day is not None or self.weekday is not None:
            return "day"
        for name in ("week", "month", "season", "quarter", "half"):
            if getattr(self, name) is not None:
                return name
        if self.year is not None:
            return "year"
        if self.decade is not None:
            return "decade"
        return "century" if self.century is not None else "none"

    def full_date(self) -> dt.date | None:
        """Return the day, where year, month and day are known and valid."""
        if self.year is None or self.month is None or self.day is None or not 1 <= self.year <= 9999:
            return None
        try:
            return dt.date(self.year, self.month, self.day)
        except ValueError:
            return None

    @classmethod
    def of(cls, day: dt.date) -> "When":
        """Return the day as components."""
        return cls(year=day.year, month=day.month, day=day.day)

    def timex(self) -> str:
        """Return the TIMEX3 value."""
        value = self._date_value()
        if self.hour is not None:
            value = value or "XXXX-XX-XX"
            value += f"T{self.hour:02d}:{self.minute or 0:02d}"
            if self.second is not None:
                value += f":{self.second:02d}"
            if self.zone is not None:
                value += f"{self.zone:+03d}"
        elif self.daypart is not None:
            value = (value or "XXXX-XX-XX") + "T" + self.daypart
        return value

    def _year_value(self) -> str:
        if self.year is None:
            return "XXXX"
        return f"{self.year:04d}" if self.year > 0 else f"BC{1 - self.year:04d}"

    def _date_value(self) -> str:
        year = self._year_value()
        if self.week is not None or (self.weekday is not None and self.day is None) or self.weekend:
            week = f"W{self.week:02d}" if self.week is not None else "WXX"
            return f"{year}-{week}" + ("-WE" if self.weekend else f"-{self.weekday}" if self.weekday else "")
        if self.season is not None:
            return f"{year}-{self.season}"
        if self.quarter is not None:
            return f"{year}-Q{self.quarter}"
        if self.half is not None:
            return f"{year}-H{self.half}"
        if self.day is not None:
            month = "XX" if self.month is None else f"{self.month:02d}"
            return f"{year}-{month}-{self.day:02d}"
        if self.month is not None:
            return f"{year}-{self.month:02d}"
        if self.year is not None:
            return year
        if self.decade is not None:
            return f"{self.decade:03d}" if self.decade >= 0 else f"BC{-self.decade:03d}"
        if self.century is not None:
            return f"{self.century:02d}" if self.century >= 0 else f"BC{-self.century - 1:02d}"
        return ""

    def bounds(self) -> tuple[dt.date | None, dt.date | None]:
        """Return the first and the last day (inclusive); (None, None) where they aren't known."""
        try:
            return self._bounds()
        except (ValueError, OverflowError):
            return None, None

    def _bounds(self) -> tuple[dt.date | None, dt.date | None]:
        if self.year is None:
            if self.decade is not None and self.decade > 0:
                return dt.date(self.decade * 10, 1, 1), dt.date(self.decade * 10 + 9, 12, 31)
            if self.century is not None and self.century > 0:
                return dt.date(self.century * 100, 1, 1), dt.date(self.century * 100 + 99, 12, 31)
            return None, None
        year = self.year
        if self.week is not None:
            first = dt.date.fromisocalendar(year, self.week, 6 if self.weekend else self.weekday or 1)
            return first, first + dt.timedelta(days=1 if self.weekend else 0 if self.weekday else 6)
        if self.weekday is not None and self.day is None:
            return None, None
        if self.day is not None:
            if self.month is None:
                return None, None
            day = dt.date(year, self.month, self.day)
            return day, day
        if self.month is not None:
            return dt.date(year, self.month, 1), dt.date(year, self.month, monthrange(year, self.month)[1])
        first_month, months = 1, 12
        if self.quarter is not None:
            first_month, months = self.quarter * 3 - 2, 3
        elif self.half is not None:
            first_month, months = self.half * 6 - 5, 6
        elif self.season is not None:
            first_month, months = SEASON_MONTHS[self.season], 3
        last_year, last_month = divmod(year * 12 + first_month - 1 + months - 1, 12)
        return (
            dt.date(year, first_month, 1),
            dt.date(last_year, last_month + 1, monthrange(last_year, last_month + 1)[1]),
        )

    def edtf(self) -> str | None:
        """Return the value in EDTF (ISO 8601-2), or None where it has none."""
        if self.year is None:
            if self.decade is not None and self.decade >= 0:
                return f"{self.decade:03d}X"
            if self.century is not None and self.century >= 0:
                return f"{self.century:02d}XX"
            if self.month is not None and self.weekday is None:
                return f"XXXX-{self.month:02d}" + (f"-{self.day:02d}" if self.day is not None else "")
            return None
        year = f"{self.year:04d}" if self.year >= 0 else f"-{-self.year:04d}"
        if self.week is not None or self.half is not None:
            first, last = self.bounds()
            if first is None or last is None:
                return None
            return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
        if self.season is not None:
            return f"{year}-{EDTF_SEASONS[self.season]}"
        if self.quarter is not None:
            return f"{year}-{32 + self.quarter}"
        if self.weekday is not None and self.day is None:
            return None
        value = year
        if self.month is not None:
            value += f"-{self.month:02d}"
        if self.day is not None:
            value += f"-{self.day:02d}" if self.month is not None else ""
        if self.hour is not None and self.full_date() is not None:
            value += f"T{self.hour % 24:02d}:{self.minute or 0:02d}:{self.second or 0:02d}"
        return value


def shift(base: When, unit: str, n: float) -> When | None:
    """Return the calendar unit that lies `n` units after (before, if negative) the one that holds `base`.

    Args:
        base: Where to count from; it must be at least as precise as the unit asks for.
        unit: Y, M, W, D, Q, H, DE, CE, WE, or h, m, s for clock units.
        n: How many; a half year or a half decade is resolved to months or years.

    Returns:
        The unit, or None where the base isn't precise enough or the calendar ends.
    """
    if base.year is None:
        return None
    year, count = base.year, round(n)
    if unit == "DE":
        return When(decade=year // 10 + count) if n == count else When(year=year + round(n * 10))
    if unit == "CE":
        return When(century=year // 100 + count)
    if unit == "Y":
        if n != count:
            return shift(base, "M", n * 12)
        return When(year=year + count)
    month = base.month
    if month is None and base.season is not None:
        month = SEASON_MONTHS[base.season]
    if month is None and base.quarter is not None:
        month = base.quarter * 3 - 2
    if month is None and base.week is not None:
        first = base.bounds()[0]
        month = first.month if first else None
    if month is None:
        return None
    if unit == "M":
        if n != count:
            return None
        index = year * 12 + month - 1 + count
        return When(year=index // 12, month=index % 12 + 1)
    if unit == "Q":
        index = year * 4 + (month - 1) // 3 + count
        return When(year=index // 4, quarter=index % 4 + 1)
    if unit == "H":
        index = year * 2 + (month - 1) // 6 + count
        return When(year=index // 2, half=index % 2 + 1)
    day = base.full_date()
    if day is None and base.week is not None:
        day = base.bounds()[0]
    if day is None:
        return None
    try:
        if unit in ("W", "WE"):
            iso = (day + dt.timedelta(weeks=n)).isocalendar()
            return When(year=iso.year, week=iso.week, weekend=unit == "WE")
        if unit == "D":
            return When.of(day + dt.timedelta(days=n))
        if unit == "NI":
            moved = When.of(day + dt.timedelta(days=n))
            return When(moved.year, moved.month, moved.day, daypart="NI")
        seconds = {"h": 3600, "m": 60, "s": 1}[unit] * n
        if base.hour is None:
            return None
        moment = dt.datetime(day.year, day.month, day.day, base.hour % 24, base.minute or 0, base.second or 0)
        moment += dt.timedelta(seconds=seconds)
        return When(moment.year, moment.month, moment.day, hour=moment.hour, minute=moment.minute)
    except (OverflowError, ValueError):
        return None
