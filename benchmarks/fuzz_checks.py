"""What must hold of any text, checked fast: offsets, order, nothing visible left out, types, bounds, parents, JSON."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from itertools import pairwise

import polittext
from polittext.columns import SentenceTable, TokenTable
from polittext.document import Document, Extent, Quote, Span, TimeExpression
from polittext.errors import DateInputError
from polittext.temporal import find_expressions
from polittext.temporal.reference import ReferenceDate, parse_reference
from polittext.tokenization import NEWLINE_POLICIES, segment

REFERENCES = (None, "2022-01-10", "2022", "2022-01", "2024-02-29", "0001-01-01", "9999-12-31", "2022-01-10T12:00")
TYPES = frozenset(("DATE", "TIME", "DURATION", "SET"))
QUOTE_TYPES = frozenset(("direct", "indirect", "free_indirect", "indirect_free_indirect", "reported"))


class BrokenError(AssertionError):
    """A promise doesn't hold."""


@cache
def _reference(date: str | None) -> ReferenceDate | None:
    return None if date is None else parse_reference(date)


@cache
def _rules() -> polittext.Pipeline:
    return polittext.Pipeline(quotes="rules")


def spans(text: str, found: Iterator[Span]) -> None:
    """Check that each span's text is that of the document."""
    for span in found:
        if not 0 <= span.start < span.end <= len(text) or text[span.start : span.end] != span.text:
            raise BrokenError(f"span {span.start}:{span.end} {span.text!r}")


def visible(gap: str) -> bool:
    """Tell whether more than white space and characters without a form lies in a gap between tokens."""
    return any(not char.isspace() and (char.isprintable() or "\ud800" <= char <= "\udfff") for char in gap)


def tokens(text: str, turn: int = 0) -> tuple[TokenTable, SentenceTable]:
    """Check tokens and sentences: in order, without overlap, nothing visible left out, every token in one sentence."""
    made, sentences = segment(text, newline=NEWLINE_POLICIES[turn % 4])
    end = 0
    for s, e in made.spans():
        if not end <= s < e:
            raise BrokenError(f"token {s}:{e} overlaps or is empty")
        if s > end and visible(text[end:s]):
            raise BrokenError(f"gap before token {s}:{e}")
        end = e
    if end > len(text) or visible(text[end:]):
        raise BrokenError("tokens and the end of the text")
    end = last = 0
    starts, ends = made.starts.tolist(), made.ends.tolist()
    ranges = zip(sentences.token_starts.tolist(), sentences.token_ends.tolist(), strict=True)
    for (s, e), (first, after) in zip(sentences.spans(), ranges, strict=True):
        if first != last or after <= first or s < end or s != starts[first] or e != ends[after - 1]:
            raise BrokenError(f"sentence {s}:{e} of tokens {first}:{after}")
        end, last = e, after
    if last != len(starts):
        raise BrokenError("tokens outside sentences")
    if made and (made[0].text != text[starts[0] : ends[0]] or sentences[-1].text != text[s:e]):
        raise BrokenError("objects differ from their columns")
    return made, sentences


def dates(text: str, sentences: SentenceTable, turn: int = 0) -> tuple[TimeExpression, ...]:
    """Check time expressions: in order, without overlap, with type and value, and bounds the right way round."""
    found = find_expressions(text, sentences, _reference(REFERENCES[turn % len(REFERENCES)]))
    end = 0
    for t in found:
        if t.start < end or not t.start < t.end <= len(text) or text[t.start : t.end] != t.text:
            raise BrokenError(f"time expression {t.start}:{t.end} {t.text!r}")
        if t.type not in TYPES or not t.value:
            raise BrokenError(f"type or value of {t.text!r}")
        if t.earliest and t.latest and t.earliest > t.latest:
            raise BrokenError(f"bounds of {t.text!r}")
        end = t.end
    return found


def quotes(text: str, found: tuple[Quote, ...]) -> None:
    """Check quotations: their order, the order of their spans, their parents, type, confidence."""
    for index, quote in enumerate(found):
        for extent in (Extent(quote.spans), quote.speaker, quote.cue, quote.addressee, quote.frame):
            if extent is None:
                continue
            if not extent.spans:
                raise BrokenError(f"nothing in quotation {index}")
            spans(text, iter(extent.spans))
            if any(a.end > b.start for a, b in pairwise(extent.spans)):
                raise BrokenError(f"spans out of order in quotation {index}")
        if not 0 <= quote.confidence <= 1 or quote.type not in QUOTE_TYPES:
            raise BrokenError(f"confidence or type of quotation {index}")
        if quote.parent is not None and not 0 <= quote.parent < index:
            raise BrokenError(f"parent of quotation {index}")
    if any(a.start > b.start for a, b in pairwise(found)):
        raise BrokenError("quotations out of order")


def rules(text: str, made: TokenTable, sentences: SentenceTable) -> None:
    """Check the quotations that the rules find, and their speakers."""
    found, speakers = _rules().attribute(text, made, sentences)
    quotes(text, found)
    if not all(s.name and all(0 <= q < len(found) for q in s.quotes) for s in speakers):
        raise BrokenError("speaker of no quotation")


def full(text: str, turn: int = 0) -> None:
    """Check the default pipeline, and that JSON gives the same document back."""
    doc = polittext.analyze(text, date=REFERENCES[turn % len(REFERENCES)])
    quotes(text, doc.quotes)
    spans(text, iter(doc.dates))
    if not all(s.name and all(0 <= q < len(doc.quotes) for q in s.quotes) for s in doc.speakers):
        raise BrokenError("speaker of no quotation")
    if Document.from_dict(json.loads(json.dumps(doc.to_dict()))) != doc:
        raise BrokenError("JSON gives another document back")


def only_tokens(text: str, turn: int = 0) -> None:
    """Check tokens and sentences alone."""
    tokens(text, turn)


def only_dates(text: str, turn: int = 0) -> None:
    """Check dates, on tokens and sentences made for them."""
    dates(text, segment(text)[1], turn)


def only_rules(text: str, turn: int = 0) -> None:
    """Check quotations by rule, on tokens and sentences made for them."""
    rules(text, *segment(text))


def normalized(text: str, turn: int = 0) -> None:
    """Check that a text is read as one expression, or refused, and likewise as a reference date."""
    try:
        found = polittext.normalize_date(text, REFERENCES[turn % len(REFERENCES)])
    except DateInputError:
        pass
    else:
        spans(text, iter((found,)))
        if found.type not in TYPES or not found.value:
            raise BrokenError(f"type or value of {found.text!r}")
        if found.earliest and found.latest and found.earliest > found.latest:
            raise BrokenError(f"bounds of {found.text!r}")
    with suppress(DateInputError):
        parse_reference(text)


CHECKS: dict[str, Callable[[str, int], None]] = {
    "tokens": only_tokens,
    "dates": only_dates,
    "rules": only_rules,
    "normalized": normalized,
    "full": full,
}
