"""brat standoff: the text as it is, and an annotation file with offsets in code points.

A quotation is a text-bound annotation of its type, joined by relations to annotations of its roles (`Speaker`, `Cue`,
`Addressee`, `Frame`) and to the quotation around it (`Within`); a date is one of type `Date`. brat's fragments end at
line breaks, so spans are cut there. What brat has no place for stands as JSON in a note on the annotation, with the
exact spans where they were cut; an edited file without notes can be read all the same.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, get_args

from polittext.document import Document, Extent, Medium, Quote, QuoteType, Span, TimeExpression, TimexType
from polittext.errors import FormatError

_ROLES = ("speaker", "cue", "addressee", "frame")
_QUOTE_REST = ("medium", "speaker_name", "confidence", "provenance")
_DATE_REST = tuple(f.name for f in fields(TimeExpression) if f.name not in ("start", "end", "text"))
_LINE = re.compile(r"[^\n]+")
_BREAKS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029\ud800-\udfff]")

ANNOTATION_CONF = """\
[entities]
direct
indirect
free_indirect
indirect_free_indirect
reported
Speaker
Cue
Addressee
Frame
Date
[relations]
SaidBy Arg1:<ENTITY>, Arg2:Speaker
CuedBy Arg1:<ENTITY>, Arg2:Cue
SaidTo Arg1:<ENTITY>, Arg2:Addressee
FramedBy Arg1:<ENTITY>, Arg2:Frame
Within Arg1:<ENTITY>, Arg2:<ENTITY>
<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>
[events]
[attributes]
"""
"""An `annotation.conf` with which brat shows the files."""

_RELATIONS = {"speaker": "SaidBy", "cue": "CuedBy", "addressee": "SaidTo", "frame": "FramedBy"}
_ROLE_OF = {relation: role for role, relation in _RELATIONS.items()}


def to_brat(doc: Document) -> tuple[str, str]:
    """Return the contents of the `.txt` and of the `.ann` file.

    The text is the document's own; write it with `newline=""` so that line ends stay as they are.

    Example:
        >>> import polittext
        >>> from polittext.formats.brat import to_brat
        >>> text, annotations = to_brat(polittext.analyze("Am 3. März 2021."))
        >>> annotations.split("\\n")[0]
        'T1\\tDate 3 15\\t3. März 2021'
    """
    writer = _Writer(doc.text)
    for quote in doc.quotes:
        rest = {name: getattr(quote, name) for name in _QUOTE_REST}
        writer.bound(quote.type, quote.spans, rest)
    numbers = list(range(1, len(doc.quotes) + 1))
    for number, quote in zip(numbers, doc.quotes, strict=True):
        for role in _ROLES:
            extent: Extent | None = getattr(quote, role)
            if extent is not None:
                writer.relation(_RELATIONS[role], number, writer.bound(role.title(), extent.spans, {}))
        if quote.parent is not None:
            writer.relation("Within", number, quote.parent + 1)
    for date in doc.dates:
        rest = {name: value for name in _DATE_REST if (value := getattr(date, name)) not in (None, "", ())}
        rest |= {name: rest[name].isoformat() for name in ("earliest", "latest") if name in rest}
        writer.bound("Date", (Span(date.start, date.end, date.text),), rest)
    return doc.text, "".join(f"{line}\n" for line in writer.lines)


class _Writer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self.count = self.relations = self.notes = 0

    def bound(self, kind: str, spans: Iterable[Span], rest: dict[str, Any]) -> int:
        exact = [[s.start, s.end] for s in spans]
        cut = [[m.start(), m.end()] for start, end in exact for m in _LINE.finditer(self.text, start, end)]
        cut = cut or exact
        self.count += 1
        offsets = ";".join(f"{start} {end}" for start, end in cut)
        shown = _BREAKS.sub(" ", " ".join(self.text[start:end] for start, end in cut))
        self.lines.append(f"T{self.count}\t{kind} {offsets}\t{shown}")
        if cut != exact:
            rest = {**rest, "spans": exact}
        if rest:
            self.notes += 1
            self.lines.append(f"#{self.notes}\tAnnotatorNotes T{self.count}\t{json.dumps(rest)}")
        return self.count

    def relation(self, kind: str, first: int, second: int) -> None:
        self.relations += 1
        self.lines.append(f"R{self.relations}\t{kind} Arg1:T{first} Arg2:T{second}")


def read_brat(text: str, annotations: str) -> tuple[tuple[Quote, ...], tuple[TimeExpression, ...]]:
    """Return the quotations and dates of a pair of brat files, in the order of the annotation file.

    Annotations and relations of other types are left out.

    Args:
        text: The content of the `.txt` file, read with `newline=""`.
        annotations: The content of the `.ann` file.

    Raises:
        FormatError: A line can't be read, or points at what isn't there; the message names it.
    """
    bounds: dict[str, tuple[str, tuple[Span, ...]]] = {}
    notes: dict[str, dict[str, Any]] = {}
    relations: list[tuple[str, str, str]] = []
    for number, line in enumerate(annotations.split("\n"), 1):
        try:
            if line.startswith("T"):
                name, middle, _ = line.split("\t", 2)
                kind, _, offsets = middle.partition(" ")
                bounds[name] = (kind, _spans(text, [list(map(int, p.split())) for p in offsets.split(";")]))
            elif line.startswith("R"):
                kind, first, second = line.split("\t")[1].split()
                relations.append((kind, first.removeprefix("Arg1:"), second.removeprefix("Arg2:")))
            elif line.startswith("#"):
                _, middle, note = line.split("\t", 2)
                if note.startswith("{"):
                    notes[middle.split()[1]] = dict(json.loads(note))
        except (ValueError, IndexError) as error:
            raise FormatError(f"line {number}: {error}") from None
    for name, rest in notes.items():
        if "spans" in rest and name in bounds:
            try:
                bounds[name] = (bounds[name][0], _spans(text, rest.pop("spans")))
            except (ValueError, TypeError) as error:
                raise FormatError(f"note on {name}: {error}") from None
    return _quotes(bounds, notes, relations), _dates(bounds, notes)


def _spans(text: str, places: list[list[int]]) -> tuple[Span, ...]:
    for start, end in places:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"{start} {end} lies outside the text of {len(text)} characters")
    return tuple(Span(start, end, text[start:end]) for start, end in places)


def _quotes(
    bounds: dict[str, tuple[str, tuple[Span, ...]]],
    notes: dict[str, dict[str, Any]],
    relations: list[tuple[str, str, str]],
) -> tuple[Quote, ...]:
    names = [name for name, (kind, _) in bounds.items() if kind in get_args(QuoteType)]
    index = {name: i for i, name in enumerate(names)}
    more: dict[str, dict[str, Any]] = {name: {} for name in names}
    for kind, first, second in relations:
        if first not in more or (kind != "Within" and kind not in _ROLE_OF):
            continue
        if second not in bounds:
            raise FormatError(f"relation {kind} of {first} points at {second}, which isn't there")
        if kind != "Within":
            more[first][_ROLE_OF[kind]] = Extent(bounds[second][1])
        elif second in index:
            more[first]["parent"] = index[second]
    out = []
    for name in names:
        kind, spans = bounds[name]
        rest = {key: value for key, value in notes.get(name, {}).items() if key in _QUOTE_REST}
        if rest.setdefault("medium", "speech") not in get_args(Medium):
            raise FormatError(f"{name}: unknown medium {rest['medium']!r}")
        out.append(Quote(kind, spans=spans, **rest, **more[name]))  # type: ignore[arg-type]
    return tuple(out)


def _dates(
    bounds: dict[str, tuple[str, tuple[Span, ...]]], notes: dict[str, dict[str, Any]]
) -> tuple[TimeExpression, ...]:
    out = []
    for name, (kind, spans) in bounds.items():
        if kind != "Date":
            continue
        rest = {key: value for key, value in notes.get(name, {}).items() if key in _DATE_REST}
        if rest.setdefault("type", "DATE") not in get_args(TimexType):
            raise FormatError(f"{name}: unknown type {rest['type']!r}")
        try:
            rest |= {key: dt.date.fromisoformat(rest[key]) for key in ("earliest", "latest") if key in rest}
        except (ValueError, TypeError) as error:
            raise FormatError(f"note on {name}: {error}") from None
        rest |= {key: tuple(rest[key]) for key in ("known", "implied") if key in rest}
        span = spans[0]
        out.append(TimeExpression(span.start, span.end, span.text, **rest))
    return tuple(out)
