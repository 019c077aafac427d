"""Every export against a parser or a schema that isn't ours, and back where the format allows."""

import io
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import conllu
import html5lib
import pytest
from bioc import brat
from jsonschema import Draft202012Validator
from lxml import etree

import polittext
from polittext import Document
from polittext.formats import read_brat, read_conllu, tei_text
from polittext.formats.html import render
from polittext.formats.json import schema
from polittext.formats.timeml import timex3
from tests.handmade import document, example
from tests.shared import ROOT

DATA = Path(__file__).parent / "data"
ARTICLES = sorted((ROOT / "examples" / "articles").glob("*.txt"))
DATES = (
    "Anfang März 2021, am 3. Mai um 14.30 Uhr, gestern Abend, damals, jetzt, künftig, im 19. Jahrhundert, 300 v. Chr., "
    "in den 90er Jahren, im Winter, im 3. Quartal, in der 19. Wahlperiode, in der Adventszeit, in der Saison 2014/15, "
    "vor drei Jahren, seit etwa zwei Wochen, jeden Montag, zweimal im Jahr, vom 3. bis 5. Mai, jahrelang, um 8 Uhr."
)
ODD = "\x00 „<b>&amp;“ ]]> sagte er.\r\nz. B. am 3. 3.\u00a02021 \ud800\ufffe\ufffd e\u0301 \u0301\t😀\n\n\nEnde „offen"


def _documents() -> Iterator[tuple[str, Document]]:
    yield "example", example()
    yield "empty", document("")
    yield "dates", polittext.analyze(DATES, date="2022-01-10")
    yield "odd", polittext.analyze(ODD, date="2022")
    for path in ARTICLES:
        yield path.stem, polittext.analyze(path.read_text(encoding="utf-8"), date="2023-10-12")


DOCUMENTS = dict(_documents())
every_document = pytest.mark.parametrize("doc", DOCUMENTS.values(), ids=list(DOCUMENTS))


@pytest.fixture(scope="module")
def tei_all() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(lzma.decompress((DATA / "tei_all.rng.xz").read_bytes())))


@pytest.fixture(scope="module")
def timeml() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(DATA / "timeml.rng"))


@every_document
def test_tei_is_valid_tei_p5(doc: Document, tei_all: etree.RelaxNG) -> None:
    source = doc.to_tei()
    assert tei_all.validate(etree.fromstring(source.encode())), tei_all.error_log
    assert tei_text(source) == doc.text


def test_the_tei_schema_refuses_what_is_no_tei(tei_all: etree.RelaxNG) -> None:
    source = example().to_tei()
    for good, bad in (("said", "says"), (' when="2021-03-03"', ' when="3. März"'), (' direct="true"', ' loud="yes"')):
        assert good in source
        assert not tei_all.validate(etree.fromstring(source.replace(good, bad).encode())), bad


@every_document
def test_timeml_follows_the_specification(doc: Document, timeml: etree.RelaxNG) -> None:
    root = etree.fromstring(doc.to_timeml().encode())
    assert timeml.validate(root), timeml.error_log
    body = root.find("TEXT")
    if DOCUMENTS["odd"] is not doc:
        assert "".join(body.itertext()) == doc.text
    assert [x.text for x in body.iter("TIMEX3")] == [x.text for x in timex3(doc.dates)]


def test_the_timeml_schema_refuses_wrong_values(timeml: etree.RelaxNG) -> None:
    source = DOCUMENTS["dates"].to_timeml()
    for good, bad in (
        ('value="PAST_REF"', 'value="EARLIER"'),
        ('type="SET"', 'type="OFTEN"'),
        ('value="P2W"', 'value="2W"'),
        ('mod="START"', 'mod="BEGINNING"'),
        (' functionInDocument="CREATION_TIME"', ""),
    ):
        assert good in source
        assert not timeml.validate(etree.fromstring(source.replace(good, bad).encode())), bad


@every_document
def test_json_follows_its_schema_and_comes_back(doc: Document) -> None:
    data = doc.to_dict()
    Draft202012Validator(schema()).validate(data)
    assert Document.from_dict(data) == doc


@every_document
def test_another_reader_of_conllu_finds_the_same_tokens(doc: Document) -> None:
    source = doc.to_conllu()
    sentences = conllu.parse(source)
    words = [word for sentence in sentences for word in sentence]
    assert len(words) == len(doc.tokens)
    kept = {t.text for t in doc.tokens if t.text.isascii() and t.text.isprintable() and " " not in t.text}
    assert kept <= {word["form"] for word in words}
    assert all("text" in sentence.metadata for sentence in sentences)
    if len(doc.tokens):
        assert read_conllu(source) == [doc]


@every_document
def test_another_reader_of_brat_finds_the_same_spans(doc: Document) -> None:
    text, annotations = doc.to_brat()
    read = brat.load(io.StringIO(text, newline=""), io.StringIO(annotations))
    contents = [e for e in read.entities if e.type in {q.type for q in doc.quotes}]
    assert len(contents) == len(doc.quotes)
    for quote, content in zip(doc.quotes, contents, strict=True):
        places = sorted((place.begin, place.end) for place in content.locations)
        assert (places[0][0], places[-1][1]) == (quote.start, quote.end)
    assert read_brat(text, annotations) == (doc.quotes, doc.dates)


@every_document
@pytest.mark.parametrize("page", [True, False])
def test_html_has_no_parse_error(doc: Document, page: bool) -> None:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    source = render(doc, page=page)
    root: Any = parser.parse(source) if page else parser.parseFragment(source)
    shown = "".join(root.find(".//div[@class='pt-text']").itertext())
    assert len(shown) >= len(doc.text.replace("\r\n", "\n"))
