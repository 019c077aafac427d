"""Pairing of quotation marks, whatever their convention; boundaries of pairs are written as brackets."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polittext.quotation.marks import pair_marks

CASES = [
    "Er sagte: [„Das ist gut.“] Und ging.",
    '["Ja"], sagte er.',
    "[»Ach«], sagte er, [»so.«]",
    "[«Ach»], sagte er.",
    "[“Ja”], sagte er.",
    "[„A [‚B‘] C“] D",
    "[„A [»B«] C“] D",
    "[„A [„B“] C“] D",
    '[„A"] und ["B"]',
    "[,,A“] und [''B'']",
    "Hans' Auto ist ['toll'], geht's?",
    '5" und 6" breit',
    "[„A »B C“] und« D",
    "[„Eins.\n\nZwei.“] Ende",
    '["A ["B"] C"], D',
    "[„A„], sagte er.",
    "“ und “ und ”",
]


@pytest.mark.parametrize("case", CASES)
def test_pairs_are_where_the_brackets_are(case: str) -> None:
    text = case.replace("[", "").replace("]", "")
    inserts: list[tuple[int, int, str]] = []
    for pair in pair_marks(text):
        inserts += [(pair.start, 1, "["), (pair.end, 0, "]")]
    marked = text
    for at, _, bracket in sorted(inserts, key=lambda x: (x[0], x[1]), reverse=True):
        marked = marked[:at] + bracket + marked[at:]
    assert marked == case


def test_each_paragraph_opened_anew_continues_the_one_before() -> None:
    pairs = pair_marks("„Eins.\n\n„Zwei.\n\n„Drei.“ Ende")
    assert [(p.follows, p.closed) for p in pairs] == [(None, False), (0, False), (1, True)]


def test_an_opener_without_closer_ends_with_its_paragraph() -> None:
    (pair,) = pair_marks("„Eins ohne Ende.\n\nZwei.")
    assert (pair.start, pair.end, pair.closed) == (0, 16, False)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="„“”‚‘’»«›‹\"'`´, aB.\n", max_size=80))
def test_pairs_never_cross(text: str) -> None:
    pairs = pair_marks(text)
    assert list(pairs) == sorted(pairs, key=lambda p: (p.start, -p.end))
    open_ends: list[int] = []
    for index, pair in enumerate(pairs):
        assert 0 <= pair.start < pair.inner_start <= pair.inner_end <= pair.end <= len(text)
        assert pair.follows is None or pair.follows < index
        while open_ends and open_ends[-1] <= pair.start:
            open_ends.pop()
        assert not open_ends or pair.end <= open_ends[-1]
        open_ends.append(pair.end)


@pytest.mark.parametrize("piece", ["„", "„“", '"a ', "„»", "'a ", "„a\n\n", '"a\n\n', "“a", "''"])
def test_a_hundred_thousand_marks_take_about_a_second(piece: str) -> None:
    text = piece * 100_000
    start = time.process_time()
    pair_marks(text)
    assert time.process_time() - start < 10
