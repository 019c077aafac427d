"""From text to runs: stretches of neighbouring words and numerals that the lexicon knows, with one head or more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from unicodedata import normalize

from polittext.temporal.lexicon import Entry, Lexicon

MAX_RUN = 48  # tokens; no expression is longer, and hostile input must not make runs grow

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|\n[^\S\n]*\n")
_ODD = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")
_TOKEN_ODD = re.compile(
    "[^\\W\\d_](?:[^\\W\\d_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff])*|\\d+|[^\\w\\s]|\\n[^\\S\\n]*\\n"
)

_NUMERAL = re.compile(
    r"""(?P<isodate>(?P<iy>\d{4})-(?P<im>\d\d)(?:-(?P<id>\d\d))?(?:T(?P<ih>\d\d):(?P<imin>\d\d)(?::\d\d)?)?(?![\w-]))
    | (?P<numdate>(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?:\s?(?P<y>\d{4}|\d\d)(?![\w]|[.,:/]\d))?(?!\d|\s?\d{1,2}\.\d))
    | (?P<dashdate>(?P<dd>\d{1,2})(?P<sep>[-/])(?P<dm>\d{1,2})(?P=sep)(?P<dy>\d{4}|\d\d)(?![\w/-]))
    | (?P<clock>(?P<h>\d{1,2})(?P<csep>[:.])(?P<min>\d\d)(?::(?P<sec>\d\d))?(?![\w:]|[.,]\d))
    | (?P<decade>(?P<dec>\d0|\d\d\d0)(?:ern?|iger))(?!\w)
    | (?P<big>\d{1,3}(?:\.\d{3})+(?:,\d+)?)(?![\w.]\d)
    | (?P<decimal>\d+,\d+)(?![\w]|[.,:]\d)
    | (?P<ord>\d{1,3}\.)(?!\d)
    | (?P<ordt>\d{1,2})(?:ste|te)[nrs]?(?!\w)
    | (?P<int>\d+)(?!(?!h\b|Uhr\b|min\b)\w|[.,:]\d)""",
    re.VERBOSE,
)


@dataclass(slots=True)
class Run:
    """Neighbouring tokens that the lexicon knows: offsets, entries, and the symbols as one string."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def symbols(self) -> str:
        """One symbol per token."""
        return "".join([entry.symbol for entry in self.entries])

    @property
    def heads(self) -> frozenset[str]:
        """The head classes in this run."""
        return frozenset().union(*[entry.heads for entry in self.entries])


def runs(text: str, lexicon: Lexicon) -> Iterator[Run]:
    """Yield the runs of a text that hold a head, in text order; linear in the text's length."""
    odd = _ODD.search(text) is not None
    pattern, get = (_TOKEN_ODD if odd else _TOKEN), lexicon.get
    run, alive, skip = Run(), False, 0
    starts, ends, entries = run.starts, run.ends, run.entries
    for match in pattern.finditer(text):
        word = match.group()
        entry = get(word)
        start = match.start()
        if start < skip:
            continue
        end = match.end()
        if entry is None:
            if word[0].isdigit():
                entry, end = _numeral(text, start, lexicon)
                skip = end
            elif odd and len(word) > 1:
                entry = get(normalize("NFC", _ODD.sub(_keep_marks, word)))
        if entry is not None and entry.dotted is not None:
            if text[end : end + 1] == ".":
                entry, end = entry.dotted, end + 1
                skip = end
            elif not entry.symbol:
                entry = None
        if entry is None or len(starts) >= MAX_RUN:
            if alive:
                yield run
            if starts:
                run, alive = Run(), False
                starts, ends, entries = run.starts, run.ends, run.entries
            if entry is None:
                continue
        starts.append(start)
        ends.append(end)
        entries.append(entry)
        if entry.heads:
            alive = True
    if alive:
        yield run


def _keep_marks(match: "re.Match[str]") -> str:
    mark = match.group()
    return mark if "\u0300" <= mark <= "\u036f" else ""


def _numeral(text: str, start: int, lexicon: Lexicon) -> tuple[Entry | None, int]:
    """Read the numeral at `start`; None where it is part of something else (a decimal, a code, a law)."""
    before = text[start - 1] if start else " "
    match = None if before.isalnum() or before in "_§" else _NUMERAL.match(text, start)
    if match is None:
        end = start
        while end < len(text) and end - start < 40 and text[end].isdigit():
            end += 1
        return None, end
    end = match.end()
    glued = before in ".:,/-" and start >= 2 and text[start - 2].isdigit()
    values: dict[str, object] = {}
    if match["isodate"]:
        values = {
            "isodate": (int(match["iy"]), int(match["im"]), _int(match["id"]), _int(match["ih"]), _int(match["imin"]))
        }
        valid = 1 <= int(match["im"]) <= 12 and 1 <= int(match["id"] or 1) <= 31
    elif match["numdate"]:
        day, month = int(match["d"]), int(match["m"])
        values = {"numdate": (day, month, match["y"])}
        valid = 1 <= day <= 31 and 1 <= month <= 12
    elif match["dashdate"]:
        day, month = int(match["dd"]), int(match["dm"])
        values = {"numdate": (day, month, match["dy"])}
        valid = 1 <= day <= 31 and 1 <= month <= 12
    elif match["clock"]:
        hour, minute = int(match["h"]), int(match["min"])
        values = {"clock": (hour, minute, match["csep"], _int(match["sec"]))}
        valid = hour <= 24 and minute < 60
    elif match["decade"]:
        values, valid = {"decade": int(match["dec"])}, True
    elif match["big"]:
        values, valid = {"num": int(match["big"].split(",")[0].replace(".", ""))}, True
    elif match["decimal"]:
        values, valid = (
            {"decimal": float(match["decimal"].replace(",", ".")) if len(match["decimal"]) < 20 else 0.0},
            True,
        )
    elif match["ord"]:
        number = int(match["ord"][:-1])
        values, valid = ({"ord": number, "dayord": number} if 1 <= number <= 31 else {"ord": number}), True
    elif match["ordt"]:
        number = int(match["ordt"])
        values, valid = {"ord": number, "dayord": number}, 1 <= number <= 31
    else:
        return (None if glued and before in ".:," else _integer(match["int"], lexicon)), end
    if not valid or (glued and before in ".:,"):
        digits = start
        while text[digits : digits + 1].isdigit():
            digits += 1
        return None, digits
    return lexicon.entry(values), end


def _int(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _integer(digits: str, lexicon: Lexicon) -> Entry | None:
    if len(digits) > 6:
        return None
    n, size = int(digits), len(digits)
    names: tuple[str, ...]
    if size <= 2:
        names = ("num",)
        if 1 <= n <= 31:
            names += ("day",)
        if 1 <= n <= 12:
            names += ("monthnum",)
        if n <= 24:
            names += ("hour",)
        if n < 60:
            names += ("minute",)
        names += ("y2",)
    elif size == 3:
        names = ("num", "y3")
    elif size == 4 and 1000 <= n <= 2199:
        names = ("num", "y4")
    else:
        names = ("num",)
    return lexicon.entry(dict.fromkeys(names, n))
