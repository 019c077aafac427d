"""Quotations and dates as labels of tokens, for CoNLL-U's MISC column, and back.

A token names the annotations that it belongs to by their number: `Quote=0,2` is part of the content of quotations 0
and 2, `Speaker=0` names the speaker of quotation 0, `Date=1` is part of date 1. What else is known of an annotation
stands on its first token, `QuoteType=0:direct`. Spans that don't begin and end with tokens are given as offsets,
`QuoteSpans=0:12-30+41-50`.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, get_args
from unicodedata import combining, is_normalized

from polittext.columns import TokenTable
from polittext.document import Document, Extent, Medium, Quote, QuoteType, Span, TimeExpression, TimexType
from polittext.errors import FormatError

Misc = list[tuple[str, str]]
"""Keys and values of one token, already escaped."""

_ROLES = ("speaker", "cue", "addressee", "frame")
_QUOTE_FIELDS = ("type", "medium", "speaker_name", "parent", "confidence", "provenance")
_DATE_FIELDS = (
    *("type", "value", "mod", "quant", "freq", "begin", "end_point", "edtf", "earliest", "latest", "rule"),
    *("known", "implied", "offset"),
)
_TUPLES = ("known", "implied")
_DAYS = ("earliest", "latest")
_ESCAPES = {"\\": "\\\\", "|": "\\p", ",": "\\c", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PLAIN = {code[1]: char for char, code in _ESCAPES.items()} | {"s": " "}


def escape(text: str, *, spaces: bool = False) -> str:
    """Return text that fits into a value of MISC and stays in NFC; `spaces` writes a space as `\\s`, as UDPipe does."""
    out = []
    plain = not spaces and is_normalized("NFC", text)
    spaces = spaces or text != text.strip(" ") or "  " in text
    for char in text:
        if char in _ESCAPES:
            out.append(_ESCAPES[char])
        elif char == " ":
            out.append("\\s" if spaces else char)
        elif char.isprintable() and (char.isascii() or (plain and not combining(char))):
            out.append(char)
        else:
            out.append(f"\\u{ord(char):06X}")
    return "".join(out)


def unescape(text: str) -> str:
    """Undo `escape`.

    Raises:
        FormatError: An escape is unknown or cut off.
    """
    if "\\" not in text:
        return text
    out = []
    i = 0
    while i < len(text):
        char = text[i]
        if char != "\\":
            out.append(char)
            i += 1
            continue
        code = text[i + 1 : i + 2]
        if code == "u":
            try:
                out.append(chr(int(text[i + 2 : i + 8], 16)))
            except (ValueError, OverflowError):
                raise FormatError(f"bad escape {text[i : i + 8]!r}") from None
            i += 8
        elif code in _PLAIN:
            out.append(_PLAIN[code])
            i += 2
        else:
            raise FormatError(f"unknown escape {text[i : i + 2]!r}")
    return "".join(out)


def labels(doc: Document) -> list[Misc]:
    """Return the labels of each token."""
    out: list[Misc] = [[] for _ in doc.tokens]
    if not out:
        return out
    members: list[dict[str, list[int]]] = [{} for _ in doc.tokens]

    def add(key: str, index: int, spans: tuple[Span, ...]) -> None:
        tokens = _tokens(doc.tokens, spans)
        for t in tokens:
            members[t].setdefault(key, []).append(index)
        exact = [(s.start, s.end) for s in spans]
        if exact != _runs(doc.tokens, tokens):
            place = "+".join(f"{start}-{end}" for start, end in exact)
            out[_home(doc.tokens, spans)].append((f"{key}Spans", f"{index}:{place}"))

    def describe(key: str, index: int, thing: Quote | TimeExpression, fields: tuple[str, ...], home: int) -> None:
        for name in fields:
            value = getattr(thing, name)
            if value is None or value in ((), ""):
                continue
            text = "+".join(value) if isinstance(value, tuple) else str(value)
            out[home].append((key + _camel(name), f"{index}:{escape(text)}"))

    for index, quote in enumerate(doc.quotes):
        add("Quote", index, quote.spans)
        for role in _ROLES:
            extent: Extent | None = getattr(quote, role)
            if extent is not None:
                add(role.title(), index, extent.spans)
        describe("Quote", index, quote, _QUOTE_FIELDS, _home(doc.tokens, quote.spans))
    for index, date in enumerate(doc.dates):
        spans = (Span(date.start, date.end, date.text),)
        add("Date", index, spans)
        describe("Date", index, date, _DATE_FIELDS, _home(doc.tokens, spans))
    for misc, member in zip(out, members, strict=True):
        misc[:0] = [(key, ",".join(map(str, numbers))) for key, numbers in member.items()]
    return out


def _tokens(table: TokenTable, spans: tuple[Span, ...]) -> list[int]:
    found: dict[int, None] = {}
    for span in spans:
        found |= dict.fromkeys(range(*table.range_of(span.start, span.end)))
    return sorted(found)


def _runs(table: TokenTable, tokens: Iterable[int]) -> list[tuple[int, int]]:
    """Return the spans of the runs of consecutive tokens."""
    runs: list[list[int]] = []
    for t in tokens:
        if runs and t == runs[-1][1] + 1:
            runs[-1][1] = t
        else:
            runs.append([t, t])
    return [(int(table.starts[first]), int(table.ends[last])) for first, last in runs]


def _home(table: TokenTable, spans: tuple[Span, ...]) -> int:
    return min(max(0, table.range_of(spans[0].start, spans[0].end)[0]), len(table) - 1)


def _camel(name: str) -> str:
    return "".join(part.title() for part in name.split("_"))


class LabelReader:
    """Gathers the labels of tokens and turns them into quotations and dates."""

    def __init__(self) -> None:
        self.tokens: dict[tuple[str, int], list[int]] = {}
        self.values: dict[tuple[str, int], str] = {}

    def read(self, token: int, key: str, value: str) -> None:
        """Take one key with its value; keys of others are left alone.

        Raises:
            FormatError: A value isn't of the documented form.
        """
        if key in _MEMBER_KEYS:
            for part in value.split(","):
                self.tokens.setdefault((key, _number(key, part)), []).append(token)
        elif key in _VALUE_KEYS:
            for part in value.split(","):
                number, colon, rest = part.partition(":")
                if not colon:
                    raise FormatError(f"{key}={value!r} lacks the number of its annotation, such as {key}=0:...")
                self.values[key, _number(key, number)] = unescape(rest)

    def quotes(self, table: TokenTable) -> tuple[Quote, ...]:
        """Return the quotations."""
        return tuple(self._each("Quote", lambda index, spans: self._quote(table, index, spans), table))

    def dates(self, table: TokenTable) -> tuple[TimeExpression, ...]:
        """Return the dates."""
        return tuple(self._each("Date", self._date, table))

    def _each(self, key: str, make: Callable[[int, tuple[Span, ...]], Any], table: TokenTable) -> list[Any]:
        numbers = {n for k, n in self.tokens if k == key} | {n for k, n in self.values if k == f"{key}Spans"}
        if numbers != set(range(len(numbers))):
            raise FormatError(f"{key} numbers must count from 0 without gaps, not {sorted(numbers)[:20]}")
        return [make(n, self._spans(key, n, table)) for n in range(len(numbers))]

    def _spans(self, key: str, index: int, table: TokenTable) -> tuple[Span, ...]:
        given = self.values.get((f"{key}Spans", index))
        if given is None:
            places = _runs(table, sorted(self.tokens.get((key, index), ())))
        else:
            places = [_range(key, part) for part in given.split("+")]
        return tuple(Span(start, end, table.text[start:end]) for start, end in places)

    def _quote(self, table: TokenTable, index: int, spans: tuple[Span, ...]) -> Quote:
        fields: dict[str, Any] = {name: self.values.get((f"Quote{_camel(name)}", index)) for name in _QUOTE_FIELDS}
        if fields["type"] not in get_args(QuoteType) or (fields["medium"] or "speech") not in get_args(Medium):
            raise FormatError(f"quotation {index}: unknown type {fields['type']!r} or medium {fields['medium']!r}")
        for role in _ROLES:
            found = self._spans(role.title(), index, table)
            fields[role] = Extent(found) if found else None
        parent, confidence = fields["parent"], fields["confidence"]
        fields["parent"] = None if parent is None else _number("QuoteParent", parent)
        try:
            fields["confidence"] = 1.0 if confidence is None else float(confidence)
        except ValueError:
            raise FormatError(f"quotation {index}: confidence {confidence!r} is no number") from None
        fields["medium"] = fields["medium"] or "speech"
        fields["provenance"] = fields["provenance"] or ""
        return Quote(spans=spans, **fields)

    def _date(self, index: int, spans: tuple[Span, ...]) -> TimeExpression:
        fields: dict[str, Any] = {}
        for name in _DATE_FIELDS:
            value = self.values.get((f"Date{_camel(name)}", index))
            if value is None:
                continue
            try:
                fields[name] = (
                    tuple(value.split("+"))
                    if name in _TUPLES
                    else dt.date.fromisoformat(value)
                    if name in _DAYS
                    else value
                )
            except ValueError:
                raise FormatError(f"date {index}: {name} {value!r} is no day") from None
        if fields.get("type") not in get_args(TimexType):
            raise FormatError(f"date {index}: unknown type {fields.get('type')!r}")
        return TimeExpression(spans[0].start, spans[-1].end, spans[0].text, **fields)


_MEMBER_KEYS = {"Quote", "Date", *(role.title() for role in _ROLES)}
_VALUE_KEYS = {
    *(f"{key}Spans" for key in _MEMBER_KEYS),
    *(f"Quote{_camel(name)}" for name in _QUOTE_FIELDS),
    *(f"Date{_camel(name)}" for name in _DATE_FIELDS),
}


def _number(key: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise FormatError(f"{key}: {text!r} is no number of an annotation")
    return int(text)


def _range(key: str, text: str) -> tuple[int, int]:
    start, _, end = text.partition("-")
    return _number(key, start), _number(key, end)
