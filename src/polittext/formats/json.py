"""Documents as JSON-ready data, version 1; the JSON Schema stands beside this file (`document.schema.json`).

Fields that hold None or nothing are written all the same, so that every object of a kind has the same keys; only the
syntactic fields of tokens are left out where no syntactic engine ran.
"""

import datetime as dt
from collections.abc import Mapping
from importlib.resources import files
from json import loads
from typing import Any, get_args

from polittext.columns import KIND_CODES, SentenceTable, TokenAnalysis, TokenTable
from polittext.document import (
    Document,
    Entity,
    Extent,
    Medium,
    Quote,
    QuoteType,
    Span,
    Speaker,
    TimeExpression,
    TimexType,
    TokenKind,
)
from polittext.errors import FormatError
from polittext.formats._reading import Reader

VERSION = 1
_ANALYSIS = ("lemma", "upos", "xpos", "feats", "head", "deprel")
_KINDS = frozenset(kind.value for kind in TokenKind)
_QUOTE_TYPES = frozenset(get_args(QuoteType))
_MEDIA = frozenset(get_args(Medium))
_TIMEX_TYPES = frozenset(get_args(TimexType))
_TIMEX_STRINGS = ("mod", "quant", "freq", "begin", "end_point", "edtf", "offset")


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of `document_to_dict`."""
    data: dict[str, Any] = loads(files(__package__).joinpath("document.schema.json").read_text(encoding="utf-8"))
    return data


def document_to_dict(doc: Document) -> dict[str, Any]:
    """Return a document as JSON-ready data; see `schema()`."""
    return {
        "version": VERSION,
        "text": doc.text,
        "reference_date": doc.reference_date,
        "tokens": _tokens_to_list(doc.tokens),
        "sentences": [{**_span(s), "token_start": s.token_start, "token_end": s.token_end} for s in doc.sentences],
        "dates": [_date_to_dict(t) for t in doc.dates],
        "quotes": [_quote_to_dict(q) for q in doc.quotes],
        "speakers": [
            {"name": s.name, "mentions": [_extent(m) for m in s.mentions], "quotes": list(s.quotes)}
            for s in doc.speakers
        ],
        "entities": [{**_span(e), "label": e.label} for e in doc.entities],
        "meta": dict(doc.meta),
    }


def document_from_dict(data: Mapping[str, Any]) -> Document:
    """Rebuild a document from `document_to_dict`; the result equals the original.

    Raises:
        FormatError: The data don't follow the schema; the message names the place.
    """
    root = Reader(data, "document")
    version = root.integer("version")
    if version != VERSION:
        raise FormatError(f"document.version is {version}; this release of polittext reads version {VERSION}")
    text = root.string("text")
    tokens = _read_tokens(root, text)
    quotes = tuple(_read_quote(q, text) for q in root.items("quotes"))
    for i, quote in enumerate(quotes):
        if quote.parent is not None and not (0 <= quote.parent < len(quotes) and quote.parent != i):
            raise FormatError(f"document.quotes[{i}].parent is {quote.parent}, which is no other quotation")
    return Document(
        text=text,
        tokens=tokens,
        sentences=_read_sentences(root, text, len(tokens)),
        dates=tuple(_read_date(t, text) for t in root.items("dates")),
        quotes=quotes,
        speakers=tuple(_read_speaker(s, text, len(quotes)) for s in root.items("speakers")),
        reference_date=root.optional_string("reference_date"),
        entities=tuple(Entity(*_bounds(e, text), label=e.string("label")) for e in root.items("entities")),
        meta=dict(root.mapping("meta")),
    )


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _extent(extent: Extent | None) -> list[dict[str, Any]] | None:
    return None if extent is None else [_span(s) for s in extent.spans]


def _tokens_to_list(tokens: TokenTable) -> list[dict[str, Any]]:
    if tokens.analysis is None:
        return [{**_span(t), "kind": t.kind.value} for t in tokens]
    return [{**_span(t), "kind": t.kind.value, **{name: getattr(t, name) for name in _ANALYSIS}} for t in tokens]


def _date_to_dict(t: TimeExpression) -> dict[str, Any]:
    return {
        **_span(t),
        "type": t.type,
        "value": t.value,
        **{name: getattr(t, name) for name in _TIMEX_STRINGS},
        "earliest": t.earliest.isoformat() if t.earliest else None,
        "latest": t.latest.isoformat() if t.latest else None,
        "rule": t.rule,
        "known": list(t.known),
        "implied": list(t.implied),
    }


def _quote_to_dict(q: Quote) -> dict[str, Any]:
    return {
        "type": q.type,
        "medium": q.medium,
        "text": q.text,
        "spans": [_span(s) for s in q.spans],
        "speaker": _extent(q.speaker),
        "speaker_name": q.speaker_name,
        "cue": _extent(q.cue),
        "addressee": _extent(q.addressee),
        "frame": _extent(q.frame),
        "parent": q.parent,
        "confidence": q.confidence,
        "provenance": q.provenance,
    }


def _bounds(item: Reader, text: str) -> tuple[int, int, str]:
    """Read start, end and text of a span and check them against the document's text."""
    start, end = item.integer("start"), item.integer("end")
    if not 0 <= start <= end <= len(text):
        raise FormatError(f"{item.place}: offsets {start}..{end} lie outside the text of {len(text)} characters")
    if item.string("text") != text[start:end]:
        raise FormatError(f"{item.place}: its text differs from the document's text at {start}..{end}")
    return start, end, text[start:end]


