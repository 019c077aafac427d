"""Documents as JSON: exact round trip, the schema, and errors that name the place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import polittext
from polittext import Document
from polittext.errors import FormatError
from polittext.formats.json import schema

ARTICLE = (
    "Ministerin Anna Beispiel (FDP) sagte am Montag in Berlin, sie halte den Entwurf für „unfertig“. "
    "Er müsse bis Ende März überarbeitet werden. Laut Opposition fehlt das Geld."
)
VALIDATOR = Draft202012Validator(schema())


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["properties"]["version"] == {"const": 1}


def test_article_round_trips_through_a_json_file() -> None:
    doc = polittext.analyze(ARTICLE, date="2022-01-12")
    data = json.loads(json.dumps(doc.to_dict()))
    VALIDATOR.validate(data)
    assert data["quotes"]
    assert data["dates"]
    assert Document.from_dict(data) == doc


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_round_trips(text: str) -> None:
    doc = polittext.analyze(text, date="2022")
    data = json.loads(json.dumps(doc.to_dict()))
    VALIDATOR.validate(data)
    assert Document.from_dict(data) == doc


def _change(data: dict, path: list, value: object) -> dict:
    data = json.loads(json.dumps(data))
    target = data
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["version"], 2, "version is 2"),
        (["text"], 7, "document.text must be a string"),
        (["tokens", 1, "end"], 10**6, "document.tokens\\[1\\]: offsets"),
        (["tokens", 1, "start"], 0, "document.tokens\\[1\\]: its text differs"),
        (["tokens", 0, "kind"], "verb", "document.tokens\\[0\\].kind must be one of"),
        (["quotes", 0, "spans"], [], "document.quotes\\[0\\].spans must not be empty"),
        (["quotes", 0, "confidence"], 1.5, "document.quotes\\[0\\].confidence must be a number"),
        (["quotes", 0, "parent"], 99, "document.quotes\\[0\\].parent is 99"),
        (["quotes", 0, "type"], "said", "document.quotes\\[0\\].type must be one of"),
        (["dates", 0, "earliest"], "yesterday", "document.dates\\[0\\].earliest must be a day"),
        (["sentences", 0, "token_end"], 10**6, "document.sentences\\[0\\]: tokens"),
        (["speakers"], {}, "document.speakers must be a list"),
    ],
)
def test_damaged_data_are_refused_with_their_place(path: list, value: object, message: str) -> None:
    data = polittext.analyze(ARTICLE, date="2022-01-12").to_dict()
    with pytest.raises(FormatError, match=message):
        Document.from_dict(_change(data, path, value))


def test_a_missing_field_is_named() -> None:
    data = polittext.analyze(ARTICLE).to_dict()
    del data["quotes"]
    with pytest.raises(FormatError, match="document lacks the field 'quotes'"):
        Document.from_dict(data)
