"""Documents made by hand, so that formats are tested apart from the finders."""

import re
from typing import Any

from polittext.columns import KIND_CODES, SentenceTable, TokenTable
from polittext.document import Document, Extent, Quote, Span, Speaker, TimeExpression, TokenKind

TEXT = (
    "Die Ministerin traf am 3. März 2021 den Rat. „Wir brauchen Zeit“, sagte Anna Beispiel, „und auch Geld.“\n\n"
    "Laut Bericht sei der Plan „fast fertig“ & <gut>. Er habe gesagt, sie komme nicht."
)


def span(text: str, words: str, after: int = 0) -> Span:
    """Return the first place of the words at or after an offset."""
    start = text.index(words, after)
    return Span(start, start + len(words), words)


def extent(text: str, *words: str) -> Extent:
    """Return the first places of several words."""
    return Extent(tuple(span(text, w) for w in words))


def document(text: str, **fields: Any) -> Document:
    """Return a document with plain tokens and sentences around what is given."""
    spans = [(m.start(), m.end()) for m in re.finditer(r"\w+|[^\w\s]", text)]
    kinds = [KIND_CODES[TokenKind.WORD if text[s].isalnum() else TokenKind.PUNCTUATION] for s, _ in spans]
    tokens = TokenTable(text, [s for s, _ in spans], [e for _, e in spans], kinds)
    lasts = [
        i + 1
        for i, (s, e) in enumerate(spans)
        if i + 1 == len(spans) or (text[s] in ".!?“" and text[e : e + 1].isspace() and text[s - 1 : s] != "3")
    ]
    firsts = [0, *lasts[:-1]] if lasts else []
    sentences = SentenceTable(text, [spans[i][0] for i in firsts], [spans[j - 1][1] for j in lasts], firsts, lasts)
    return Document(text, tokens, sentences, **fields)


def example() -> Document:
    """Return a document with a discontinuous, a nested and an unattributed quotation, and two dates."""
    text = TEXT
    outer = Quote(
        "indirect",
        "speech",
        (span(text, "der Plan „fast fertig“ & <gut>"),),
        speaker=extent(text, "Bericht"),
        cue=extent(text, "Laut"),
        frame=extent(text, "Laut Bericht"),
        confidence=0.8,
        provenance="rule:laut",
    )
    import datetime as dt

    return document(
        text,
        quotes=(
            Quote(
                "direct",
                "speech",
                (span(text, "„Wir brauchen Zeit“"), span(text, "„und auch Geld.“")),
                speaker=extent(text, "Anna Beispiel"),
                speaker_name="Anna Beispiel",
                cue=extent(text, "sagte"),
                frame=extent(text, "sagte Anna Beispiel,"),
                addressee=extent(text, "den Rat"),
                confidence=0.97,
                provenance="rule:marks",
            ),
            outer,
            Quote("direct", "writing", (span(text, "„fast fertig“"),), parent=1, confidence=0.5, provenance="rule:x"),
            Quote("indirect", "speech", (span(text, "sie komme nicht"),), confidence=0.9, provenance="rule:y"),
        ),
        dates=(
            TimeExpression(
                *_whole(span(text, "3. März 2021")),
                type="DATE",
                value="2021-03-03",
                edtf="2021-03-03",
                earliest=dt.date(2021, 3, 3),
                latest=dt.date(2021, 3, 3),
                rule="dmy",
                known=("year", "month", "day"),
            ),
            TimeExpression(*_whole(span(text, "Zeit")), type="DURATION", value="PXD", mod="APPROX", rule="zeit"),
        ),
        speakers=(
            Speaker("Anna Beispiel", (extent(text, "Anna Beispiel"),), (0,)),
            Speaker("Bericht", (extent(text, "Bericht"),), (1,)),
        ),
        reference_date="2021-03",
        meta={"id": "x1", "party": "XYZ"},
    )


def _whole(place: Span) -> tuple[int, int, str]:
    return place.start, place.end, place.text
