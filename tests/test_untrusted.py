"""Input from strangers: text that wants to be markup, XML that wants to grow, tables with broken rows."""

import csv
import gzip
import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import polittext
from polittext.corpus import process
from polittext.corpus_input import Fields, read_rows
from polittext.document import Extent, Quote, Span, Speaker, TimeExpression
from polittext.errors import FormatError
from polittext.formats.html import _UNPRINTABLE, render
from polittext.formats.parlamint import read_parlamint, read_people
from polittext.formats.plenarprotokoll import read_plenarprotokoll
from polittext.formats.report import report
from polittext.formats.tei import tei_text
from tests.handmade import document

_ELEMENTS = "html head meta title style body div mark a span sup p details summary table thead tbody tr th td time"
ELEMENTS = frozenset(_ELEMENTS.split())
ATTRIBUTES = frozenset(
    {*("class", "id", "href", "title", "lang", "datetime"), *("scope", "charset", "name", "content")}
)
ATTRIBUTES |= {"aria-label"}
HOSTILE = st.lists(
    st.sampled_from(
        [
            *("<", ">", "&", '"', "'", "/", "=", "`", "<!--", "-->", "]]>", "<![CDATA[", "&lt;", "&#60;", "&quot"),
            *("<script>", "</script>", "</mark>", "</div>", "</style>", "</title>", "<img src=x onerror=alert(1)>"),
            *("javascript:", "onclick=", "style=", "\x00", "\r", "\n", "\t", "\ud800", "\ufffe", "\x0b", "\u2028"),
            *("Er sagte: „", "“", "am 3. März 2021", "laut <b>", " "),
        ]
    ),
    max_size=25,
).map("".join)
ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=40) | HOSTILE


def shown(text: str) -> str:
    """Return a text as HTML can hold it."""
    # a parser reads a carriage return as a line feed
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("\ufffd", text)


def parse(html: str) -> Any:
    """Return the tree that a browser makes of a page, checked for foreign elements, attributes and links."""
    html.encode()
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    for element in tree.iter():
        assert isinstance(element.tag, str), "a comment"
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES
        assert element.get("href", "#").startswith("#")
    return tree


def body(tree: Any) -> str:
    """Return the document's text out of the tree, without the numbers of the quotations."""
    (place,) = [element for element in tree.iter("div") if element.get("class") == "pt-text"]
    out: list[str] = []

    def walk(element: Any) -> None:
        if element.get("class") == "pt-n":
            return
        out.append(element.text or "")
        for child in element:
            walk(child)
            out.append(child.tail or "")

    walk(place)
    return "".join(out)


@given(ANY, st.booleans())
@settings(deadline=None, max_examples=60)
def test_any_text_comes_out_of_a_browser_as_text(text: str, page: bool) -> None:
    doc = polittext.Pipeline(quotes="rules")(text, "2022-01-10")
    assert body(parse(render(doc, page=page))) == shown(text)


@given(ANY.filter(bool), ANY, ANY, ANY)
@settings(deadline=None, max_examples=100)
def test_any_field_comes_out_of_a_browser_as_text(text: str, name: str, value: str, lang: str) -> None:
    whole = (Span(0, len(text), text),)
    who = Extent(whole)
    quote = Quote("direct", "speech", whole, speaker=who, speaker_name=name, cue=who, addressee=who, frame=who)
    date = TimeExpression(0, len(text), text, value=value or "?", mod=name, quant=value, freq=name, begin=value)
    doc = document(text, quotes=(quote,), speakers=(Speaker(name or "?", (who,), (0,)),), dates=(date,))
    tree = parse(render(doc, page=True, lang=lang))
    assert body(tree) == shown(text)
    cells = [cell.text or "" for cell in tree.iter("td")]
    assert shown(name or text) in cells
    titles = [element.get("title") for element in tree.iter("a") if element.get("aria-label") is not None]
    assert titles == [shown(name or text)]


@given(ANY.filter(bool), st.integers(1, 40))
@settings(deadline=None, max_examples=40)
def test_the_report_steers_no_terminal(text: str, depth: int) -> None:
    whole = (Span(0, len(text), text),)
    quotes = tuple(
        Quote("direct", "speech", whole, speaker=Extent(whole), cue=Extent(whole), parent=i - 1 if i else None)
        for i in range(depth)
    )
    told = report(document(text, quotes=quotes, dates=(TimeExpression(0, len(text), text, value="?"),)))
    assert [c for c in told if c != "\n" and (c < " " or "\x7f" <= c <= "\x9f")] == []
    assert f"{depth:3d}. " in told


LAUGHS = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
ROOTS = {"dbtplenarprotokoll": read_plenarprotokoll, "TEI": read_parlamint, "listPerson": read_people}
DOCTYPES = {
    "billion laughs": f'[<!ENTITY l0 "ha">{LAUGHS}]',
    "quadratic blow-up": f'[<!ENTITY l9 "{"ha" * 50_000}">]',
    "a file": '[<!ENTITY l9 SYSTEM "file:///etc/hostname">]',
    "an address": '[<!ENTITY l9 SYSTEM "http://127.0.0.1:9/x">]',
    "a parameter entity": '[<!ENTITY % p SYSTEM "file:///etc/hostname"> %p; <!ENTITY l9 "x">]',
    "an external subset": 'SYSTEM "file:///nowhere.dtd"',
    "a default attribute": '[<!ATTLIST {root} x CDATA "y"><!ENTITY l9 "x">]',
}


