"""A report for people: who said what, and which dates are meant."""

import re
from collections.abc import Iterator
from textwrap import wrap

from polittext.document import Document, Quote, TimeExpression

_WIDTH = 100
_LEAST = 20  # characters on a line, however deep a quotation lies in others
_STYLES = {"bold": "1", "dim": "2", "speaker": "1;36", "date": "33"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+|\s+")
_TYPE_WORDS = {
    "direct": "direct speech",
    "indirect": "indirect speech",
    "free_indirect": "free indirect speech",
    "indirect_free_indirect": "indirect speech without a frame",
    "reported": "reported",
}


def report(doc: Document, *, colour: bool = False, heading: str | None = None) -> str:
    """Return a report on a document, for reading; it ends with a newline.

    Args:
        doc: The document.
        colour: Use ANSI colours.
        heading: A title, for instance the file's name.
    """
    return "\n".join(_lines(doc, colour, heading)) + "\n"


def _lines(doc: Document, colour: bool, heading: str | None) -> Iterator[str]:
    if heading is not None:
        yield _paint(f"=== {_clean(heading)}", "bold", colour)
    yield _paint("Who said what", "bold", colour)
    if not doc.quotes:
        yield "  nothing quoted"
    depth: dict[int, int] = {}
    for i, quote in enumerate(doc.quotes):
        depth[i] = 0 if quote.parent is None else depth.get(quote.parent, 0) + 1
        yield from _quote_lines(i, quote, "    " * depth[i], colour)
    yield ""
    yield _paint("Which dates are meant", "bold", colour)
    if not doc.dates:
        yield "  no dates"
    width = min(max((len(_clean(t.text)) for t in doc.dates), default=0), 40)
    for t in doc.dates:
        yield f"  {_paint(_clean(t.text).ljust(width), 'date', colour)}  {t.value:<12}  {_bounds(t)}".rstrip()
    if doc.reference_date is None and any(t.earliest is None for t in doc.dates):
        yield _paint("  (give the date of publication with --date to resolve relative dates)", "dim", colour)
    yield ""


def _quote_lines(i: int, quote: Quote, indent: str, colour: bool) -> Iterator[str]:
    speaker = _clean(quote.speaker.text) if quote.speaker else "(nobody named)"
    head = f"{indent}{i + 1:3d}. {_paint(speaker, 'speaker', colour)}"
    if quote.speaker_name and not speaker.endswith(_clean(quote.speaker_name)):
        head += f" = {_clean(quote.speaker_name)}"
    if quote.addressee:
        head += f" → {_clean(quote.addressee.text)}"
    details = [_TYPE_WORDS[quote.type]]
    if quote.cue:
        details.append(" … ".join(_clean(s.text) for s in quote.cue.spans))
    yield f"{head}  {_paint('[' + '; '.join(details) + ']', 'dim', colour)}"
    content = " […] ".join(_clean(s.text) for s in quote.spans)
    for line in wrap(content, max(_WIDTH - len(indent) - 5, _LEAST)) or [""]:
        yield f"{indent}     {line}"


def _bounds(t: TimeExpression) -> str:
    if t.earliest is None and t.latest is None:
        return ""
    if t.earliest == t.latest:
        return str(t.earliest)
    return f"{t.earliest or '…'} to {t.latest or '…'}"


def _clean(text: str) -> str:
    """Put a text on one line, without characters that would steer a terminal."""
    return _CONTROL.sub(" ", text).strip()


def _paint(text: str, style: str, colour: bool) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if colour else text
