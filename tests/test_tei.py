"""TEI: well-formed for a real parser, the text character by character, and what the elements say."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polittext.document import Quote, Span, TimeExpression
from polittext.errors import FormatError, InputTypeError
from polittext.formats._xml import parse_xml
from polittext.formats.tei import tei_text, to_tei
from tests.handmade import TEXT, document, example, extent, span

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"


def elements(source: str, name: str) -> list[ET.Element]:
    body = ET.fromstring(source.encode()).find(f".//{TEI}body")
    assert body is not None
    return list(body.iter(TEI + name))


def words(element: ET.Element) -> str:
    return "".join(element.itertext())


def test_a_real_parser_reads_the_text() -> None:
    (block,) = elements(to_tei(example()), "ab")
    assert words(block) == TEXT
    assert tei_text(to_tei(example())) == TEXT


def test_pointers_lead_somewhere() -> None:
    root = ET.fromstring(to_tei(example()).encode())
    ids = [e.get(f"{XML}id") for e in root.iter() if e.get(f"{XML}id")]
    assert len(ids) == len(set(ids))
    pointers = {
        p.removeprefix("#")
        for e in root.iter()
        for k in ("who", "ref", "ana", "corresp", "next", "prev")
        for p in e.get(k, "").split()
    }
    assert pointers
    assert pointers <= set(ids)


def test_quotations_name_who_and_how() -> None:
    source = to_tei(example())
    people = {p.get(f"{XML}id"): words(p) for p in ET.fromstring(source.encode()).iter(f"{TEI}person")}
    said = elements(source, "said")
    assert [(words(e), e.get("direct")) for e in said] == [
        ("„Wir brauchen Zeit“", "true"),
        ("„und auch Geld.“", "true"),
        ("der Plan „fast fertig“ & <gut>", "false"),
        ("sie komme nicht", "false"),
    ]
    assert [people.get((e.get("who") or "#").removeprefix("#")) for e in said] == ["Anna Beispiel"] * 2 + [
        "Bericht",
        None,
    ]
    assert (said[0].get("next"), said[1].get("prev")) == ("#q0.2", "#q0")
    assert [words(e) for e in elements(source, "quote")] == ["„fast fertig“"]


def test_dates_have_when_or_bounds() -> None:
    import datetime as dt

    text = "a b c d e f g h"

    def date(word: str, value: str, **more: Any) -> TimeExpression:
        place = span(text, word)
        return TimeExpression(place.start, place.end, word, value=value, **more)

    one, two = dt.date(2021, 2, 1), dt.date(2021, 2, 7)
    dates = (
        date("a", "2021-03"),
        date("b", "2021-W05", earliest=one, latest=two),
        date("c", "2021-02", mod="START", earliest=one, latest=two),
        date("d", "2021-02-01T14:30", type="TIME"),
        date("e", "T08:00:30", type="TIME"),
        date("f", "P3W", type="DURATION", begin="2021-02-01", end_point="2021-02"),
        date("g", "XXXX-XX"),
        date("h", "PAST_REF", latest=one),
    )
    found = [
        {k: v for k, v in e.attrib.items() if k not in ("key", "type", f"{XML}id")}
        for e in ET.fromstring(to_tei(document(text, dates=dates)).encode()).iter()
        if e.tag in (f"{TEI}date", f"{TEI}time")
    ]
    assert found == [
        {"when": "2021-03"},
        {"from": "2021-02-01", "to": "2021-02-07"},
        {"notBefore": "2021-02-01", "notAfter": "2021-02-07"},
        {"when": "2021-02-01T14:30:00"},
        {"when": "08:00:30"},
        {"dur-iso": "P3W", "from": "2021-02-01", "to": "2021-02"},
        {},
        {"to": "2021-02-01"},
    ]


def test_crossing_spans_are_cut_and_joined() -> None:
    text = "eins zwei drei vier"
    quotes = (
        Quote("direct", "speech", (span(text, "eins zwei drei"),)),
        Quote("reported", "speech", (span(text, "zwei drei vier"),), frame=extent(text, "drei vier")),
    )
    source = to_tei(document(text, quotes=quotes))
    assert tei_text(source) == text
    said = {e.get(f"{XML}id"): words(e) for e in elements(source, "said")}
    assert said == {"q0": "eins zwei drei", "q1": "zwei drei", "q1.2": " vier"}


@pytest.mark.parametrize("text", ["<b> & ]]> \" '", "\r\n \r x\t", "\x00\x0b\ud800\ufffe\x85", "", " ", "😀 e\u0301"])
def test_odd_texts_come_back(text: str) -> None:
    source = to_tei(document(text, meta={"id": text}), title=text)
    assert tei_text(source) == text
    assert tei_text(source.encode()) == text


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(), st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10), st.booleans()), max_size=8), st.text())
def test_any_text_and_any_spans_come_back(text: str, places: list[tuple[int, int, bool]], name: str) -> None:
    quotes = []
    for start, size, split in places:
        part = Span(start, start + size, text[start : start + size])
        more = (Span(start + size + 2, start + size + 4, ""),) if split else ()
        quotes.append(Quote("direct", "thought", (part, *more), frame=None, speaker_name=name or None))
    source = to_tei(document(text, quotes=tuple(quotes)))
    assert tei_text(source) == text
    ET.fromstring(source.encode())


BOMB = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>'
EXTERNAL = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
PARAMETER = '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://localhost/x"> %x;]><a/>'


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (BOMB, "refused"),
        (EXTERNAL, "refused"),
        (PARAMETER, "refused"),
        ('<!DOCTYPE a SYSTEM "a.dtd"><a>&x;</a>', "refused"),
        ("<a>&x;</a>", "well-formed"),
        ("<a>", "well-formed"),
        ("", "well-formed"),
        ("<a>\ud800</a>", "decoded"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "XML"),
        ("<a>" * 300 + "</a>" * 300, "deeper"),
    ],
)
def test_dangerous_and_broken_xml_is_refused(source: str | bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        parse_xml(source)


def test_a_named_dtd_is_not_loaded() -> None:
    assert parse_xml('<!DOCTYPE a SYSTEM "file:///nowhere.dtd"><a b="1">x</a>').text == "x"


def test_xml_must_be_text_or_bytes() -> None:
    with pytest.raises(InputTypeError, match="NoneType"):
        parse_xml(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("source", ["<a/>", "<TEI/>", f'<TEI xmlns="{TEI[1:-1]}"><body><g n="x"/></body></TEI>'])
def test_what_is_no_tei_is_refused(source: str) -> None:
    with pytest.raises(FormatError):
        tei_text(source)
