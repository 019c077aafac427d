"""The command line: files or standard input in; a report for people or JSON for programs out."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn, TextIO

from polittext._version import __version__
from polittext.errors import PolittextError

_DESCRIPTION = "Say who said what in a German text, and which dates are meant."
_EXAMPLES = """\
examples:
  polittext article.txt --date 2022-01           who said what, and the dates, for reading
  polittext article.txt --date "24. Februar 2022"
  cat speech.txt | polittext --json              the whole document as JSON
  polittext *.txt --json > documents.jsonl       one document a line
  polittext corpus speeches.jsonl out.jsonl      many texts, resumable (see: polittext corpus --help)

Files are read as UTF-8. Without --date, expressions such as "gestern" stay unresolved.
The exit status is 0, or 2 for bad usage or a file that can't be read.
"""


class _Parser(argparse.ArgumentParser):
    """Complains in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def _parser() -> _Parser:
    parser = _Parser(
        prog="polittext",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="text files; - or none for standard input")
    parser.add_argument(
        "--date",
        help="day, month or year of publication (2022-01-10, 2022-01, 2022), or auto: from the dateline",
    )
    parser.add_argument("--json", action="store_true", help="print the whole document as JSON, one line for each file")
    parser.add_argument("--quotes", default="auto", metavar="ENGINE", help="auto (default), model or rules")
    parser.add_argument(
        "--newline",
        default="auto",
        metavar="POLICY",
        help="what ends a line: auto (default), paragraph, line or ignore",
    )
    parser.add_argument(
        "--min-confidence", type=float, default=0.0, metavar="P", help="leave out quotations below this confidence"
    )
    parser.add_argument("--version", action="version", version=f"polittext {__version__}")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    Args:
        argv: The arguments without the program's name; those of the process by default.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if arguments[:1] == ["corpus"]:
            status: int = import_module("polittext.corpus").main(arguments[1:])
            return status
        return _run(_parser().parse_args(arguments))
    except BrokenPipeError:
        # The reader has gone, as in `polittext --json ... | head`; keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _run(options: argparse.Namespace) -> int:
    from polittext.pipeline import Pipeline

    out = sys.stdout
    _tolerate(out)
    try:
        pipeline = Pipeline(quotes=options.quotes, newline=options.newline, min_confidence=options.min_confidence)
        pipeline.check_date(options.date)
    except PolittextError as error:
        return _complain(str(error))
    status = 0
    for name, source in _read(options.files or ["-"]):
        if isinstance(source, Exception):
            status = _complain(f"can't read {name}: {_reason(source)}")
            continue
        doc = pipeline(source, date=options.date)
        if options.json:
            from json import dumps

            data = doc.to_dict()
            data["meta"] = {"source": name}
            out.write(dumps(data, ensure_ascii=not _is_unicode(out)) + "\n")
        else:
            from polittext.formats.report import report

            heading = name if len(options.files) > 1 else None
            out.write(report(doc, colour=_wants_colour(out), heading=heading))
    out.flush()
    return status


def _read(names: Sequence[str]) -> Iterator[tuple[str, str | Exception]]:
    """Give each file's text, or the error that kept it from being read."""
    for name in names:
        try:
            data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            yield name, data.decode("utf-8-sig")
        except (OSError, UnicodeDecodeError, ValueError) as error:
            yield name, error


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"it isn't UTF-8 text (byte {error.start}); convert it first, e.g. iconv -f latin1 -t utf-8"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _complain(message: str) -> int:
    sys.stderr.write(f"polittext: {message}\n")
    return 2


def _tolerate(stream: TextIO) -> None:
    """Print a replacement for characters that the terminal's encoding lacks, instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def _is_unicode(stream: TextIO) -> bool:
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "").startswith("utf")


def _wants_colour(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
