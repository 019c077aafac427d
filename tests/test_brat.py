"""brat standoff: what brat would read, and the way back."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polittext.document import Document, Extent, Quote, Span, TimeExpression
from polittext.errors import FormatError
from polittext.formats.brat import ANNOTATION_CONF, read_brat, to_brat
from tests.handmade import document, example


def problems(text: str, annotations: str) -> list[str]:
    """Check an annotation file by the rules of brat's manual and its own parser."""
    found: list[str] = []
    ids: set[str] = set()
    for line in annotations.splitlines():
        name, _, rest = line.partition("\t")
        if name in ids:
            found.append(f"{name} twice")
        ids.add(name)
        if name.startswith("T"):
            middle, tab, shown = rest.partition("\t")
            kind, _, places = middle.partition(" ")
            if not tab or not kind.replace("_", "").isalpha():
                found.append(f"bad line {line!r}")
            parts, last = [], -1
            for place in places.split(";"):
                start, end = map(int, place.split(" "))
                if not last <= start < end <= len(text):
                    found.append(f"bad offsets {place}")
                last = end
                parts.append(text[start:end])
            if any("\n" in part for part in parts) and text.strip("\n"):
                found.append("fragment crosses a line break")
            for one, two in zip(" ".join(parts), shown, strict=True):
                if one != two and two != " ":
                    found.append(f"{shown!r} isn't the text")
        elif name.startswith("R"):
            kind, first, second = rest.split(" ")
            if first.removeprefix("Arg1:") not in ids or second.removeprefix("Arg2:") not in ids:
                found.append(f"{name} points nowhere")
            if kind not in ANNOTATION_CONF:
                found.append(f"unknown relation {kind}")
        elif not name.startswith("#"):
            found.append(f"unknown line {line!r}")
    return found


def test_example_is_valid_and_comes_back() -> None:
    doc = example()
    text, annotations = to_brat(doc)
    assert text == doc.text
    assert problems(text, annotations) == []
    assert read_brat(text, annotations) == (doc.quotes, doc.dates)


def test_discontinuous_content_and_roles_are_linked() -> None:
    lines = to_brat(example())[1].splitlines()
    assert lines[0] == "T1\tdirect 45 64;87 103\t„Wir brauchen Zeit“ „und auch Geld.“"
    speaker = next(line.split("\t")[0] for line in lines if line.endswith("\tAnna Beispiel"))
    assert any(line.endswith(f"SaidBy Arg1:T1 Arg2:{speaker}") for line in lines)
    assert any(line.endswith("Within Arg1:T3 Arg2:T2") for line in lines)


def test_spans_over_line_breaks_are_cut_and_restored() -> None:
    text = "„Eins\n\nzwei\tdrei“"
    doc = document(text, quotes=(Quote("direct", "speech", (Span(0, len(text), text),)),))
    annotations = to_brat(doc)[1]
    assert annotations.splitlines()[0] == "T1\tdirect 0 5;7 17\t„Eins zwei drei“"
    assert problems(text, annotations) == []
    assert read_brat(text, annotations) == (doc.quotes, ())


def test_files_without_notes_can_be_read() -> None:
    annotations = "T1\tdirect 0 2\tab\nT2\tSpeaker 3 4\tc\nR1\tSaidBy Arg1:T1 Arg2:T2\nT3\tDate 3 4\tc\nA1\tX T1\n"
    quotes, dates = read_brat("ab c", annotations)
    assert quotes == (Quote("direct", "speech", (Span(0, 2, "ab"),), Extent((Span(3, 4, "c"),))),)
    assert dates == (TimeExpression(3, 4, "c"),)


@pytest.mark.parametrize(
    ("annotations", "message"),
    [
        ("T1\tdirect 0 9\tab", "line 1: 0 9 lies outside"),
        ("T1\tdirect x y\tab", "line 1"),
        ("T1 direct", "line 1"),
        ("R1\tSaidBy", "line 1"),
        ("T1\tdirect 0 2\tab\nR1\tSaidBy Arg1:T1 Arg2:T7", "T7"),
        ('T1\tdirect 0 2\tab\n#1\tAnnotatorNotes T1\t{"medium": "x"}', "medium"),
        ('T1\tDate 0 2\tab\n#1\tAnnotatorNotes T1\t{"earliest": "x"}', "note on T1"),
        ('T1\tDate 0 2\tab\n#1\tAnnotatorNotes T1\t{"spans": 7}', "note on T1"),
        ("T1\tDate 0 2\tab\n#1\tAnnotatorNotes T1\t{", "line 2"),
    ],
)
def test_bad_files_are_refused_with_the_place(annotations: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_brat("ab c", annotations)


TEXTS = st.text(st.sampled_from("ab \n\t\r\x85„\u2028\ud800"), min_size=1) | st.text(min_size=1)


@settings(deadline=None)  # a busy machine is no failure
@given(TEXTS, st.lists(st.lists(st.integers(0, 20), min_size=2, max_size=6), max_size=4), st.text())
def test_any_text_and_any_quotations_come_back(text: str, places: list[list[int]], name: str) -> None:
    quotes: list[Any] = []
    for place in places:
        bounds = sorted({min(p, len(text)) for p in place})
        spans = tuple(Span(s, e, text[s:e]) for s, e in zip(bounds[::2], bounds[1::2], strict=False))
        if spans:
            quotes.append(Quote("reported", "writing", spans, Extent(spans), name, cue=Extent(spans), provenance=name))
    doc: Document = document(text, quotes=tuple(quotes))
    assert read_brat(*to_brat(doc)) == (doc.quotes, ())
