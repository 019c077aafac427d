"""Token and sentence tables: sequences that are made on demand, equal by value, closed against change."""

import pickle
import time

import numpy as np
import pytest

import polittext
from polittext.columns import TokenTable

DOC = polittext.analyze("Am 3. Oktober kam er. Dann ging er, z. B. heim.")


def test_tables_are_sequences() -> None:
    tokens = DOC.tokens
    assert [t.text for t in tokens[:3]] == ["Am", "3.", "Oktober"]
    assert tokens[-1].text == "."
    assert tokens[-1].index == len(tokens) - 1
    assert next(reversed(DOC.sentences)).text == "Dann ging er, z. B. heim."
    with pytest.raises(IndexError, match="out of range"):
        tokens[len(tokens)]


def test_spans_find_their_tokens_and_sentences() -> None:
    second = DOC.sentences[1]
    assert [t.text for t in DOC.tokens_of(second)] == ["Dann", "ging", "er", ",", "z. B.", "heim", "."]
    assert DOC.sentences_of(DOC.tokens[0])[0] == DOC.sentences[0]
    assert DOC.tokens.index_at(0) == 0
    assert DOC.tokens.range_of(0, 0) == (0, 0)


def test_columns_cannot_be_changed_even_after_pickling() -> None:
    copy = pickle.loads(pickle.dumps(DOC))
    assert copy == DOC
    for column in (DOC.tokens.starts, copy.tokens.starts, copy.tokens.kinds, copy.sentences.ends):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 1


def test_documents_are_equal_by_value_and_hashable() -> None:
    again = polittext.analyze(DOC.text)
    assert again == DOC
    assert hash(again) == hash(DOC)
    assert polittext.analyze(DOC.text + " ") != DOC


def test_looking_up_an_offset_does_not_read_the_whole_column() -> None:
    size = 2_000_000
    offsets = np.arange(size, dtype=np.int32)
    table = TokenTable("", offsets, offsets + 1, np.zeros(size, np.uint8))
    start = time.process_time()
    for offset in range(0, size, size // 1000):
        assert table.index_at(offset) == offset
        assert table.range_of(offset, offset + 2) == (offset, offset + 2)
    assert time.process_time() - start < 0.5  # a copy of the column for each would take seconds


def test_offsets_outside_the_text_are_found_at_its_ends() -> None:
    table = TokenTable("ab cd", [0, 3], [2, 5], [0, 0])
    assert table.index_at(-(2**40)) == -1
    assert table.index_at(2**40) == 1
    assert table.range_of(-(2**40), 2**40) == (0, 2)