def attack(root: str, kind: str) -> str:
    space = ' xmlns="http://www.tei-c.org/ns/1.0"' if root == "TEI" else ""
    return f"<!DOCTYPE {root} {DOCTYPES[kind].replace('{root}', root)}><{root}{space}><u>{'&l9;' * 100}</u></{root}>"


@pytest.mark.parametrize("encoding", ["str", "utf-8", "utf-16"])
@pytest.mark.parametrize("kind", list(DOCTYPES))
@pytest.mark.parametrize("root", list(ROOTS))
def test_no_reader_expands_entities(root: str, kind: str, encoding: str) -> None:
    source: Any = attack(root, kind) if encoding == "str" else attack(root, kind).encode(encoding)
    readers: list[Callable[[Any], Any]] = [ROOTS[root]] + ([tei_text] if root == "TEI" else [])
    for read in readers:
        start = time.process_time()
        with pytest.raises(FormatError, match=r"refused for safety|not well-formed|no well-formed|undefined entity"):
            read(source)
        assert time.process_time() - start < 1


@pytest.mark.parametrize("kind", ["billion laughs", "a file"])
def test_a_corpus_refuses_such_a_file_and_goes_on(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.xml").write_text(attack("TEI", kind), encoding="utf-8")
    (folder / "b.xml").write_text(attack("dbtplenarprotokoll", kind), encoding="utf-8")
    (folder / "c.txt").write_text("Gut.", encoding="utf-8")
    rows = list(read_rows(folder, Fields()))
    assert [row.text for row in rows] == [None, None, "Gut."]
    assert [str(row.error)[:6] for row in rows[:2]] == ["a.xml:", "b.xml:"]
    assert all("refused for safety" in str(row.error) for row in rows[:2])


def test_csv_errors_name_the_row(tmp_path: Path) -> None:
    lines = [
        b"id,text,date",
        b"a,Gut.,",
        b"b",
        b"c,x,y,z",
        b"d,\xff,",
        b"e,x,kein Datum",
        b"f,\x00 auch gut,",
        b'g,"offen',
    ]
    (tmp_path / "in.csv").write_bytes(b"\n".join(lines) + b"\n")
    report = process(tmp_path / "in.csv", tmp_path / "out.csv", pipeline=polittext.Pipeline(quotes="rules"))
    with (tmp_path / "out.errors.csv").open(encoding="utf-8", newline="") as stream:
        errors = list(csv.DictReader(stream))
    assert report.rows == 7
    assert [(e["row"], e["error"]) for e in errors] == [
        *(("2", "FormatError"), ("3", "FormatError"), ("4", "FormatError"), ("5", "DateInputError")),
        ("7", "FormatError"),
    ]
    for error in errors:
        assert error["error"] == "DateInputError" or error["message"].startswith(f"row {error['row']}: ")


def damaged(content: str, how: str) -> bytes:
    whole = gzip.compress(content.encode(), mtime=0)
    half = len(whole) // 2
    return {"cut off": whole[:half], "damaged": whole[:half] + bytes(300) + whole[half + 300 :], "none": b"plain"}[how]


@pytest.mark.parametrize("how", ["cut off", "damaged", "none"])
@pytest.mark.parametrize("name", ["in.jsonl.gz", "in.csv.gz", "in.tsv.gz"])
def test_a_damaged_gzip_names_the_last_good_row(tmp_path: Path, name: str, how: str) -> None:
    texts = [f"Text {i}: {hashlib.sha256(str(i).encode()).hexdigest()}" for i in range(2000)]
    lines = [json.dumps({"text": text}) for text in texts] if "jsonl" in name else ["text", *texts]
    (tmp_path / name).write_bytes(damaged("\n".join(lines), how))
    rows: list[str] = []
    with pytest.raises(FormatError, match=r"can't be read beyond row \d+: ") as caught:
        rows.extend(row.text for row in read_rows(tmp_path / name, Fields()) if row.error is None)
    assert (how == "none") == (not rows)
    assert rows[:500] == texts[: len(rows[:500])]
    if how != "damaged":  # such bytes may be read as others before they are found to be wrong
        assert rows == texts[: len(rows)]
        assert f"beyond row {len(rows)}: " in str(caught.value)


@pytest.mark.parametrize("how", ["cut off", "damaged", "none"])
def test_a_damaged_file_stops_no_folder(tmp_path: Path, how: str) -> None:
    text = "".join(hashlib.sha256(str(i).encode()).hexdigest() for i in range(200))
    for name in ("a.txt.gz", "b.xml.gz"):
        (tmp_path / name).write_bytes(damaged(text, how))
    (tmp_path / "c.txt").write_text("Gut.", encoding="utf-8")
    rows = list(read_rows(tmp_path, Fields()))
    assert [(row.name, row.text, str(row.error)[:9]) for row in rows] == [
        *(("a.txt.gz", None, "a.txt.gz:"), ("b.xml.gz", None, "b.xml.gz:"), ("c.txt", "Gut.", "None")),
    ]
