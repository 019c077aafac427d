"""Any str gives a Document whose offsets hold; anything else is refused with a message that helps."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import polittext
from polittext import Document
from polittext.errors import InputTypeError, OptionError, PolittextError

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))
"""Every code point, lone surrogates included."""

TRICKY = st.lists(
    st.sampled_from(
        [
            "„",
            "“",
            "”",
            "‚",
            "‘",
            "’",
            "»",
            "«",
            "›",
            "‹",
            '"',
            "'",
            " ",
            "\n",
            "\n\n",
            ".",
            ":",
            ",",
            "?",
            "–",
            "(",
            ")",
            "sagte",
            "Merkel",
            "er",
            "sei",
            "dass",
            "laut",
            "Am",
            "3.",
            "Oktober",
            "2022",
            "gestern",
            "um",
            "20.30",
            "Uhr",
            "Dr.",
            "z. B.",
            "§ 5",
            "Bürger:innen",
            "\u0308",
            "\u200b",
            "\x00",
            "\ud800",
            "😀",
            "Die",
            "Ministerin",
        ]
    ),
    max_size=40,
).map(" ".join) | st.lists(st.sampled_from(list("„“”‚‘’»«›‹\"'. \n,:;aA1-–()/")), max_size=60).map("".join)

ODD = [
    "",
    " ",
    "\n\n\t ",
    "„",
    "“",
    "”",
    '"',
    "»",
    "'",
    "„„„",
    "“ „",
    "„a ‚b“ c‘ d",
    "“Zu früh„",
    '„Offen", sagte er',
    "\x00\x01\x02",
    "a\x00b",
    "\ud800",
    "x \udfff y",
    "e\u0301 u\u0308ber",
    "👩‍👩‍👧‍👦 🇩🇪",
    "\ufeffBOM",
    "\r\n\r",
    "\u2028",
    "a" * 5000,
    "." * 5000,
    "1." * 2500,
    "„" * 5000,
    '"' * 5001,
    "- " * 2500,
    "(" * 3000,
    "\u00ad" * 100,
]


def check(doc: Document) -> None:
    """Assert every promise about offsets that holds for every document."""
    text = doc.text
    position = 0
    covered = set()
    for i, token in enumerate(doc.tokens):
        assert position <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        assert token.index == i
        position = token.end
        covered.update(range(token.start, token.end))
    assert all(c.isspace() or i in covered or not c.isprintable() for i, c in enumerate(text))
    position = first = 0
    for sentence in doc.sentences:
        assert position <= sentence.start < sentence.end <= len(text)
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.token_start == first < sentence.token_end
        position, first = sentence.end, sentence.token_end
    assert first == len(doc.tokens)
    position = 0
    for date in doc.dates:
        assert position <= date.start < date.end <= len(text)
        assert text[date.start : date.end] == date.text
        assert date.earliest is None or date.latest is None or date.earliest <= date.latest
        position = date.end
    for i, quote in enumerate(doc.quotes):
        groups = [quote.spans, *(r.spans for r in (quote.speaker, quote.cue, quote.addressee, quote.frame) if r)]
        for spans in groups:
            assert spans
            assert all(0 <= s.start < s.end <= len(text) and text[s.start : s.end] == s.text for s in spans)
            assert all(a.end <= b.start for a, b in pairwise(spans))
        assert quote.parent is None or 0 <= quote.parent < i
        assert 0 <= quote.confidence <= 1
        assert quote.provenance
    assert [q.start for q in doc.quotes] == sorted(q.start for q in doc.quotes)
    for speaker in doc.speakers:
        assert speaker.name
        assert speaker.quotes
        assert all(doc.quotes[q].speaker_name == speaker.name for q in speaker.quotes)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_text_gives_a_document(text: str) -> None:
    check(polittext.analyze(text, date="2022-01"))


@given(ANY_TEXT)
def test_any_text_gives_a_document(text: str) -> None:
    check(polittext.analyze(text))


@given(TRICKY)
def test_text_full_of_triggers_gives_a_document(text: str) -> None:
    check(polittext.analyze(text, date="2022-01-10"))


def test_a_megabyte_without_a_space_takes_seconds_not_minutes() -> None:
    start = time.process_time()
    doc = polittext.analyze("a" * 1_000_000)
    assert len(doc.tokens) == 1
    assert time.process_time() - start < 20


@pytest.mark.parametrize("value", [b"Hallo", None, 7, ["Hallo"], bytearray(b"x")])
@pytest.mark.parametrize(
    "function",
    [
        polittext.analyze,
        polittext.tokenize,
        polittext.split_sentences,
        polittext.extract_quotes,
        polittext.find_dates,
        polittext.normalize_date,
    ],
)
def test_what_is_no_text_is_refused_by_name(function, value) -> None:
    with pytest.raises(InputTypeError, match=f"must be a str, not {type(value).__name__}") as caught:
        function(value)
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, PolittextError)


def test_paths_are_told_how_to_become_text() -> None:
    with pytest.raises(InputTypeError, match="read it first"):
        polittext.analyze(Path("article.txt"))  # type: ignore[arg-type]


def test_bytes_are_told_how_to_become_text() -> None:
    with pytest.raises(InputTypeError, match="decode"):
        polittext.analyze(b"Hallo")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"quotes": "magic"}, "quotes must be one of"),
        ({"newline": "unix"}, "newline must be one of"),
        ({"abbreviations": "Bschl."}, "abbreviations must be a collection"),
        ({"min_confidence": 2}, "min_confidence must lie"),
    ],
)
def test_unknown_options_are_refused(options: dict, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        polittext.Pipeline(**options)
