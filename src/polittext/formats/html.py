"""A Document as HTML: quotations by type, linked to their speakers; dates with their value on hover; no JavaScript.

Spans of an analysis may nest, interrupt and cross each other, which HTML elements may not. So the text is cut wherever
any span begins or ends, and every piece is marked on its own; the output grows linearly with pieces.
"""

import re
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from polittext.document import Document
from polittext.errors import InputTypeError
from polittext.formats._palette import style

if TYPE_CHECKING:
    from polittext.document import Extent, Quote, TimeExpression

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_HTML_TIME = re.compile(r"\d{4}(?:-W\d\d|-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?)?)?)?|P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?)?")
_TYPE_NAMES = {
    "direct": "direct",
    "indirect": "indirect",
    "free_indirect": "free indirect",
    "indirect_free_indirect": "indirect/free indirect",
    "reported": "reported",
}


def render(doc: Document, *, page: bool = False, lang: str = "de") -> str:
    """Return a document as HTML with its own style sheet; every character of the text is escaped.

    Quotations are marked by type (colour and underline, so that colour isn't needed to tell them apart) and numbered;
    the number is a link to the speaker's mention, and the mention links back. Dates carry their value as a tooltip, and
    a table of everything found follows the text. Colours meet WCAG 2.1 AA in light and in dark mode. Characters that
    HTML can't hold (NUL, lone surrogates) show as U+FFFD.

    Args:
        doc: What to show.
        page: Return a whole page rather than a fragment to be put into one.
        lang: Language of the text (BCP 47), for screen readers and hyphenation.

    Raises:
        InputTypeError: `doc` is no document.

    Example:
        >>> import polittext
        >>> from polittext.formats.html import render
        >>> "&lt;b&gt;" in render(polittext.analyze("Er sagte: <b>"))
        True
    """
    if not isinstance(doc, Document):
        raise InputTypeError(f"render shows one Document, not a {type(doc).__name__}; make it with polittext.analyze")
    prefix = "pt" + sha256(doc.text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    body, lang = "".join(_pieces(doc, prefix)), escape(_clean(lang))
    fragment = (
        f'<div class="polittext" lang="{lang}"><style>{style()}</style>'
        f'<div class="pt-text">{body}</div>{_legend(doc)}{_tables(doc, prefix)}</div>'
    )
    if not page:
        return fragment
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>polittext</title>'
        "<style>body{margin:0 auto;max-width:52rem;padding:1rem;background:#fff}"
        "@media(prefers-color-scheme:dark){body{background:#15181c}}</style></head>"
        f"<body>{fragment}</body></html>\n"
    )


@dataclass(slots=True)
class _Active:
    """What covers the present piece of the text; lists are stacks, the innermost last."""

    quotes: list[int] = field(default_factory=list)
    speakers: list[int] = field(default_factory=list)
    roles: dict[str, int] = field(default_factory=dict)
    dates: list[int] = field(default_factory=list)


def _pieces(doc: Document, prefix: str) -> list[str]:
    size = len(doc.text)
    opening: dict[int, list[tuple[str, int]]] = {}
    closing: dict[int, list[tuple[str, int]]] = {}

    def cover(start: int, end: int, what: str, index: int) -> None:
        start, end = max(0, start), min(size, end)
        if start < end:
            opening.setdefault(start, []).append((what, index))
            closing.setdefault(end, []).append((what, index))

    spoken = _speaker_links(doc)
    for index, quote in enumerate(doc.quotes):
        for span in quote.spans:
            cover(span.start, span.end, "quote", index)
        for role in ("cue", "addressee", "frame"):
            extent: Extent | None = getattr(quote, role)
            for span in extent.spans if extent else ():
                cover(span.start, span.end, role, index)
    for index, (start, end) in enumerate(spoken):
        cover(start, end, "speaker", index)
    for index, date in enumerate(doc.dates):
        cover(date.start, date.end, "date", index)

    links = [(f"{prefix}-s{start}", quotes) for (start, _), quotes in spoken.items()]
    seen: set[str] = set()
    active = _Active()
    out: list[str] = []
    cuts = sorted({0, size, *opening, *closing})
    for start, end in zip(cuts, [*cuts[1:], size], strict=True):
        for what, index in closing.get(start, ()):
            _leave(active, what, index)
            if what == "quote" and doc.quotes[index].end == start:
                out.append(_number(doc.quotes[index], index, prefix))
        for what, index in opening.get(start, ()):
            _enter(active, what, index)
        if start < end:
            out.append(_piece(doc, start, end, active, links, prefix, seen))
    return out


def _speaker_links(doc: Document) -> dict[tuple[int, int], list[int]]:
    """Return the quotations by the spans that name their speakers."""
    found: dict[tuple[int, int], list[int]] = {}
    for index, quote in enumerate(doc.quotes):
        for span in quote.speaker.spans if quote.speaker else ():
            found.setdefault((span.start, span.end), []).append(index)
    return found


def _enter(active: _Active, what: str, index: int) -> None:
    if what == "quote":
        active.quotes.append(index)
    elif what == "speaker":
        active.speakers.append(index)
    elif what == "date":
        active.dates.append(index)
    else:
        active.roles[what] = active.roles.get(what, 0) + 1


def _leave(active: _Active, what: str, index: int) -> None:
    if what == "quote":
        active.quotes.remove(index)
    elif what == "speaker":
        active.speakers.remove(index)
    elif what == "date":
        active.dates.remove(index)
    else:
        active.roles[what] -= 1


