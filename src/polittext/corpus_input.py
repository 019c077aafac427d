"""The rows of a corpus, read one after the other: JSONL, CSV, TSV, Parquet, protocols in XML, folders of files."""

import csv
import datetime as dt
import gzip
import json
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from polittext.errors import FormatError, InputTypeError, MissingExtraError, OptionError, PolittextError

if TYPE_CHECKING:
    from polittext.formats.parlamint import Person

_LINES = (".jsonl", ".ndjson")
_TABLES = (".csv", ".tsv")
_TEXTS = (".txt",)
SUFFIXES = (*_LINES, *_TABLES, ".parquet", ".xml", *_TEXTS)
_UNREADABLE = (OSError, EOFError, zlib.error)  # the latter two: a .gz that is cut off or damaged


@dataclass(frozen=True, slots=True)
class Fields:
    """The names of the columns or keys that hold the text, the date, the identifier, and whoever speaks all of it."""

    text: str = "text"
    date: str = "date"
    id: str = "id"
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One text of a corpus, or what kept it from being read.

    Args:
        number: Where it stands, from 1: the line of a JSONL file, the row of a table below its header, the file of a
            folder, the turn of a protocol.
        name: Its identifier, or else what `number` counts.
        text: The text; anything else is an error of this row.
        date: Its date, or None.
        rest: All other fields.
        speaker: Who speaks, where the whole text is one person's speech.
        error: Why it can't be read, or None.
    """

    number: int
    name: str
    text: Any = None
    date: str | None = None
    rest: dict[str, Any] = field(default_factory=dict)
    speaker: str | None = None
    error: PolittextError | None = None


def suffix_of(path: Path) -> str:
    """Return the suffix that tells the format, in lower case, that before .gz."""
    suffixes = [s.lower() for s in path.suffixes]
    return suffixes[-2] if suffixes[-1:] == [".gz"] and len(suffixes) > 1 else (suffixes or [""])[-1]


def read_rows(source: Path, fields: Fields) -> Iterator[Row]:
    """Yield the rows of a file or a folder, in their order; of a folder, the files by name, at all depths.

    Raises:
        OptionError: There is no such file, or it is of no known kind.
        FormatError: The file as a whole can't be read, for instance a CSV without the column of the texts.
        MissingExtraError: It is Parquet, and pyarrow isn't installed.
    """
    if source.is_dir():
        return _folder(source)
    if not source.exists():
        raise OptionError(f"there is no file or folder {str(source)!r}")
    suffix = suffix_of(source)
    if suffix in _LINES:
        return _readable(source, _lines(source, fields))
    if suffix in _TABLES:
        return _readable(source, _table(source, fields, suffix))
    if suffix == ".parquet":
        return _parquet(source, fields)
    if suffix == ".xml":
        return _readable(source, _protocol(source))
    if suffix in _TEXTS:
        return iter([_file(source, source.name, 1)])
    raise OptionError(f"{str(source)!r} is none of {', '.join(SUFFIXES)} (or .gz of these), nor a folder of such")


def count_rows(source: Path, fields: Fields) -> int:
    """Return the number of rows; all but Parquet is read for that, which takes far less time than the analysis.

    Raises:
        PolittextError: The source can't be read; see `read_rows`.
    """
    if not source.is_dir() and suffix_of(source) == ".parquet":
        return int(_arrow().ParquetFile(source).metadata.num_rows)
    return sum(1 for _ in read_rows(source, fields))


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


def _readable(source: Path, rows: Iterator[Row]) -> Iterator[Row]:
    """Pass rows on; where the file can't be read any further, say so with the number of the last row."""
    number = 0
    try:
        for row in rows:
            number = row.number
            yield row
    except _UNREADABLE as error:
        raise FormatError(f"{str(source)!r} can't be read beyond row {number}: {error}") from None


def _row(number: int, values: dict[str, Any], fields: Fields) -> Row:
    rest = {key: value for key, value in values.items() if key not in (fields.text, fields.date, fields.id)}
    name = values.get(fields.id)
    name = str(number) if name is None or name == "" else str(name)
    date = values.get(fields.date)
    date = None if date is None or date == "" else date.isoformat() if isinstance(date, dt.date) else str(date)
    if fields.text not in values:
        seen = ", ".join(map(repr, list(values)[:10]))
        error = FormatError(f"row {number} has no {fields.text!r}, only {seen or 'nothing'}")
        return Row(number, name, None, date, rest, error=error)
    text = values[fields.text]
    if not isinstance(text, str):
        wrong = InputTypeError(f"row {number}: {InputTypeError.text(text)}")
        return Row(number, name, None, date, rest, error=wrong)
    speaker = values.get(fields.speaker) if fields.speaker is not None else None
    return Row(number, name, text, date, rest, str(speaker) if speaker else None)


def _broken(number: int, reason: str) -> Row:
    return Row(number, str(number), error=FormatError(f"row {number}: {reason}"))


