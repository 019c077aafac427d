"""Whole corpora from files to files, resumable after a kill: `polittext corpus IN OUT`.

Results are appended to `OUT.part`, one line for each row of the input and in its order, and become OUT when all are
there. So the number of whole lines tells where to go on, and nothing is lost or doubled.
"""

import argparse
import json
import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from polittext._version import __version__
from polittext.corpus_input import Fields, Row, count_rows, read_rows
from polittext.errors import FormatError, OptionError, PolittextError
from polittext.parallel import Bar, Failure, Job, run

if TYPE_CHECKING:
    from polittext.document import Document
    from polittext.pipeline import Pipeline

_ERROR = b'{"row": '  # how the line of an error begins; that of a document begins with its version


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a corpus.

    Args:
        rows: The rows of the input.
        failed: Those that came back with an error.
        resumed: Those that an earlier, interrupted run had done.
    """

    rows: int
    failed: int
    resumed: int


def process(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    pipeline: "Pipeline | None" = None,
    fields: Fields | None = None,
    date: str | None = None,
    n_process: int = 1,
    batch_size: int = 32,
    compact: bool = False,
    overwrite: bool = False,
    restart: bool = False,
    progress: bool = False,
) -> Report:
    """Analyse all rows of a file or folder; interrupted, the same call goes on where it stopped.

    Args:
        source: A JSONL, CSV, TSV or Parquet file, a protocol in XML, or a folder of .txt and .xml files.
        target: A `.jsonl` file, one document (`Document.to_dict`) or error a line; a `.csv` or `.parquet` file, one
            quotation a row, with `.dates` and `.errors` files beside it; or a folder, for all of these.
        pipeline: What analyses; by default, `Pipeline()`.
        fields: The names of the fields that hold text, date and identifier, and of the one that names who speaks, if
            every text is a speech.
        date: The date of rows that have none.
        n_process: Number of worker processes.
        batch_size: Rows sent to a worker at a time.
        compact: Leave tokens and sentences out of the JSONL.
        overwrite: Replace a target that exists.
        restart: Forget what an interrupted run did.
        progress: Show a line on standard error.

    Raises:
        OptionError: The target exists, or was begun with other settings, or an option is out of range.
        FormatError: The input as a whole can't be read, or has changed since an interrupted run.
        DateInputError: `date` is no date.
    """
    from polittext.corpus_output import finish, plan

    if pipeline is None:
        from polittext.pipeline import Pipeline

        pipeline = Pipeline()
    pipeline.check_date(date)
    source, fields = Path(source), fields or Fields()
    outcome = plan(Path(target), compact)
    if outcome.exists() and not overwrite and not outcome.part.exists():
        raise OptionError(f"{str(target)!r} exists already; name another one, or pass overwrite")
    settings = {
        "version": __version__,
        "source": str(source.resolve()),
        "fields": asdict(fields),
        "date": date,
        "compact": outcome.compact,
        "pipeline": {name: repr(_plain(getattr(pipeline, name))) for name in type(pipeline).__slots__},
    }
    rows = read_rows(source, fields)
    outcome.part.parent.mkdir(parents=True, exist_ok=True)
    with _part(outcome.part, settings, restart) as stream:
        resumed, failed = _recover(stream)
        _skip(rows, resumed, stream)
        bar = Bar(count_rows(source, fields), resumed) if progress else None
        total = resumed
        jobs = (Job(i, row.text, row.date or date, row, row.error) for i, row in enumerate(rows, resumed))
        try:
            for job, result in run(pipeline, jobs, n_process=n_process, batch_size=batch_size):
                line, ok = _line(job.context, result, outcome.compact)
                stream.write(line)
                total += 1
                failed += not ok
                if total % batch_size == 0:
                    stream.flush()
                if bar is not None:
                    bar(total)
        finally:
            stream.flush()
            if bar is not None:
                bar.close()
        os.fsync(stream.fileno())
    finish(outcome)
    _settings_path(outcome.part).unlink(missing_ok=True)
    return Report(total, failed, resumed)


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value if isinstance(value, str | int | float | None) else type(value).__name__


def _settings_path(part: Path) -> Path:
    return part.with_name(part.name + ".json")


@contextmanager
def _part(part: Path, settings: dict[str, Any], restart: bool) -> Iterator[IO[bytes]]:
    """Open the file of results so far, and make sure that it belongs to the same work and to no other process."""
    beside = _settings_path(part)
    if restart:
        part.unlink(missing_ok=True)
    with part.open("a+b") as stream:
        _lock(stream, part)
        if stream.seek(0, os.SEEK_END):
            try:
                begun = json.loads(beside.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                begun = {}
            changed = sorted(key for key in settings if begun.get(key) != settings[key])
            if changed:
                raise OptionError(
                    f"{str(part)!r} was begun with other settings ({', '.join(changed)}); go on with those, or restart"
                )
        else:
            beside.write_text(json.dumps(settings), encoding="utf-8")
        yield stream


def _lock(stream: IO[bytes], part: Path) -> None:
    try:
        import fcntl
    except ImportError:  # no such locks on Windows
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise OptionError(f"another process is writing {str(part)!r}") from None


def _recover(stream: IO[bytes]) -> tuple[int, int]:
    """Drop a line that was cut off; return the number of whole lines, and how many of them are errors."""
    stream.seek(0)
    whole = done = failed = 0
    for line in stream:
        if not line.endswith(b"\n"):
            break
        whole += len(line)
        done += 1
        failed += line.startswith(_ERROR)
    stream.truncate(whole)
    stream.seek(0, os.SEEK_END)
    return done, failed


def _skip(rows: Iterator[Row], count: int, stream: IO[bytes]) -> None:
    """Pass the rows that are done, and check that the last of them is the one that was done last."""
    if not count:
        return
    passed = deque(enumerate(islice(rows, count), 1), maxlen=1)
    stream.seek(0)
    (line,) = deque(stream, maxlen=1)
    stream.seek(0, os.SEEK_END)
    data = json.loads(line)
    place = data if line.startswith(_ERROR) else data["meta"]
    skipped, last = passed[0] if passed else (0, None)
    if skipped < count or last is None or (place["row"], place["id"]) != (last.number, last.name):
        raise FormatError("the input has changed since the interrupted run; restart, or bring the old input back")


def _line(row: Row, result: "Document | Failure", compact: bool) -> tuple[bytes, bool]:
    meta = {**row.rest, "row": row.number, "id": row.name}
    ok = not isinstance(result, Failure)
    data: dict[str, Any]
    if isinstance(result, Failure):
        error = {"type": type(result.error).__name__, "message": str(result.error)}
        data = {"row": row.number, "id": row.name, "error": error, "meta": row.rest}
    else:
        if row.speaker is not None:
            from polittext.formats.speeches import know_speaker

            result = know_speaker(result, row.speaker)
        data = replace(result, meta=meta).to_dict()
        if compact:
            data["tokens"] = data["sentences"] = []
    text = json.dumps(data, ensure_ascii=False, default=str)
    try:
        return text.encode() + b"\n", ok
    except UnicodeEncodeError:  # lone surrogates
        return json.dumps(data, default=str).encode() + b"\n", ok


def main(argv: Sequence[str]) -> int:
    """Run `polittext corpus` and return its exit status: 0, 1 if rows failed, 2 if it could not work at all."""
    options = _parser().parse_args(argv)
    from polittext.pipeline import Pipeline

    try:
        pipeline = Pipeline(quotes=options.quotes, newline=options.newline, min_confidence=options.min_confidence)
        report = process(
            options.source,
            options.target,
            pipeline=pipeline,
            fields=Fields(options.text, options.date_field, options.id, options.speaker),
            date=options.date,
            n_process=options.processes,
            batch_size=options.batch_size,
            compact=options.compact,
            overwrite=options.overwrite,
            restart=options.restart,
            progress=not options.quiet,
        )
    except (PolittextError, OSError) as error:
        sys.stderr.write(f"polittext corpus: {error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\ninterrupted; the same command goes on from here\n")
        return 130
    if not options.quiet:
        before = f" ({report.resumed:,} of them before)" if report.resumed else ""
        sys.stderr.write(f"{report.rows:,} rows{before}, {report.failed:,} with an error\n")
    return 1 if report.failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="polittext corpus",
        description="Analyse a corpus; interrupted, the same command goes on where it stopped.",
        epilog="The exit status is 0, 1 if some rows came back with an error, or 2 if nothing could be done.",
    )
    add = parser.add_argument
    add(
        "source",
        metavar="IN",
        help="JSONL, CSV, TSV, Parquet (or .gz), a protocol in XML, or a folder of .txt and .xml",
    )
    add("target", metavar="OUT", help=".jsonl for documents, .csv or .parquet for tables, or a folder for both")
    add("--text", default="text", metavar="FIELD", help="the field that holds the text (default: text)")
    add("--id", default="id", metavar="FIELD", help="the field that holds the identifier (default: id)")
    add("--date-field", default="date", metavar="FIELD", help="the field that holds the date (default: date)")
    add("--speaker", metavar="FIELD", help="the field that names who speaks, if every text is one person's speech")
    add("--date", help="the date of rows that have none")
    add("-j", "--processes", type=int, default=1, metavar="N", help="worker processes (default: 1)")
    add("--batch-size", type=int, default=32, metavar="N", help="rows sent to a worker at a time (default: 32)")
    add("--quotes", default="auto", metavar="ENGINE", help="auto (default), model or rules")
    add("--newline", default="auto", metavar="POLICY", help="auto (default), paragraph, line or ignore")
    add("--min-confidence", type=float, default=0.0, metavar="P", help="leave out quotations below this confidence")
    add("--compact", action="store_true", help="leave tokens and sentences out of the JSONL")
    add("--overwrite", action="store_true", help="replace OUT if it exists")
    add("--restart", action="store_true", help="forget what an interrupted run did")
    add("-q", "--quiet", action="store_true", help="no progress and no summary")
    return parser
