"""Measure what an analysis does to the quotations: scores with and without it, and what it changes.

    python training/syntax/quotes.py GOLD.jsonl [--limit N] [--stanza MODELS] [--spacy MODEL] [--quotes auto]

GOLD is a file of quotations with their gold (wikinews_dev.jsonl), MODELS a folder of stanza models, MODEL the folder of
a German spaCy pipeline, whose analysis of our tokens is converted to UD. Figures are those of score_quotes.py.
"""

import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from benchmarks.predict import quote_rows
from silver import from_spacy
from tiger_ud import convert

from polittext import Pipeline
from polittext.columns import TokenAnalysis
from polittext.document import Document, Entity
from polittext.integrations.stanza_convert import form
from polittext.syntax import StanzaSyntax
from polittext.syntax.protocol import Analysed, Segmented

ROOT = Path(__file__).parents[2]
SCORER = Path(os.environ.get("POLITTEXT_SHARED", ROOT.parent / "shared")) / "tools" / "score_quotes.py"
FIGURES = ("message", "roles", "joint", "attributed", "exact", "speaker", "cue", "frame", "addressee")


class SpacySyntax:
    """spaCy's German analysis, converted to Universal Dependencies, on our tokens."""

    def __init__(self, model: Path) -> None:
        import spacy

        self.nlp = spacy.load(model)

    def analyze(self, documents: Sequence[Segmented]) -> list[Analysed]:
        """See `polittext.syntax.SyntaxEngine`."""
        return [self._one(*document) for document in documents]

    def _one(self, tokens: Any, sentences: Any) -> Analysed:
        from spacy.tokens import Doc

        words = [form(t) for t in tokens.texts()]
        columns: list[list[Any]] = [[None] * len(words) for _ in range(6)]
        entities = []
        spans = tokens.spans()
        for first, last in zip(sentences.token_starts.tolist(), sentences.token_ends.tolist(), strict=True):
            if first == last:
                continue
            spaces = [spans[i][1] < spans[i + 1][0] for i in range(first, last - 1)] + [True]
            doc = Doc(self.nlp.vocab, words=words[first:last], spaces=spaces)
            for token in doc:
                token.is_sent_start = token.i == 0
            for _, component in self.nlp.pipeline:
                doc = component(doc)
            for span in doc.ents:
                start, end = spans[first + span.start][0], spans[first + span.end - 1][1]
                entities.append(Entity(start, end, tokens.text[start:end], span.label_))
            tree = convert(from_spacy(doc[:])) if not any(t.is_space for t in doc) else None
            for i, w in enumerate(tree or (), first):
                head = -1 if w.head < 0 else w.head + first
                for column, value in zip(columns, (w.lemma, w.upos, w.xpos, w.feats, head, w.deprel), strict=True):
                    column[i] = None if value == "_" else value
        return TokenAnalysis(*map(tuple, columns)), tuple(entities)


def score(gold: Path, documents: Iterable[Document], ids: list[str]) -> dict[str, float]:
    """Return the figures of the scorer, F1 in per cent."""
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder, "predicted.jsonl")
        rows = ({"id": i, "quotes": quote_rows(d.quotes)} for i, d in zip(ids, documents, strict=True))
        predicted.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, str(SCORER), "--gold", str(gold), "--pred", str(predicted), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return {name: 100 * found[name]["f1"] for name in FIGURES}


def changed(before: Iterable[Document], after: Iterable[Document]) -> str:
    """Return in words what an analysis has done to the quotations."""
    counts: collections.Counter[str] = collections.Counter()
    for plain, found in zip(before, after, strict=True):
        added = [q for q in found.quotes if q.provenance == "syntax:continued"]
        kept = [q for q in found.quotes if q not in added]
        counts["added"] += len(added)
        counts["quotations"] += len(plain.quotes)
        counts["names before"] += sum(q.speaker_name is not None for q in plain.quotes)
        counts["names"] += sum(q.speaker_name is not None for q in found.quotes)
        contents = {(q.type, q.spans): q.speaker for q in plain.quotes}
        counts["contents"] += sum((q.type, q.spans) not in contents for q in kept)
        counts["speakers"] += sum(contents.get((q.type, q.spans), q.speaker) != q.speaker for q in kept)
    return (
        f"of {counts['quotations']} quotations {counts['speakers']} speakers and {counts['contents']} contents changed"
        f", {counts['added']} added, names {counts['names before']} -> {counts['names']}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--limit", type=int, help="only so many documents, from the start")
    parser.add_argument("--stanza", type=Path)
    parser.add_argument("--spacy", type=Path)
    parser.add_argument("--quotes", choices=("auto", "model", "rules"), default="auto")
    arguments = parser.parse_args()
    lines = arguments.gold.read_text(encoding="utf-8").splitlines()[: arguments.limit]
    records = [json.loads(line) for line in lines]
    ids, texts = [r["id"] for r in records], [r["text"] for r in records]
    engines: dict[str, Any] = {"without": None}
    if arguments.stanza:
        engines["stanza"] = StanzaSyntax(arguments.stanza)
    if arguments.spacy:
        engines["spacy"] = SpacySyntax(arguments.spacy)
    print(f"{len(texts)} documents of {arguments.gold.name}, quotes={arguments.quotes}, F1 in per cent")
    print("| analysis |", " | ".join(FIGURES), "|")
    plain: list[Document] = []
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder, "gold.jsonl")
        gold.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for name, engine in engines.items():
            found = list(Pipeline(quotes=arguments.quotes, syntax=engine).pipe(texts))
            plain = plain or found
            scores = score(gold, found, ids)
            note = "" if found is plain else changed(plain, found)
            print(f"| {name} |", " | ".join(f"{scores[f]:.2f}" for f in FIGURES), "|", note, flush=True)


if __name__ == "__main__":
    main()
