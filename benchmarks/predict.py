"""Write predictions for one task in the format of its scorer.

usage: python -m benchmarks.predict {tokens|dates|quotes|debates} IN.jsonl OUT.jsonl

Of each input line only `id`, `text` and `reference_date` (or `date`) are read. Output lines, in the input's order:
tokens   {"id", "tokens": [[start, end], ...], "sents": [[start, end], ...]}
dates    {"id", "timex": [{"start", "end", "type", "value"}, ...]}
quotes   {"id", "quotes": [{"type", "medium", "quote": [[start, end], ...], "speaker", "cue", "addressee",
         "frame" (each a list of offsets as "quote")}, ...]}
debates  {"id", "quotes": [{"Cue": [[start, end], ...], "Source", "Message", "Addr"}, ...]}: our quotations as GePaDe's
         events; what GePaDe marks beyond them (topics, media, verbs of thinking without content) is not looked for
Offsets are half-open code-point offsets into `text`.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import polittext
from polittext.document import Extent, Quote
from polittext.formats.timeml import timex3

# The sets hold running text, lists and hard-wrapped statutes alike, and only the text itself says which.
TOKENIZER = polittext.Pipeline(newline="auto")
TYPES = {
    "direct": "Direct",
    "indirect": "Indirect",
    "free_indirect": "FreeIndirect",
    "indirect_free_indirect": "IndirectFreeIndirect",
    "reported": "Reported",
}
MEDIA = {
    "speech": "Speech",
    "writing": "Writing",
    "thought": "Thought",
    "speech/writing": "SW",
    "speech/thought": "ST",
    "thought/writing": "TW",
}


def predict_tokens(text: str, date: str | None) -> dict[str, Any]:
    tokens, sentences = TOKENIZER.segment(text)
    return {"tokens": tokens.spans(), "sents": sentences.spans()}


def predict_dates(text: str, date: str | None) -> dict[str, Any]:
    return {
        "timex": [
            {"start": t.start, "end": t.end, "type": t.type, "value": t.value}
            for t in timex3(polittext.find_dates(text, date=date))
        ]
    }


def _spans(extent: Extent | Quote | None) -> list[list[int]]:
    return [] if extent is None else [[s.start, s.end] for s in extent.spans]


def quote_rows(quotes: Iterable[Quote]) -> list[dict[str, Any]]:
    """Return quotations as the scorer reads them."""
    return [
        {
            "type": TYPES[q.type],
            "medium": MEDIA[q.medium],
            "quote": _spans(q),
            "speaker": _spans(q.speaker),
            "cue": _spans(q.cue),
            "addressee": _spans(q.addressee),
            "frame": _spans(q.frame),
        }
        for q in quotes
    ]


def predict_quotes(text: str, date: str | None) -> dict[str, Any]:
    return {"quotes": quote_rows(polittext.extract_quotes(text))}


def predict_debates(text: str, date: str | None) -> dict[str, Any]:
    return {
        "quotes": [
            {
                "Cue": _spans(q.cue),
                "Source": _spans(q.speaker),
                "Message": _spans(q) if q.type != "reported" else [],
                "Addr": _spans(q.addressee),
            }
            for q in polittext.extract_quotes(text)
        ]
    }


TASKS: dict[str, Callable[[str, str | None], dict[str, Any]]] = {
    "tokens": predict_tokens,
    "dates": predict_dates,
    "quotes": predict_quotes,
    "debates": predict_debates,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.predict", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("task", choices=[*TASKS])
    parser.add_argument("input", metavar="IN.jsonl", type=Path)
    parser.add_argument("output", metavar="OUT.jsonl", type=Path)
    options = parser.parse_args()
    predict = TASKS[options.task]
    try:
        with options.input.open(encoding="utf-8") as lines, options.output.open("w", encoding="utf-8") as out:
            for line in lines:
                record = json.loads(line)
                date = record.get("reference_date") or record.get("date")
                out.write(json.dumps({"id": record["id"], **predict(record["text"], date)}) + "\n")
    except OSError as error:
        parser.exit(2, f"can't open {error.filename}: {error.strerror}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
