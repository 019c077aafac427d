"""Run the exported weights through the package and score them; or write predictions for the scorer."""

import argparse
import json
import pathlib
import time

from polittext.quotation import combined, learned, model
from polittext.tokenization import segment

TYPE = {"direct": "Direct", "indirect": "Indirect", "indirect_free_indirect": "IndirectFreeIndirect",
        "free_indirect": "FreeIndirect", "reported": "Reported"}  # fmt: skip
MEDIUM = {"speech": "Speech", "writing": "Writing", "thought": "Thought", "speech/writing": "SW",
          "speech/thought": "ST", "thought/writing": "TW"}  # fmt: skip


def spans(x) -> list[list[int]]:
    return [] if x is None else [[s.start, s.end] for s in x.spans]


def row(doc_id: str, quotes) -> dict:
    return {"id": doc_id, "quotes": [
        {"type": TYPE[q.type], "medium": MEDIUM[q.medium], "confidence": q.confidence, "quote": spans(q),
         "speaker": spans(q.speaker), "cue": spans(q.cue), "addressee": spans(q.addressee), "frame": spans(q.frame)}
        for q in quotes]}  # fmt: skip


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", type=pathlib.Path, required=True)
    ap.add_argument("--gold", type=pathlib.Path, required=True)
    ap.add_argument("--pred", type=pathlib.Path, required=True)
    ap.add_argument(
        "--with-rules", action="store_true", help="rules and model together, as the package does by default"
    )
    a = ap.parse_args()
    extract = combined.extract if a.with_rules else learned.extract
    m = model.load(a.model)
    spent, n = 0.0, 0
    with open(a.gold, encoding="utf-8") as f, open(a.pred, "w", encoding="utf-8") as g:
        for line in f:
            d = json.loads(line)
            tokens, sentences = segment(d["text"])
            t = time.process_time()
            quotes = extract(d["text"], tokens, sentences, model=m)
            spent += time.process_time() - t
            n += len(tokens)
            g.write(json.dumps(row(d["id"], quotes), ensure_ascii=False) + "\n")
    print(f"{n} tokens, {n / spent:.0f} tokens/s (CPU time, quotations only)")


if __name__ == "__main__":
    main()