def _ordered(place: str, starts: list[int], ends: list[int]) -> None:
    for i in range(1, len(starts)):
        if starts[i] < ends[i - 1]:
            raise FormatError(f"{place}[{i}] starts before the one before it ends")


def _read_tokens(root: Reader, text: str) -> TokenTable:
    items = root.items("tokens")
    bounds = [_bounds(item, text) for item in items]
    starts, ends = [b[0] for b in bounds], [b[1] for b in bounds]
    _ordered("document.tokens", starts, ends)
    kinds = [KIND_CODES[TokenKind(item.choice("kind", _KINDS))] for item in items]
    analysis = None
    if items and "lemma" in items[0]:
        analysis = TokenAnalysis(
            lemma=tuple(item.optional_string("lemma") for item in items),
            upos=tuple(item.optional_string("upos") for item in items),
            xpos=tuple(item.optional_string("xpos") for item in items),
            feats=tuple(item.optional_string("feats") for item in items),
            head=tuple(item.optional_integer("head") for item in items),
            deprel=tuple(item.optional_string("deprel") for item in items),
        )
    return TokenTable(text, starts, ends, kinds, analysis)


def _read_sentences(root: Reader, text: str, n_tokens: int) -> SentenceTable:
    items = root.items("sentences")
    bounds = [_bounds(item, text) for item in items]
    firsts = [item.integer("token_start") for item in items]
    lasts = [item.integer("token_end") for item in items]
    for item, first, last in zip(items, firsts, lasts, strict=True):
        if not 0 <= first <= last <= n_tokens:
            raise FormatError(f"{item.place}: tokens {first}..{last} don't exist; there are {n_tokens}")
    starts, ends = [b[0] for b in bounds], [b[1] for b in bounds]
    _ordered("document.sentences", starts, ends)
    return SentenceTable(text, starts, ends, firsts, lasts)


def _read_day(item: Reader, key: str) -> dt.date | None:
    value = item.optional_string(key)
    try:
        return None if value is None else dt.date.fromisoformat(value)
    except ValueError:
        raise FormatError(f"{item.place}.{key} must be a day such as 2022-01-31, not {value!r}") from None


def _read_date(item: Reader, text: str) -> TimeExpression:
    strings: dict[str, Any] = {name: item.optional_string(name) for name in _TIMEX_STRINGS}
    return TimeExpression(
        *_bounds(item, text),
        type=item.choice("type", _TIMEX_TYPES),  # type: ignore[arg-type]
        value=item.string("value"),
        earliest=_read_day(item, "earliest"),
        latest=_read_day(item, "latest"),
        rule=item.string("rule"),
        known=tuple(item.strings("known")),
        implied=tuple(item.strings("implied")),
        **strings,
    )


def _read_spans(items: list[Reader], text: str, place: str) -> tuple[Span, ...]:
    if not items:
        raise FormatError(f"{place} must not be empty")
    return tuple(Span(*_bounds(s, text)) for s in items)


def _read_extent(item: Reader, key: str, text: str) -> Extent | None:
    items = item.optional_items(key)
    return None if items is None else Extent(_read_spans(items, text, f"{item.place}.{key}"))


def _read_quote(item: Reader, text: str) -> Quote:
    return Quote(
        type=item.choice("type", _QUOTE_TYPES),  # type: ignore[arg-type]
        medium=item.choice("medium", _MEDIA),  # type: ignore[arg-type]
        spans=_read_spans(item.items("spans"), text, f"{item.place}.spans"),
        speaker=_read_extent(item, "speaker", text),
        speaker_name=item.optional_string("speaker_name"),
        cue=_read_extent(item, "cue", text),
        addressee=_read_extent(item, "addressee", text),
        frame=_read_extent(item, "frame", text),
        parent=item.optional_integer("parent"),
        confidence=item.number("confidence", 0.0, 1.0),
        provenance=item.string("provenance"),
    )


def _read_speaker(item: Reader, text: str, n_quotes: int) -> Speaker:
    quotes = tuple(item.integers("quotes"))
    if not all(0 <= q < n_quotes for q in quotes):
        raise FormatError(f"{item.place}.quotes names a quotation that doesn't exist; there are {n_quotes}")
    mentions = tuple(
        Extent(_read_spans(group, text, f"{item.place}.mentions[{i}]"))
        for i, group in enumerate(item.item_lists("mentions"))
    )
    return Speaker(item.string("name"), mentions, quotes)
