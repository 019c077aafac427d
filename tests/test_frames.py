"""pandas tables: their cells, their types, and what they look like when empty."""

import sys

import pandas as pd
import pytest

import polittext
from polittext.document import Quote, Span, TimeExpression
from polittext.errors import InputTypeError, MissingExtraError
from polittext.formats import to_frames
from polittext.parallel import Failure
from tests.handmade import TEXT, document, example


def test_quotes_frame_has_a_row_for_each_quotation() -> None:
    frame = example().quotes_frame()
    assert list(frame["type"]) == ["direct", "indirect", "direct", "indirect"]
    first = frame.iloc[0]
    assert first["text"] == "„Wir brauchen Zeit“ „und auch Geld.“"
    assert (first["speaker"], first["speaker_name"], first["cue"]) == ("Anna Beispiel", "Anna Beispiel", "sagte")
    assert TEXT[first["speaker_start"] : first["speaker_end"]] == "Anna Beispiel"
    assert frame["parent"].tolist() == [pd.NA, pd.NA, 1, pd.NA]
    assert frame["speaker"].isna().tolist() == [False, False, True, True]
    doc = example()
    assert [doc.sentences[i].text[:4] for i in frame["sentence"]] == ["„Wir", "Laut", "Laut", "Er h"]


def test_dates_frame_has_real_dates() -> None:
    frame = example().dates_frame()
    assert frame["value"].tolist() == ["2021-03-03", "PXD"]
    assert frame["earliest"].iloc[0] == pd.Timestamp("2021-03-03")
    assert frame["earliest"].isna().tolist() == [False, True]
    assert (frame["latest"] - frame["earliest"]).iloc[0] == pd.Timedelta(0)


def test_years_beyond_nanoseconds_fit() -> None:
    import datetime as dt

    date = TimeExpression(0, 3, "800", value="0800", earliest=dt.date(800, 1, 1), latest=dt.date(9999, 12, 31))
    frame = document("800", dates=(date,)).dates_frame()
    assert (frame["earliest"].iloc[0].year, frame["latest"].iloc[0].year) == (800, 9999)


def test_empty_frames_have_the_same_columns_and_types() -> None:
    empty, full = document(""), example()
    assert dict(empty.quotes_frame().dtypes) == dict(full.quotes_frame().dtypes)
    assert dict(empty.dates_frame().dtypes) == dict(full.dates_frame().dtypes)
    some, none = to_frames([full]), to_frames([])
    assert dict(some.quotes.dtypes) == dict(none.quotes.dtypes)
    assert dict(some.dates.dtypes) == dict(none.dates.dtypes)


def test_corpus_frames_name_document_id_and_meta() -> None:
    bad = Failure(1, None, InputTypeError.text(None))
    frames = polittext.to_frames([example(), bad, example()], meta=["party", "absent"])
    assert frames.quotes["document"].tolist() == [0] * 4 + [2] * 4
    assert set(frames.quotes["id"]) == {"x1"}
    assert set(frames.dates["party"]) == {"XYZ"}
    assert frames.dates["absent"].isna().all()
    assert frames.errors.to_dict("records") == [
        {"document": 1, "error": "InputTypeError", "message": "text must be a str, not NoneType"}
    ]


def test_meta_that_is_called_like_a_column_gets_another_name() -> None:
    from dataclasses import replace

    doc = replace(example(), meta={"speaker": "Ada Beispiel", "type": "Rede", "id": "x"})
    frames = to_frames([doc], meta=["speaker", "type", "id"])
    assert set(frames.quotes["meta_speaker"]) == {"Ada Beispiel"}
    assert frames.quotes["speaker"].tolist()[:2] == ["Anna Beispiel", "Bericht"]
    assert set(frames.dates["meta_type"]) == {"Rede"}
    assert frames.dates["type"].tolist() == ["DATE", "DURATION"]
    assert list(frames.quotes.columns).count("id") == 1


@pytest.mark.parametrize("docs", [example(), "text", ["text"], None, [None]])
def test_what_is_no_list_of_documents_is_refused(docs: object) -> None:
    with pytest.raises(InputTypeError, match="docs must be"):
        to_frames(docs)  # type: ignore[arg-type]


def test_lone_surrogates_fit() -> None:
    frame = document("\ud800", quotes=(Quote("direct", "speech", (Span(0, 1, "\ud800"),)),)).quotes_frame()
    assert frame["text"].tolist() == ["\ud800"]


def test_without_pandas_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"polittext\[pandas\]"):
        example().quotes_frame()


def test_top_level_names_are_there_but_not_exported() -> None:
    assert polittext.render(example()).startswith("<div")
    assert not {"render", "to_frames"} & set(polittext.__all__)
