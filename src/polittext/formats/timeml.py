"""TimeML: the time expressions of a document as TIMEX3 elements in its text (TimeML 1.2.1)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from polittext.document import Document, TimeExpression

_BAD = dict.fromkeys((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF), "\ufffd")
_BAD.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))


def timex3(dates: Iterable[TimeExpression]) -> list[TimeExpression]:
    """Return time expressions as TIMEX3 annotates them.

    The one difference to `Document.dates`: in "vor drei Jahren" TIMEX3, as the German newspaper corpus KRAUTS applies
    it, takes the words "drei Jahren" as a DURATION, whose end is the anchor; the library's own value is the date.

    Returns:
        The expressions in the given order, never overlapping more than before.
    """
    return [_measured(x) if x.offset is not None and x.rule == "ago" else x for x in dates]


def _measured(x: TimeExpression) -> TimeExpression:
    word, _, rest = x.text.partition(" ")
    rest = rest.lstrip()
    if word.casefold() != "vor" or not rest:
        return x
    return replace(
        x,
        start=x.end - len(rest),
        text=rest,
        type="DURATION",
        value=x.offset or "",
        begin=x.value if x.value[:1].isdigit() else None,
        edtf=None,
    )


@dataclass(slots=True)
class _Ids:
    """Numbers the TIMEX3 elements and the empty ones that only name a point."""

    last: int = 0

    def next(self) -> str:
        self.last += 1
        return f"t{self.last}"


def to_timeml(doc: Document) -> str:
    """Return a document as a TimeML file.

    Characters that XML can't hold (control characters, lone surrogates) become U+FFFD. The reference date is the
    creation time, `t0`; begin and end points are empty TIMEX3 elements behind the text.

    Args:
        doc: Any document.

    Returns:
        A well-formed XML document with the elements DOCID, DCT and TEXT.

    Example:
        >>> import polittext
        >>> print(to_timeml(polittext.analyze("Es begann gestern.", date="2022-01-10")).splitlines()[5])
        <TEXT>Es begann <TIMEX3 tid="t1" type="DATE" value="2022-01-09">gestern</TIMEX3>.</TEXT>
    """
    ids = _Ids()
    points: list[str] = []
    body: list[str] = []
    position = 0
    for x in map(_period, timex3(doc.dates)):
        body.append(_text(doc.text[position : x.start]))
        tid = ids.next()
        attributes = {"tid": tid, "type": x.type, "value": _value(x)}
        attributes |= {name: value for name in ("mod", "quant", "freq") if (value := getattr(x, name))}
        for name, point in (("beginPoint", x.begin), ("endPoint", x.end_point)):
            if point and x.type == "DURATION" and point != "..":
                pid = ids.next()
                attributes[name] = pid
                points.append(_element({"tid": pid, "type": "DATE", "value": point}, None))
        if x.type == "DURATION" and x.rule == "ago" and doc.reference_date:
            attributes["endPoint"] = "t0"
        body.append(_element(attributes, _text(x.text)))
        position = x.end
    body.append(_text(doc.text[position:]))
    reference = doc.reference_date or "XXXX-XX-XX"
    created = _element(
        {"tid": "t0", "type": "TIME" if "T" in reference else "DATE", "value": reference,
         "functionInDocument": "CREATION_TIME", "temporalFunction": "false"}, _text(reference),
    )  # fmt: skip
    docid = doc.meta.get("id")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">',
        f"<DOCID>{_text(str(docid)) if docid is not None else 'document'}</DOCID>",
        f"<DCT>{created}</DCT>",
        "",
        f"<TEXT>{''.join(body)}</TEXT>",
        *points,
        "</TimeML>",
    ]
    return "\n".join(lines) + "\n"


def _period(x: TimeExpression) -> TimeExpression:
    """Make a DATE that is a stretch of days ("2021-11-28/2021-12-24") a DURATION, since TIMEX3 has no such value."""
    begin, slash, end = x.value.partition("/")
    return replace(x, type="DURATION", begin=begin, end_point=end) if x.type == "DATE" and slash else x


def _value(x: TimeExpression) -> str:
    """A DURATION between two days is measured in days; its points name the days."""
    if x.type == "DURATION" and "/" in x.value:
        if x.earliest is not None and x.latest is not None:
            return f"P{(x.latest - x.earliest).days + 1}D"
        return "PXY"
    return x.value


def _text(text: str) -> str:
    return escape(text.translate(_BAD), {"\r": "&#13;"})


def _element(attributes: dict[str, str], content: str | None) -> str:
    inside = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<TIMEX3 {inside}/>" if content is None else f"<TIMEX3 {inside}>{content}</TIMEX3>"
