"""TEI P5: quotations as `said` and `quote`, dates as `date` with @when, @from and @to, speakers in `listPerson`.

XML elements nest, spans need not: a quotation that is interrupted, or that crosses another span, becomes several
elements joined by @next and @prev. White space is significant (`xml:space="preserve"`); the characters of all
elements in `body` together are the text. Characters that XML can't hold stand as `<g n="U+0000">`.
"""

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from polittext.errors import FormatError
from polittext.formats._xml import local_name, parse_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from polittext.document import Document, Quote, TimeExpression

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WHEN = re.compile(r"(?!0000)\d{4}(?:-\d\d(?:-\d\d)?)?")
_CLOCK = re.compile(r"(?:((?!0000)\d{4}-\d\d-\d\d)?T)(\d\d:\d\d)(:\d\d)?")
_DURATION = re.compile(
    r"P(?=\d|T\d)(?:\d+(?:\.\d+)?Y)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?W)?(?:\d+(?:\.\d+)?D)?"
    r"(?:T(?=\d)(?:\d+(?:\.\d+)?H)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?S)?)?"
)
_CATEGORIES = (
    *("direct", "indirect", "free_indirect", "indirect_free_indirect", "reported"),
    *("speech", "writing", "thought"),
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """An element to be: its name, its attributes, and, where it may be split, the stem of its xml:id."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    stem: str | None = None


@dataclass(slots=True)
class _Piece:
    """A part of a mark that nests; parts of one mark share its list."""

    mark: _Mark
    start: int
    end: int
    siblings: "list[_Piece]"
    number: int = 0

    def open(self) -> str:
        attributes = list(self.mark.attributes)
        if self.mark.stem is not None:
            here = self.number
            last = len(self.siblings) - 1
            attributes.insert(0, ("xml:id", _part_id(self.mark.stem, here)))
            if last:
                if self.mark.tag == "seg":  # the others have no @part
                    attributes.append(("part", "I" if here == 0 else "F" if here == last else "M"))
                attributes += [("prev", "#" + _part_id(self.mark.stem, here - 1))] if here else []
                attributes += [("next", "#" + _part_id(self.mark.stem, here + 1))] if here < last else []
        return f"<{self.mark.tag}{''.join(f' {k}={_attribute(v)}' for k, v in attributes)}>"

    def close(self) -> str:
        return f"</{self.mark.tag}>"


def _part_id(stem: str, number: int) -> str:
    return stem if number == 0 else f"{stem}.{number + 1}"


def to_tei(doc: "Document", *, title: str = "polittext") -> str:
    """Return a document as a TEI P5 file.

    Args:
        doc: What to write.
        title: The title for the header.

    Example:
        >>> import polittext
        >>> from polittext.formats.tei import tei_text, to_tei
        >>> tei_text(to_tei(polittext.analyze("Am 3. März 2021.")))
        'Am 3. März 2021.'
    """
    people = {speaker.name: f"sp{number}" for number, speaker in enumerate(doc.speakers, 1)}
    for quote in doc.quotes:
        name = quote.speaker_name or (quote.speaker.text if quote.speaker else None)
        if name and name not in people:
            people[name] = f"sp{len(people) + 1}"
    persons = "".join(f'<person xml:id="{i}"><persName>{_text(n)}</persName></person>' for n, i in people.items())
    person_list = f"<particDesc><listPerson>{persons}</listPerson></particDesc>" if persons else ""
    categories = "".join(
        f'<category xml:id="{c}"><catDesc>{c.replace("_", " ")}</catDesc></category>' for c in _CATEGORIES
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="de">\n<teiHeader>\n'
        f"<fileDesc><titleStmt><title>{_text(title)}</title></titleStmt>"
        "<publicationStmt><p>unpublished</p></publicationStmt>"
        "<sourceDesc><p>analysed by polittext</p></sourceDesc></fileDesc>\n"
        f"<encodingDesc><classDecl><taxonomy>{categories}</taxonomy></classDecl></encodingDesc>\n"
        f'<profileDesc><langUsage><language ident="de">German</language></langUsage>{person_list}</profileDesc>\n'
        f'</teiHeader>\n<text><body><ab xml:space="preserve">{_body(doc, people)}</ab></body></text>\n</TEI>\n'
    )


def tei_text(source: str | bytes) -> str:
    """Return the text of a TEI file that `to_tei` wrote, character by character.

    Raises:
        FormatError: It is no well-formed XML, isn't TEI, or declares entities.
    """
    root = parse_xml(source)
    body = root.find(".//{http://www.tei-c.org/ns/1.0}body")
    if local_name(root) != "TEI" or body is None:
        raise FormatError("no TEI file with a body")
    return "".join(_flow(body))


def _flow(body: "Element") -> Iterator[str]:
    stack: list[tuple[Element, int]] = [(body, 0)]
    yield _own(body)
    while stack:
        element, at = stack.pop()
        if at < len(element):
            stack.append((element, at + 1))
            stack.append((element[at], 0))
            yield _own(element[at])
        elif stack:
            yield element.tail or ""


def _own(element: "Element") -> str:
    if local_name(element) != "g":
        return element.text or ""
    try:
        return chr(int(element.get("n", "").removeprefix("U+"), 16))
    except (ValueError, OverflowError):
        raise FormatError(f"<g n={element.get('n')!r}> names no code point") from None


def _body(doc: "Document", people: dict[str, str]) -> str:
    opening, closing = _cut(_marks(doc, people), len(doc.text))
    out: list[str] = []
    cuts = sorted({0, len(doc.text), *opening, *closing})
    for at, following in zip(cuts, [*cuts[1:], len(doc.text)], strict=True):
        out += [piece.close() for piece in closing.get(at, ())]
        out += [piece.open() for piece in opening.get(at, ())]
        out.append(_text(doc.text[at:following]))
    return "".join(out)


def _marks(doc: "Document", people: dict[str, str]) -> Iterator[tuple[_Mark, list[tuple[int, int]]]]:
    """Yield the elements to be with their spans, outer before inner where spans are equal."""
    for index, quote in enumerate(doc.quotes):
        if quote.frame is not None:
            yield (
                _Mark("seg", (("type", "frame"), ("corresp", f"#q{index}")), f"f{index}"),
                [(s.start, s.end) for s in quote.frame.spans],
            )
    for index, quote in enumerate(doc.quotes):
        name = quote.speaker_name or (quote.speaker.text if quote.speaker else None)
        person = "#" + people[name] if name else None
        yield _quotation(quote, index, person), [(s.start, s.end) for s in quote.spans]
        for role in ("speaker", "addressee", "cue"):
            extent = getattr(quote, role)
            if extent is None:
                continue
            attributes = [("type", role), ("corresp", f"#q{index}")]
            attributes += [("ref", person)] if role == "speaker" and person else []
            tag = "seg" if role == "cue" else "rs"
            yield _Mark(tag, tuple(attributes), f"{role[0]}{index}"), [(s.start, s.end) for s in extent.spans]
    for index, date in enumerate(doc.dates):
        yield _Mark(*_date(date), f"t{index}"), [(date.start, date.end)]


def _quotation(quote: "Quote", index: int, person: str | None) -> _Mark:
    kinds = " ".join(f"#{name}" for name in (quote.type, *quote.medium.split("/")))
    attributes = [("ana", kinds)]
    if quote.medium == "writing":
        attributes += [("corresp", person)] if person else []
        return _Mark("quote", tuple(attributes), f"q{index}")
    attributes += [("who", person)] if person else []
    attributes.append(("direct", "true" if quote.type == "direct" else "false"))
    aloud = {"speech": "true", "thought": "false"}.get(quote.medium, "unknown")
    attributes.append(("aloud", aloud))
    return _Mark("said", tuple(attributes), f"q{index}")


def _date(date: "TimeExpression") -> tuple[str, tuple[tuple[str, str], ...]]:
    attributes: list[tuple[str, str]] = [("type", date.type)]
    tag = "date"
    clock = _CLOCK.fullmatch(date.value)
    if clock is not None:
        tag = "date" if clock[1] else "time"
        when = (f"{clock[1]}T" if clock[1] else "") + clock[2] + (clock[3] or ":00")
        attributes.append(("when", when))
    elif date.type in ("DURATION", "SET"):
        if _DURATION.fullmatch(date.value):
            attributes.append(("dur-iso", date.value))
        attributes += [(k, v) for k, v in (("from", date.begin), ("to", date.end_point)) if v and _WHEN.fullmatch(v)]
    elif _WHEN.fullmatch(date.value) and date.mod is None:
        attributes.append(("when", date.value))
    elif date.earliest is not None or date.latest is not None:
        # "Ende März" is some point within the bounds, a week or a decade is all of them.
        names = ("from", "to") if date.mod is None else ("notBefore", "notAfter")
        bounds = zip(names, (date.earliest, date.latest), strict=True)
        attributes += [(name, day.isoformat()) for name, day in bounds if day is not None]
    if date.value:
        attributes.append(("key", date.value))
    return tag, tuple(attributes)


def _cut(
    marks: Iterator[tuple[_Mark, list[tuple[int, int]]]], size: int
) -> tuple[dict[int, list[_Piece]], dict[int, list[_Piece]]]:
    """Cut spans where they would cross; return the pieces by where they open (outer first) and close (inner first)."""
    waiting: list[tuple[int, int, int, _Piece]] = []
    order = 0
    for mark, spans in marks:
        siblings: list[_Piece] = []
        for start, end in spans:
            start, end = max(0, start), min(size, end)
            if start < end:
                heapq.heappush(waiting, (start, -end, order, _Piece(mark, start, end, siblings)))
                order += 1
    opening: dict[int, list[_Piece]] = {}
    closing: dict[int, list[_Piece]] = {}
    stack: list[_Piece] = []

    def close(piece: _Piece) -> None:
        closing.setdefault(piece.end, []).append(piece)

    while waiting:
        start, _, rank, piece = heapq.heappop(waiting)
        while stack and stack[-1].end <= start:
            close(stack.pop())
        if stack and piece.end > stack[-1].end:
            rest = _Piece(piece.mark, stack[-1].end, piece.end, piece.siblings)
            heapq.heappush(waiting, (rest.start, -rest.end, rank, rest))
            piece.end = stack[-1].end
        piece.number = len(piece.siblings)
        piece.siblings.append(piece)
        opening.setdefault(start, []).append(piece)
        stack.append(piece)
    while stack:
        close(stack.pop())
    return opening, closing


def _text(text: str) -> str:
    # A carriage return would be read as a line feed; a reference keeps it.
    return _ILLEGAL.sub(lambda m: f'<g n="U+{ord(m[0]):04X}"/>', escape(text, {"\r": "&#13;"}))


def _attribute(value: str) -> str:
    return quoteattr(_ILLEGAL.sub("\ufffd", value), {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
