"""Reference dates (stub)."""

import datetime as dt
from dataclasses import dataclass

from polittext.errors import DateInputError


@dataclass(frozen=True, slots=True)
class ReferenceDate:
    """A reference date, as precise as it was given."""

    year: int
    month: int | None = None
    day: int | None = None
    time: dt.time | None = None

    def isoformat(self) -> str:
        parts = [f"{self.year:04d}"] + [f"{p:02d}" for p in (self.month, self.day) if p is not None]
        return "-".join(parts) + (f"T{self.time.isoformat()}" if self.time else "")


def parse_reference(value: object) -> ReferenceDate:
    if isinstance(value, str):
        return ReferenceDate(*(int(p) for p in value[:10].split("-")))
    raise DateInputError("stub")
