"""Quotations and dates of documents as pandas tables, one row each, with the same columns and types even when empty."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from polittext.errors import InputTypeError, MissingExtraError

if TYPE_CHECKING:
    import pandas as pd

    from polittext.document import Document, Quote
    from polittext.parallel import Failure

_TEXT, _INT, _FLOAT, _DAY = "string", "Int64", "float64", "datetime64[s]"

_PLACE = {"document": _INT, "id": _TEXT}
_QUOTE = {
    "quote": _INT,
    "type": _TEXT,
    "medium": _TEXT,
    "start": _INT,
    "end": _INT,
    "text": _TEXT,
    "speaker": _TEXT,
    "speaker_name": _TEXT,
    "speaker_start": _INT,
    "speaker_end": _INT,
    "cue": _TEXT,
    "addressee": _TEXT,
    "frame": _TEXT,
    "parent": _INT,
    "sentence": _INT,
    "confidence": _FLOAT,
    "provenance": _TEXT,
}
_DATE = {
    "start": _INT,
    "end": _INT,
    "text": _TEXT,
    "type": _TEXT,
    "value": _TEXT,
    "mod": _TEXT,
    "quant": _TEXT,
    "freq": _TEXT,
    "begin": _TEXT,
    "end_point": _TEXT,
    "edtf": _TEXT,
    "earliest": _DAY,
    "latest": _DAY,
    "sentence": _INT,
    "rule": _TEXT,
}
QUOTE_TYPES, DATE_TYPES = _QUOTE, _DATE
QUOTE_COLUMNS, DATE_COLUMNS = tuple(_QUOTE), tuple(_DATE)
_ERROR = {"document": _INT, "error": _TEXT, "message": _TEXT}


class Frames(NamedTuple):
    """The tables of a corpus; `document` counts the documents from 0 and joins them."""

    quotes: "pd.DataFrame"
    dates: "pd.DataFrame"
    errors: "pd.DataFrame"


def quotes_frame(doc: "Document") -> "pd.DataFrame":
    """Return the quotations of a document as a table, one row each, in the order of `Document.quotes`.

    `quote` is the index in `Document.quotes`, `parent` that of the quotation around it, `sentence` the index of the
    sentence in which the content begins; a discontinuous content has its outer offsets. What is missing is NA.

    Raises:
        MissingExtraError: pandas isn't installed.
    """
    return _frame(quote_rows(doc), _QUOTE)


def dates_frame(doc: "Document") -> "pd.DataFrame":
    """Return the time expressions of a document as a table, one row each, in text order; see `TimeExpression`.

    `earliest` and `latest` are `datetime64[s]`, so that every year from 1 to 9999 fits.

    Raises:
        MissingExtraError: pandas isn't installed.
    """
    return _frame(date_rows(doc), _DATE)


def to_frames(docs: "Iterable[Document | Failure]", *, meta: Sequence[str] = ()) -> Frames:
    """Return the quotations, the dates and the errors of many documents as three tables.

    Args:
        docs: Documents, as `Pipeline.pipe` yields them; failures among them go to the third table.
        meta: Keys of `Document.meta` to be repeated in each row, as columns of that name ("party"). Where quotations or
            dates have a column of that name already ("speaker"), the key's is called "meta_speaker".

    Returns:
        The tables; the first columns are `document` (counted from 0), `id` (`meta["id"]` where there is one), and the
        keys of `meta`.

    Raises:
        InputTypeError: It is one document, or something else that isn't several.
        MissingExtraError: pandas isn't installed.

    Example:
        >>> import polittext
        >>> from polittext.formats import to_frames
        >>> frames = to_frames(polittext.pipe(["Laut Polizei wurde niemand verletzt.", "Gestern."]))
        >>> list(frames.quotes["speaker"]), frames.dates["document"].tolist()
        (['Polizei'], [1])
    """
    from polittext.document import Document

    if isinstance(docs, Document | str) or not isinstance(docs, Iterable):
        raise InputTypeError(
            f"docs must be several documents, such as a list, not one {type(docs).__name__}; one document has "
            "quotes_frame() and dates_frame()"
        )
    names = {key: kept_name(key) for key in meta if key not in _PLACE}
    quotes: list[dict[str, Any]] = []
    dates: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    for number, doc in enumerate(docs):
        if not isinstance(doc, Document):
            error = getattr(doc, "error", None)
            if error is None:
                kind = type(doc).__name__
                raise InputTypeError(f"docs must be documents, not {kind}; analyse texts with polittext.pipe first")
            errors.append({"document": number, "error": type(error).__name__, "message": str(error)})
            continue
        name = doc.meta.get("id")
        place = {"document": number, "id": None if name is None else str(name)}
        place |= {column: doc.meta.get(key) for key, column in names.items()}
        quotes += [place | row for row in quote_rows(doc)]
        dates += [place | row for row in date_rows(doc)]
    extra = dict.fromkeys(names.values(), "object")
    return Frames(
        _frame(quotes, _PLACE | extra | _QUOTE), _frame(dates, _PLACE | extra | _DATE), _frame(errors, _ERROR)
    )


def kept_name(name: str) -> str:
    """Return the column for something that is repeated beside the findings: its name, unless that is taken."""
    return f"meta_{name}" if name in _QUOTE or name in _DATE else name


def quote_rows(doc: "Document") -> list[dict[str, Any]]:
    """Return the rows of `quotes_frame` as plain dicts; needs no pandas."""
    return [_quote_row(doc, index, quote) for index, quote in enumerate(doc.quotes)]


def date_rows(doc: "Document") -> list[dict[str, Any]]:
    """Return the rows of `dates_frame` as plain dicts; needs no pandas."""
    plain = [name for name in _DATE if name != "sentence"]
    return [
        {name: getattr(date, name) for name in plain} | {"sentence": _sentence(doc, date.start)} for date in doc.dates
    ]


def _quote_row(doc: "Document", index: int, quote: "Quote") -> dict[str, Any]:
    speaker = quote.speaker
    return {
        "quote": index,
        "type": quote.type,
        "medium": quote.medium,
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "speaker": None if speaker is None else speaker.text,
        "speaker_name": quote.speaker_name,
        "speaker_start": None if speaker is None else speaker.start,
        "speaker_end": None if speaker is None else speaker.end,
        "cue": None if quote.cue is None else quote.cue.text,
        "addressee": None if quote.addressee is None else quote.addressee.text,
        "frame": None if quote.frame is None else quote.frame.text,
        "parent": quote.parent,
        "sentence": _sentence(doc, quote.start),
        "confidence": quote.confidence,
        "provenance": quote.provenance,
    }


def _sentence(doc: "Document", offset: int) -> int | None:
    index = doc.sentences.index_at(offset)
    return index if index >= 0 else None


def _frame(rows: list[dict[str, Any]], columns: dict[str, str]) -> "pd.DataFrame":
    pd = _pandas()
    import numpy as np

    def column(name: str, kind: str) -> Any:
        values = [row[name] for row in rows]
        if kind == _DAY:
            # Through numpy, since pandas' own parsing would narrow to nanoseconds (1677 to 2262).
            return pd.Series(np.array([np.datetime64("NaT") if v is None else v for v in values], "datetime64[s]"))
        # Strings that Python holds: Arrow's can't hold the lone surrogates that a text may have.
        return pd.Series(values, dtype=pd.StringDtype("python") if kind == _TEXT else kind)

    return pd.DataFrame({name: column(name, kind) for name, kind in columns.items()})


def _pandas() -> Any:
    try:
        import pandas
    except ImportError:
        raise MissingExtraError("tables need pandas: pip install polittext[pandas]") from None
    return pandas
