"""Token and sentence tables: sequences that are made on demand, equal by value, closed against change."""

import pickle

import pytest

import polittext

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