def _lines(source: Path, fields: Fields) -> Iterator[Row]:
    with _open(source) as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                values = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            except (ValueError, RecursionError) as error:
                yield _broken(number, f"no JSON: {error}")
                continue
            if isinstance(values, dict):
                yield _row(number, values, fields)
            else:
                yield _broken(number, f"a JSON object is needed, not {type(values).__name__}")


def _table(source: Path, fields: Fields, suffix: str) -> Iterator[Row]:
    # The module's own limit, 128 kB, is shorter than a long speech.
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with _open(source) as stream:
        # Bytes that are no UTF-8 become lone surrogates, so that only their row is lost.
        decoded = (line.decode("utf-8", "surrogateescape") for line in stream)
        first = next(decoded, "").removeprefix("\ufeff")
        delimiter = "\t" if suffix == ".tsv" else max(",;", key=first.count)

        def lines() -> Iterator[str]:
            yield first
            yield from decoded

        reader = csv.reader(lines(), delimiter=delimiter)
        header = next(reader, [])
        if fields.text not in header:
            raise FormatError(
                f"{str(source)!r} has no column {fields.text!r}, only {', '.join(map(repr, header[:10]))}"
            )
        number = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield _broken(number, str(error))
                continue
            if not cells:
                continue
            number += 1
            if len(cells) != len(header):
                yield _broken(number, f"{len(cells)} columns, expected {len(header)} (line {reader.line_num})")
            elif any("\udc80" <= char <= "\udcff" for cell in cells for char in cell):
                yield _broken(number, f"not UTF-8 (line {reader.line_num})")
            else:
                yield _row(number, dict(zip(header, cells, strict=True)), fields)


def _parquet(source: Path, fields: Fields) -> Iterator[Row]:
    parquet = _arrow()
    number = 0
    try:
        file = parquet.ParquetFile(source)
        if fields.text not in file.schema_arrow.names:
            names = ", ".join(map(repr, file.schema_arrow.names[:10]))
            raise FormatError(f"{str(source)!r} has no column {fields.text!r}, only {names}")
        for batch in file.iter_batches(batch_size=256):
            for values in batch.to_pylist():
                number += 1
                yield _row(number, values, fields)
    except (OSError, ValueError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"{str(source)!r} can't be read beyond row {number}: {error}") from None


def _arrow() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError("Parquet needs pyarrow: pip install polittext[parquet]") from None
    return pyarrow.parquet


def _protocol(source: Path, people: "Mapping[str, Person] | None" = None) -> Iterator[Row]:
    from polittext.formats.parlamint import read_parlamint
    from polittext.formats.plenarprotokoll import read_plenarprotokoll

    content = _content(source)
    # The readers name what they found instead, so the first one's refusal is no loss.
    is_bundestag = b"<dbtplenarprotokoll" in content
    speeches = read_plenarprotokoll(content) if is_bundestag else read_parlamint(content, people)
    names = ("turn", "speaker", "title", "party", "role", "chair", "session", "term", "agenda")
    for number, speech in enumerate(speeches, 1):
        rest = {name: value for name in names if (value := getattr(speech, name)) is not None}
        yield Row(number, speech.id or str(number), speech.text, speech.date, rest, speech.speaker or None)


def _folder(source: Path) -> Iterator[Row]:
    paths = sorted(p for p in source.rglob("*") if p.is_file() and suffix_of(p) in (*_TEXTS, ".xml"))
    # ParlaMint keeps persons and parties in files of their own.
    lists = [p for p in paths if suffix_of(p) == ".xml" and ("listPerson" in p.name or "listOrg" in p.name)]
    people = _people(lists) if lists else None
    number = 0
    for path in paths:
        name = path.relative_to(source).as_posix()
        if path in lists:
            continue
        if suffix_of(path) == ".xml":
            try:
                for row in _protocol(path, people):
                    number += 1
                    yield Row(number, f"{name}#{row.name}", row.text, row.date, {**row.rest, "file": name}, row.speaker)
            except (PolittextError, *_UNREADABLE) as error:
                number += 1
                yield Row(number, name, error=FormatError(f"{name}: {error}"))
        else:
            number += 1
            yield _file(path, name, number)


def _people(paths: list[Path]) -> "Mapping[str, Person]":
    from polittext.formats.parlamint import read_people

    try:
        return read_people(*map(_content, paths))
    except (PolittextError, OSError) as error:
        raise FormatError(f"the lists of persons ({', '.join(p.name for p in paths)}) can't be read: {error}") from None


def _content(path: Path) -> bytes:
    with _open(path) as stream:
        return stream.read()


def _file(path: Path, name: str, number: int) -> Row:
    try:
        with _open(path) as stream:
            return Row(number, name, stream.read().decode("utf-8-sig"))
    except (ValueError, *_UNREADABLE) as error:
        return Row(number, name, error=FormatError(f"{name}: {error}"))
