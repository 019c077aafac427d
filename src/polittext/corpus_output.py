"""The targets of `polittext corpus`: the documents as JSONL, and tables of quotations, dates and errors from that."""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from polittext.errors import MissingExtraError, OptionError

_PLACE = ("row", "id")
_ERRORS = (*_PLACE, "error", "message")
_NUMBERS = frozenset({"row", "quote", "start", "end", "speaker_start", "speaker_end", "parent", "sentence"})
_Rows = Iterator[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the results go.

    Args:
        part: Where they gather until all are there.
        documents: What that becomes in the end, or None if it is dropped.
        tables: Where the quotations, the dates and the errors go, or None.
        compact: Whether tokens and sentences are left out.
    """

    part: Path
    documents: Path | None
    tables: tuple[Path, Path, Path] | None
    compact: bool

    def exists(self) -> bool:
        """Tell whether there are finished results already."""
        return any(path.exists() for path in (self.documents, *(self.tables or ())) if path is not None)


def plan(target: Path, compact: bool) -> Outcome:
    """Return where the results for a target go.

    Raises:
        OptionError: The target is neither .jsonl, .csv, .parquet nor a folder.
        MissingExtraError: It is Parquet, and pyarrow isn't installed.
    """
    suffix = target.suffix.lower()
    if suffix == ".jsonl" and not target.is_dir():
        return Outcome(target.with_name(target.name + ".part"), target, None, compact)
    if suffix in (".csv", ".parquet") and not target.is_dir():
        if suffix == ".parquet":
            _arrow()
        beside = [target.with_name(f"{target.stem}.{kind}{target.suffix}") for kind in ("dates", "errors")]
        # The sentence of each row is looked up when the tables are made.
        return Outcome(target.with_name(target.name + ".part"), None, (target, beside[0], beside[1]), False)
    if suffix and not target.is_dir():
        raise OptionError(f"{str(target)!r} must be a .jsonl, .csv or .parquet file, or a folder")
    tables = (target / "quotes.csv", target / "dates.csv", target / "errors.csv")
    return Outcome(target / "documents.jsonl.part", target / "documents.jsonl", tables, compact)


def finish(outcome: Outcome) -> None:
    """Make the tables, then give the documents their name; a kill in between leaves the part, and loses nothing."""
    if outcome.tables is not None:
        from polittext.formats.dataframe import DATE_COLUMNS, QUOTE_COLUMNS

        kinds: tuple[tuple[tuple[str, ...], Callable[[Path], _Rows]], ...] = (
            ((*_PLACE, *QUOTE_COLUMNS), _quotes),
            ((*_PLACE, *DATE_COLUMNS), _dates),
            (_ERRORS, _errors),
        )
        for path, (columns, rows) in zip(outcome.tables, kinds, strict=True):
            write = _parquet if path.suffix.lower() == ".parquet" else _csv
            with _whole(path) as temporary:
                write(temporary, columns, rows(outcome.part))
    if outcome.documents is None:
        outcome.part.unlink()
    else:
        os.replace(outcome.part, outcome.documents)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Let a file appear only when it is whole."""
    temporary = path.with_name(path.name + ".tmp")
    yield temporary
    os.replace(temporary, path)


def _results(part: Path) -> Iterator[dict[str, Any]]:
    with part.open("rb") as stream:
        for line in stream:
            yield json.loads(line)


def _documents(part: Path) -> Iterator[tuple[dict[str, Any], Any]]:
    from polittext.document import Document

    for data in _results(part):
        if "error" not in data:
            place = {key: data["meta"].get(key) for key in _PLACE}
            yield place, Document.from_dict(data)


def _quotes(part: Path) -> _Rows:
    from polittext.formats.dataframe import quote_rows

    return (place | row for place, doc in _documents(part) for row in quote_rows(doc))


def _dates(part: Path) -> _Rows:
    from polittext.formats.dataframe import date_rows

    return (place | row for place, doc in _documents(part) for row in date_rows(doc))


def _errors(part: Path) -> _Rows:
    for data in _results(part):
        if "error" in data:
            error = data["error"]
            yield {"row": data["row"], "id": data["id"], "error": error["type"], "message": error["message"]}


def _csv(path: Path, columns: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> None:
    # Lone surrogates have no UTF-8; a replacement keeps the file readable.
    with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([row[name] for name in columns] for row in rows)


def _parquet(path: Path, columns: tuple[str, ...], rows: Iterator[dict[str, Any]]) -> None:
    pa = _arrow()
    import pyarrow.parquet

    def kind(name: str) -> Any:
        if name in _NUMBERS:
            return pa.int64()
        return pa.float64() if name == "confidence" else pa.date32() if name in ("earliest", "latest") else pa.string()

    def cell(value: Any) -> Any:
        return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value

    schema = pa.schema([(name, kind(name)) for name in columns])
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        while chunk := list(islice(rows, 10_000)):
            data = {name: [cell(row[name]) for row in chunk] for name in columns}
            writer.write_table(pa.table(data, schema=schema))


def _arrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise MissingExtraError("Parquet needs pyarrow: pip install polittext[parquet]") from None
    return pyarrow
