"""Silver data: spaCy's analysis of raw text, converted to UD; with --gold, the conversion scored against a treebank.

python training/syntax/silver.py --spacy MODEL --corpus bundestag.jsonl.xz --characters 1500000 --out silver.conllu
python training/syntax/silver.py --spacy MODEL --gold de_gsd-ud-dev.conllu --fold develop
"""

import argparse
import collections
import json
import lzma
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from gold import folds
from tiger_ud import convert

from trees import Tree, Word, write


def texts(path: Path, characters: int, every: int = 40, per_document: int = 4000) -> Iterator[str]:
    """Yield stretches from all over a corpus until `characters` are reached; of a packed one every n-th record."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        total = 0
        for number, line in enumerate(lines):
            record = json.loads(line)
            if path.suffix == ".xz" and number % every:
                continue
            text = record["text"][:per_document]
            total += len(text)
            yield text
            if total >= characters:
                return


def from_spacy(sentence: Any) -> Tree:
    """Return a spaCy sentence as rows with TIGER labels; white space tokens are left out."""
    words = [t for t in sentence if not t.is_space]
    index = {t.i: k for k, t in enumerate(words)}
    tree: Tree = []
    for t in words:
        head = t.head
        while head.is_space and head.head is not head:
            head = head.head
        top = head.i == t.i or head.i not in index
        lemma = t.text if t.lemma_ == "--" else t.lemma_
        feats = str(t.morph) or "_"
        tree.append(
            Word(t.text, lemma, t.pos_, t.tag_, feats, -1 if top else index[head.i], t.dep_, bool(t.whitespace_))
        )
    return tree


def score(nlp: Any, gold: list[Tree]) -> None:
    """Print how well spaCy and the conversion agree with gold trees, and where they don't."""
    from spacy.tokens import Doc

    counts: collections.Counter[str] = collections.Counter()
    wrong: collections.Counter[tuple[str, str]] = collections.Counter()
    feats: collections.Counter[tuple[str, str, str]] = collections.Counter()
    for tree in gold:
        doc = Doc(nlp.vocab, words=[w.form for w in tree], spaces=[w.space_after for w in tree])
        for i in range(len(tree)):
            doc[i].is_sent_start = i == 0
        for _, component in nlp.pipeline:
            doc = component(doc)
        rows = from_spacy(doc)
        if len(rows) != len(tree):
            continue
        found = convert(rows)
        counts["sentences"] += 1
        if found is None:
            counts["no tree"] += 1
            continue
        for g, f in zip(tree, found, strict=True):
            counts["words"] += 1
            counts["UPOS"] += g.upos == f.upos
            counts["XPOS"] += g.xpos == f.xpos
            counts["UFeats"] += g.feats == f.feats
            counts["lemma"] += g.lemma == f.lemma
            counts["UAS"] += g.head == f.head
            counts["LAS"] += g.head == f.head and g.deprel == f.deprel
            if g.deprel != "punct":
                counts["content words"] += 1
                counts["LAS without punctuation"] += g.head == f.head and g.deprel == f.deprel
            wrong[f"{g.deprel}" + ("" if g.head == f.head else " (head)"), f.deprel] += (
                g.head != f.head or g.deprel != f.deprel
            )
            feats[g.xpos, g.feats, f.feats] += g.feats != f.feats
    for name in ("UPOS", "XPOS", "UFeats", "lemma", "UAS", "LAS"):
        print(f"{name} {100 * counts[name] / counts['words']:.2f}")
    print(f"LAS without punctuation {100 * counts['LAS without punctuation'] / counts['content words']:.2f}")
    print(dict(counts))
    for pair, n in wrong.most_common(40):
        print(n, *pair)
    for triple, n in feats.most_common(15):
        print(n, *triple)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spacy", type=Path, required=True, help="folder of a German spaCy pipeline with a parser")
    parser.add_argument("--corpus", type=Path, nargs="*", default=[], help="JSON lines with a text field, also .xz")
    parser.add_argument("--characters", type=int, default=1_000_000, help="how much of each corpus")
    parser.add_argument("--every", type=int, default=40, help="of a packed corpus only every n-th record")
    parser.add_argument("--gold", type=Path, help="score against this treebank instead")
    parser.add_argument("--fold", default="train")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    import spacy

    nlp = spacy.load(arguments.spacy, exclude=["ner"])
    if arguments.gold:
        score(nlp, folds(arguments.gold)[arguments.fold])
        return

    def trees() -> Iterator[Tree]:
        for corpus in arguments.corpus:
            for doc in nlp.pipe(texts(corpus, arguments.characters, arguments.every), batch_size=16):
                for sentence in doc.sents:
                    if 3 <= len(sentence) <= 60 and sentence[-1].text in (".", "!", "?", "“"):
                        tree = convert(from_spacy(sentence))
                        if tree is not None:
                            yield tree

    print(write(arguments.out, trees()), "sentences")


if __name__ == "__main__":
    main()
