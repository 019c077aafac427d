"""Teacher tags of de_core_news_sm for a part of the corpus: STTS, morphology, dependency, head distance, entities."""

import argparse
import json
import pathlib

import spacy
from spacy.tokens import Doc


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--out", type=pathlib.Path, required=True)
    ap.add_argument("--model", required=True)
    ap.add_argument("--tokens", type=int, default=2_000_000)
    a = ap.parse_args()
    nlp = spacy.load(a.model, exclude=["lemmatizer", "attribute_ruler", "senter"])
    news = [line.split("\t") for line in (a.out / "news.tok").read_text(encoding="utf-8").splitlines()]
    corpus, n = [], 0
    with open(a.out / "bundestag.tok", encoding="utf-8") as f:
        for line in f:
            corpus.append(line.rstrip("\n").split("\t"))
            n += len(corpus[-1])
            if n >= a.tokens:
                break
    for name, texts in (("news", news), ("bundestag", corpus)):
        with open(a.out / f"teacher_{name}.jsonl", "w", encoding="utf-8") as g:
            docs = (Doc(nlp.vocab, words=t) for t in texts)
            for doc in nlp.pipe(docs, batch_size=64):
                row = {
                    "w": [t.text for t in doc],
                    "tag": [t.tag_ for t in doc],
                    "morph": [str(t.morph) for t in doc],
                    "dep": [t.dep_ for t in doc],
                    "head": [t.head.i - t.i for t in doc],
                    "ent": [(t.ent_iob_ + "-" + t.ent_type_) if t.ent_type_ else "O" for t in doc],
                    "s": [int(bool(t.is_sent_start)) for t in doc],
                }
                g.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