def _piece(
    doc: Document,
    start: int,
    end: int,
    active: _Active,
    links: list[tuple[str, list[int]]],
    prefix: str,
    seen: set[str],
) -> str:
    def identity(name: str) -> str:
        if name in seen:
            return ""
        seen.add(name)
        return f' id="{name}"'

    html = _text(doc.text[start:end])
    if active.dates:
        html = _date(doc.dates[active.dates[-1]], html)
    roles = [role for role in ("frame", "cue", "addressee") if active.roles.get(role)]
    if roles:
        html = f'<span class="{" ".join(f"pt-{role}" for role in roles)}" title="{", ".join(roles)}">{html}</span>'
    if active.speakers:
        name, quotes = links[active.speakers[-1]]
        numbers = ", ".join(str(q + 1) for q in quotes[:20]) + (", ..." if len(quotes) > 20 else "")
        html = (
            f'<a class="pt-speaker"{identity(name)} href="#{prefix}-q{quotes[0]}" '
            f'title="speaker of quotation {numbers}">{html}</a>'
        )
    if active.quotes:
        index = active.quotes[-1]
        quote = doc.quotes[index]
        classes = f"pt-q pt-{escape(quote.type)}" + (" pt-nested" if len(active.quotes) > 1 else "")
        html = (
            f'<mark class="{classes}"{identity(f"{prefix}-q{index}")} '
            f'title="{escape(_describe(quote, index))}">{html}</mark>'
        )
    return html


def _describe(quote: "Quote", index: int) -> str:
    who = quote.speaker_name or (quote.speaker.text if quote.speaker else "nobody named")
    return _clean(f"{index + 1}: {_TYPE_NAMES.get(quote.type, quote.type)} {quote.medium}, {who}")


def _number(quote: "Quote", index: int, prefix: str) -> str:
    if quote.speaker is None:
        return f'<sup class="pt-n">{index + 1}</sup>'
    label = escape(_clean(quote.speaker_name or quote.speaker.text))
    return (
        f'<sup class="pt-n"><a href="#{prefix}-s{quote.speaker.start}" aria-label="{label}" '
        f'title="{label}">{index + 1}</a></sup>'
    )


def _date(date: "TimeExpression", html: str) -> str:
    title = escape(_clean(_meaning(date)))
    if _HTML_TIME.fullmatch(date.value) and date.value not in ("P", "PT"):
        return f'<time class="pt-date" datetime="{date.value}" title="{title}">{html}</time>'
    return f'<span class="pt-date" title="{title}">{html}</span>'


def _meaning(date: "TimeExpression") -> str:
    parts = [date.type, date.value or "?"]
    parts += [f"{name} {value}" for name in ("mod", "quant", "freq") if (value := getattr(date, name))]
    if date.earliest and date.latest and date.earliest != date.latest:
        parts.append(f"({date.earliest.isoformat()} to {date.latest.isoformat()})")
    elif date.begin or date.end_point:
        parts.append(f"({date.begin or '..'} to {date.end_point or '..'})")
    return " ".join(parts)


def _legend(doc: Document) -> str:
    types = sorted({q.type for q in doc.quotes}, key=list(_TYPE_NAMES).index)
    items = [f'<mark class="pt-q pt-{t}">{_TYPE_NAMES[t]}</mark>' for t in types]
    items += ['<span class="pt-speaker">speaker</span>'] if any(q.speaker for q in doc.quotes) else []
    items += ['<span class="pt-cue">cue</span>'] if any(q.cue for q in doc.quotes) else []
    items += ['<span class="pt-addressee">addressee</span>'] if any(q.addressee for q in doc.quotes) else []
    items += ['<span class="pt-date">date</span>'] if doc.dates else []
    return f'<p class="pt-legend" lang="en">{" ".join(items)}</p>' if items else ""


def _tables(doc: Document, prefix: str) -> str:
    if not doc.quotes and not doc.dates:
        return ""
    out = [
        '<details lang="en"><summary>'
        f"{_count(len(doc.quotes), 'quotation')}, {_count(len(doc.dates), 'date')}</summary>"
    ]
    if doc.quotes:
        rows = []
        for index, quote in enumerate(doc.quotes):
            cells = (
                _TYPE_NAMES.get(quote.type, quote.type),
                quote.speaker_name or (quote.speaker.text if quote.speaker else ""),
                quote.cue.text if quote.cue else "",
                _short(quote.text),
            )
            link = f'<a href="#{prefix}-q{index}">{index + 1}</a>'
            rows.append(f"<tr><td>{link}</td>{''.join(f'<td>{_text(cell)}</td>' for cell in cells)}</tr>")
        head = "".join(f'<th scope="col">{h}</th>' for h in ("no.", "type", "speaker", "cue", "content"))
        out.append(f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>")
    if doc.dates:
        rows = [f"<tr><td>{_text(d.text)}</td><td>{_text(_meaning(d))}</td></tr>" for d in doc.dates]
        out.append(
            '<table><thead><tr><th scope="col">date</th><th scope="col">meaning</th></tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table>"
        )
    return "".join(out) + "</details>"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _short(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text)


def _text(text: str) -> str:
    # A carriage return stays as it is, though browsers read it as a line feed: its reference would be no valid HTML.
    return escape(_clean(text), quote=False)
