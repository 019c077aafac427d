"""Reference dates: what is taken, what is refused, and the dateline that is only read when asked."""

import datetime as dt

import pytest

from polittext.errors import DateInputError
from polittext.temporal.reference import parse_reference, reference_from_text


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2022", "2022"),
        ("2022-01", "2022-01"),
        (" 2022-01-10 ", "2022-01-10"),
        ("2022-01-10T17:30", "2022-01-10T17:30:00"),
        ("2022-01-10T17:30:05Z", "2022-01-10T17:30:05"),
        (dt.date(2022, 1, 10), "2022-01-10"),
        (dt.datetime(2022, 1, 10, 17, 30), "2022-01-10T17:30:00"),
        ("24. Februar 2022", "2022-02-24"),
        ("Montag, 10. Januar 2022", "2022-01-10"),
        ("24.02.2022", "2022-02-24"),
        ("Januar 2022", "2022-01"),
        ("24 Februar 2022", "2022-02-24"),
    ],
)
def test_accepted(value, iso):
    assert parse_reference(value).isoformat() == iso


@pytest.mark.parametrize(
    "value",
    ["", " ", "gestern", "heute", "vor drei Tagen", "24. Februar", "Montag", "2022-13", "2022-02-30", "2022-1-1x",
     "30. Februar 2022", "Die", "0000", True, False, 2022, 20220110, 1.5, None, b"2022", ["2022"], dt.time(1, 2)],
)  # fmt: skip
def test_refused(value):
    with pytest.raises(DateInputError, match="accepted are"):
        parse_reference(value)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Berlin, 24. Februar 2022 – Der Bundestag", "2022-02-24"),
        ("BERLIN (dpa) 24.02.2022 Der Bundestag", "2022-02-24"),
        ("\nWien, am 3. März 2020. Text", "2020-03-03"),
        ("2022-02-24 Der Bundestag", "2022-02-24"),
    ],
)
def test_dateline(text, iso):
    found = reference_from_text(text)
    assert found is not None
    assert found.isoformat() == iso


@pytest.mark.parametrize("text", ["", "Der Bundestag tagte am 24. Februar 2022.", "Berlin, 31. Februar 2022", "Berlin"])
def test_no_dateline(text):
    assert reference_from_text(text) is None
